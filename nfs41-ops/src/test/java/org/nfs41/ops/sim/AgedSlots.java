package org.nfs41.ops.sim;

import org.nfs41.state.Session;
import org.nfs41.state.Slot;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Makes slots that stand just before the end of the sequence ids, and does to slots what a server
 * must not. Nothing but a test wants either, so the slot has no way to it.
 */
final class AgedSlots {
    private static final Field WORD = word();
    private static final Method RETIRE = retire();

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

    /** Has a slot lose its memory, unless a request is in progress. */
    static void retire(Slot slot) {
        try {
            RETIRE.invoke(slot);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** Has a slot be one that was never used. */
    static void forget(Slot slot) {
        try {
            WORD.setLong(slot, 0);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Method retire() {
        try {
            Method retire = Slot.class.getDeclaredMethod("retire");
            retire.setAccessible(true);
            return retire;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
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
