package org.nfs41.conformance.fault;

import org.nfs41.conformance.fault.planted.SequenceEchoesNextId;
import org.nfs41.conformance.run.ClassFinder;

import java.lang.reflect.InvocationTargetException;
import java.util.Comparator;
import java.util.List;

/** All faults there are. */
public final class Faults {
    private Faults() {}

    /** Every class of the package {@code planted}, by id. */
    public static List<Fault> all() {
        return ClassFinder.classes(SequenceEchoesNextId.class).stream()
                .filter(Fault.class::isAssignableFrom)
                .map(Faults::make)
                .sorted(Comparator.comparing(Fault::id))
                .toList();
    }

    private static Fault make(Class<?> type) {
        try {
            return type.asSubclass(Fault.class).getConstructor().newInstance();
        } catch (InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | NoSuchMethodException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
