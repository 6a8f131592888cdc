package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.ServerAddress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The servers of a comparison: the one that it is about, then the others. */
final class Targets implements AutoCloseable {
    private static final String LIMIT = "limit";

    private final LoadOptions options;
    private final Scenario scenario;
    private final Iterator<Long> pids;
    private final Set<String> labels = new HashSet<>();
    private final List<Target> all = new ArrayList<>();
    private @Nullable ServerAddress first;
    private OptionalLong firstPid = OptionalLong.empty();

    private Targets(LoadOptions options) {
        this.options = options;
        this.scenario = Scenario.of(options.scenario);
        this.pids = options.serverPids.iterator();
    }

    /**
     * Those that the user named.
     *
     * @throws IllegalArgumentException with a message for the user if that cannot be understood
     * @throws SetUpFailure if the limit cannot be started
     */
    static Targets of(LoadOptions options) throws SetUpFailure {
        Targets targets = new Targets(options);
        try {
            targets.add(options.server);
            for (String other : options.against) {
                targets.add(other);
            }
            if (targets.pids.hasNext()) {
                throw new IllegalArgumentException("more processes than servers");
            }
            return targets;
        } catch (IllegalArgumentException | SetUpFailure e) {
            targets.close();
            throw e;
        }
    }

    /** In the order in which they were named. */
    List<Target> all() {
        return List.copyOf(all);
    }

    private void add(String text) throws SetUpFailure {
        Shape shape = options.shape();
        if (text.equals(LIMIT)) {
            all.add(LimitTarget.start(label(text), scenario, options));
        } else if (first != null && !text.contains(":")) {
            Scenario other = Scenario.of(text);
            all.add(new NfsTarget(label(text), first, other, shape, firstPid));
        } else {
            ServerAddress address = ServerAddress.parse(text);
            OptionalLong pid = pid();
            if (first == null) {
                first = address;
                firstPid = pid;
            }
            all.add(new NfsTarget(label(address.toString()), address, scenario, shape, pid));
        }
    }

    private OptionalLong pid() {
        if (!pids.hasNext()) {
            return OptionalLong.empty();
        }
        long pid = pids.next();
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new IllegalArgumentException("there is no process " + pid);
        }
        return OptionalLong.of(pid);
    }

    /** The same server may be named twice. */
    private String label(String text) {
        String label = text;
        for (int i = 2; !labels.add(label); i++) {
            label = text + " (" + i + ")";
        }
        return label;
    }

    @Override
    public void close() {
        all.forEach(Target::close);
    }
}
