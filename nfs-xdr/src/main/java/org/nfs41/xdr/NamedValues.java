package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The values of an open enumeration that have names. Filled while the enumeration's class is
 * initialized and only read from then on, so that any number of threads may use it.
 */
final class NamedValues<T> {
    /** All of NFS's enumerations lie in 0 to 127 or from 10000 to 10127. */
    private static final int WINDOW = 128;

    private static final int UPPER = 10_000;

    private final String kind;
    private final IntFunction<T> unnamed;
    private final List<T> all = new ArrayList<>();
    private final List<@Nullable T> values = new ArrayList<>();
    private final List<@Nullable String> names = new ArrayList<>();

    /**
     * Creates it without values.
     *
     * @param kind what stands before the number of a value that has no name
     * @param unnamed makes a value of its number
     */
    NamedValues(String kind, IntFunction<T> unnamed) {
        this.kind = kind;
        this.unnamed = unnamed;
    }

    /** Gives a number its name and returns its value. */
    T add(int number, String name) {
        int index = index(number);
        if (index < 0) {
            throw new IllegalArgumentException(name + " = " + number);
        }
        while (values.size() <= index) {
            values.add(null);
            names.add(null);
        }
        T value = unnamed.apply(number);
        values.set(index, value);
        names.set(index, name);
        all.add(value);
        return value;
    }

    T of(int number) {
        int index = index(number);
        if (index >= 0 && index < values.size()) {
            T value = values.get(index);
            if (value != null) {
                return value;
            }
        }
        return unnamed.apply(number);
    }

    List<T> all() {
        return List.copyOf(all);
    }

    String name(int number) {
        int index = index(number);
        String name = index >= 0 && index < names.size() ? names.get(index) : null;
        return name != null ? name : kind + "(" + Integer.toUnsignedString(number) + ")";
    }

    /** Where a number's value is kept, -1 for one that cannot have a name. */
    private static int index(int number) {
        if (number >= 0 && number < WINDOW) {
            return number;
        }
        return number >= UPPER && number < UPPER + WINDOW ? number - UPPER + WINDOW : -1;
    }
}
