package org.nfs41.ops.sim;

import org.nfs41.state.Session;
import org.nfs41.state.Slot;

import java.lang.reflect.Field;

/**
 * Makes slots that stand just before the end of the sequence ids. Four billion requests would do it
 * too; nothing but a test wants a shorter way, so the slot has none.
 */
final class AgedSlots {
    private static final Field WORD = word();

    private AgedSlots() {}

    /** Has an unused slot come to {@code sequenceId}, if the session has that slot. */
    static void age(Session session, int slotId, int sequenceId) {
        Slot slot = session.slot(slotId);
        if (slot == null) {
            return;
        }
        try {
            long unused = WORD.getLong(slot);
            WORD.setLong(slot, (long) sequenceId << Integer.SIZE | unused);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        if (slot.sequenceId() != sequenceId) {
            throw new AssertionError("slots have another form now");
        }
    }

    private static Field word() {
        try {
            Field word = Slot.class.getDeclaredField("word");
            word.setAccessible(true);
            return word;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
