package org.nfs41.conformance.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Machines that are used one after another, since a boot takes seconds. Who has taken one gives it
 * back by closing it; one that does not run, or on which something is still mounted, is not used
 * again. Safe for use by many threads.
 */
public final class MachinePool implements AutoCloseable {
    private static final Duration CLEANING_LIMIT = Duration.ofSeconds(10);

    private static final String CLEAN =
            """
            while read -r _ point _; do
                [ "$point" != %s ] || exit 1
            done </proc/mounts
            rm -rf /tmp/*
            """
                    .formatted(NfsMount.POINT);

    private final LinuxMachines machines;
    private final @Nullable String kernel;
    private final String prefix =
            "nfs41-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "-";
    private final Deque<LinuxMachine> idle = new ArrayDeque<>();
    private final Set<LinuxMachine> all = new LinkedHashSet<>();
    private int names;
    private boolean closed;

    /**
     * Starts none yet.
     *
     * @param kernel see {@link LinuxMachines#start}
     */
    public MachinePool(LinuxMachines machines, @Nullable String kernel) {
        this.machines = machines;
        this.kernel = kernel;
    }

    /** Takes one that nobody uses, and starts one if there is none. */
    public LinuxMachine take() throws IOException, InterruptedException {
        return take(1).getFirst();
    }

    /**
     * Takes several.
     *
     * @throws IOException if one cannot be started; none is taken then
     */
    public List<LinuxMachine> take(int count) throws IOException, InterruptedException {
        List<LinuxMachine> taken = new ArrayList<>();
        List<Future<LinuxMachine>> starting = new ArrayList<>();
        synchronized (this) {
            while (taken.size() < count && !idle.isEmpty()) {
                taken.add(new Borrowed(idle.pop()));
            }
            while (taken.size() + starting.size() < count) {
                names++;
                starting.add(starting(prefix + names));
            }
        }
        IOException failure = null;
        for (Future<LinuxMachine> one : starting) {
            try {
                taken.add(new Borrowed(one.get()));
            } catch (ExecutionException e) {
                failure = new IOException("no Linux machine: " + e.getCause(), e);
            }
        }
        if (failure != null) {
            for (LinuxMachine machine : taken) {
                machine.close();
            }
            throw failure;
        }
        return taken;
    }

    private Future<LinuxMachine> starting(String name) {
        CompletableFuture<LinuxMachine> started = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        started.complete(add(machines.start(name, kernel)));
                    } catch (IOException | InterruptedException | RuntimeException | Error e) {
                        started.completeExceptionally(e);
                    }
                });
        return started;
    }

    private synchronized LinuxMachine add(LinuxMachine machine) throws IOException {
        if (closed) {
            machine.close();
            throw new IOException("the pool of machines is closed");
        }
        all.add(machine);
        return machine;
    }

    private void giveBack(LinuxMachine machine) throws IOException {
        boolean clean = isClean(machine);
        synchronized (this) {
            if (clean && !closed) {
                idle.push(machine);
                return;
            }
            all.remove(machine);
        }
        machine.close();
    }

    private static boolean isClean(LinuxMachine machine) {
        try {
            return machine.run(CLEAN, CLEANING_LIMIT).exitCode() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Closes all machines, also those that are in use.
     *
     * @throws IOException if one does not end; the others have been closed then, too
     */
    @Override
    public void close() throws IOException {
        List<LinuxMachine> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(all);
            all.clear();
            idle.clear();
        }
        IOException failure = null;
        for (LinuxMachine machine : ending) {
            try {
                machine.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private final class Borrowed implements LinuxMachine {
        private final LinuxMachine machine;
        private boolean returned;

        Borrowed(LinuxMachine machine) {
            this.machine = machine;
        }

        @Override
        public ScriptResult run(String script, Duration timeout)
                throws IOException, InterruptedException {
            return machine.run(script, timeout);
        }

        @Override
        public CompletableFuture<ScriptResult> start(String script) throws IOException {
            return machine.start(script);
        }

        @Override
        public String hostLoopback() {
            return machine.hostLoopback();
        }

        @Override
        public String kernelRelease() {
            return machine.kernelRelease();
        }

        @Override
        public void partition() throws IOException, InterruptedException {
            machine.partition();
        }

        @Override
        public void heal() throws IOException, InterruptedException {
            machine.heal();
        }

        @Override
        public void powerCut() throws IOException {
            machine.powerCut();
        }

        @Override
        public void close() throws IOException {
            synchronized (this) {
                if (returned) {
                    return;
                }
                returned = true;
            }
            giveBack(machine);
        }
    }
}
