package org.nfs41.ops.sim.holders;

import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.open.DelegationConflicts;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Does to the tables what nobody must, so that it has no way to it. */
final class OpenedTables {
    private OpenedTables() {}

    /** Lets something happen for which no operation seems to be under way. */
    static void withNothingUnderway(DelegationConflicts<FileRef> conflicts, Runnable action) {
        AtomicIntegerArray counts = counts(conflicts);
        int[] before = new int[counts.length()];
        for (int i = 0; i < before.length; i++) {
            before[i] = counts.getAndSet(i, 0);
        }
        action.run();
        for (int i = 0; i < before.length; i++) {
            counts.addAndGet(i, before[i]);
        }
    }

    private static AtomicIntegerArray counts(DelegationConflicts<FileRef> conflicts) {
        try {
            Object underway = field(conflicts, "underway");
            return (AtomicIntegerArray) field(underway, "counts");
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the tables have another form now", e);
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
