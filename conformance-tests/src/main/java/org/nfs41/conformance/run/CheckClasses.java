package org.nfs41.conformance.run;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.checks.Checks;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the checks: every method with {@link Check} in a class below {@code
 * org.nfs41.conformance.checks}, so that a new check needs no list to be kept.
 */
public final class CheckClasses {
    private CheckClasses() {}

    /** All checks in the order of their ids. */
    public static List<CheckInfo> all() {
        return checksOf(ClassFinder.classes(Checks.class));
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
