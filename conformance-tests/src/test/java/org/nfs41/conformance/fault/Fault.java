package org.nfs41.conformance.fault;

import org.nfs41.server.ServerHooks;

import java.util.List;
import java.util.function.Supplier;

/**
 * One thing that a server does wrong: a class with a public constructor without arguments, or one
 * of a {@link FaultGroup}.
 */
public abstract class Fault {
    private final String id;
    private final String bug;
    private final String description;
    private final List<String> caughtBy;

    /**
     * Describes it.
     *
     * @param id a name in kebab-case
     * @param bug the known bug that it imitates, such as {@code B-014}; empty when there is none
     * @param description what the server does wrong, in one sentence
     * @param caughtBy the ids of the checks that catch it
     */
    protected Fault(String id, String bug, String description, String... caughtBy) {
        this.id = id;
        this.bug = bug;
        this.description = description;
        this.caughtBy = List.of(caughtBy);
    }

    /** A fault that needs no class of its own: {@code hooks} makes what plants it. */
    public static Fault of(
            String id,
            String bug,
            String description,
            Supplier<ServerHooks> hooks,
            String... caughtBy) {
        return new Fault(id, bug, description, caughtBy) {
            @Override
            public ServerHooks hooks() {
                return hooks.get();
            }
        };
    }

    /** What plants it into a server: fresh hooks each time, because a fault may keep state. */
    public abstract ServerHooks hooks();

    /** A name in kebab-case. */
    public final String id() {
        return id;
    }

    /** The known bug that it imitates, empty when there is none. */
    public final String bug() {
        return bug;
    }

    /** What the server does wrong, in one sentence. */
    public final String description() {
        return description;
    }

    /** The ids of the checks that catch it. */
    public final List<String> caughtBy() {
        return caughtBy;
    }

    @Override
    public final String toString() {
        return id;
    }
}
