package org.nfs41.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The latest values of a kind that the server has handed out, for requests to name. */
final class Pool<T> {
    private static final int MOST = 24;

    private final RandomGenerator random;
    private final List<T> values = new ArrayList<>();

    Pool(RandomGenerator random) {
        this.random = random;
    }

    /** Keeps a value; one that is kept already goes when there are too many. */
    void add(T value) {
        if (values.contains(value)) {
            return;
        }
        if (values.size() < MOST) {
            values.add(value);
        } else {
            values.set(random.nextInt(MOST), value);
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** One of them; there has to be one. */
    T any() {
        return values.get(random.nextInt(values.size()));
    }
}
