package org.nfs41.conformance.fault;

import org.nfs41.conformance.fault.planted.SequenceEchoesNextId;
import org.nfs41.conformance.run.ClassFinder;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All faults there are. */
public final class Faults {
    private Faults() {}

    /** Those of every class of the package {@code planted}, by id. */
    public static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (Class<?> type : ClassFinder.classes(SequenceEchoesNextId.class)) {
            if (Fault.class.isAssignableFrom(type)) {
                faults.add(make(type.asSubclass(Fault.class)));
            } else if (FaultGroup.class.isAssignableFrom(type)) {
                faults.addAll(make(type.asSubclass(FaultGroup.class)).faults());
            }
        }
        faults.sort(Comparator.comparing(Fault::id));
        return List.copyOf(faults);
    }

    /** The fault of this id. */
    public static Optional<Fault> find(String id) {
        return all().stream().filter(fault -> fault.id().equals(id)).findFirst();
    }

    private static <T> T make(Class<T> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | NoSuchMethodException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
