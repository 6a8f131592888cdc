package org.nfs41.conformance.run;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.checks.Checks;
import org.nfs41.conformance.scenarios.Scenarios;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the checks: every method with {@link Check} in a class below {@code
 * org.nfs41.conformance.checks} or {@code org.nfs41.conformance.scenarios}, so that a new check
 * needs no list to be kept.
 */
public final class CheckClasses {
    private CheckClasses() {}

    /** All checks of the wire in the order of their ids. */
    public static List<CheckInfo> all() {
        return checksOf(ClassFinder.classes(Checks.class));
    }

    /** All scenarios, which need Linux machines, in the order of their ids. */
    public static List<CheckInfo> scenarios() {
        return checksOf(ClassFinder.classes(Scenarios.class));
    }

    /** The checks of the wire, and then the scenarios. */
    public static List<CheckInfo> everything() {
        return Stream.concat(all().stream(), scenarios().stream()).toList();
    }

    /**
     * The checks of these classes in the order of their ids.
     *
     * @throws IllegalStateException when two have the same id
     */
    public static List<CheckInfo> checksOf(List<Class<?>> classes) {
        Map<String, CheckInfo> checks = new TreeMap<>();
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                Check check = method.getAnnotation(Check.class);
                if (check != null && checks.put(check.id(), new CheckInfo(check, method)) != null) {
                    throw new IllegalStateException("two checks have the id " + check.id());
                }
            }
        }
        return List.copyOf(checks.values());
    }
}
