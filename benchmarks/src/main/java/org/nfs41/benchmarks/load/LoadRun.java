package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run: connections are made, driven, and taken down again. */
final class LoadRun {
    /** How long replies that are under way at the end may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Target target;
    private final Scenario scenario;
    private final Shape shape;
    private final Interruption interruption;

    LoadRun(Target target, Shape shape, Interruption interruption) {
        this.target = target;
        this.scenario = target.scenario();
        this.shape = shape;
        this.interruption = interruption;
    }

    /**
     * Runs it.
     *
     * @throws WrongReply if a reply was wrong or missing; then nothing was measured
     * @throws SetUpFailure if it could not begin
     */
    Figures run(Duration warmUp, Duration measured)
            throws WrongReply, SetUpFailure, InterruptedException {
        List<SocketChannel> channels = new ArrayList<>();
        List<LoadConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < shape.connections(); i++) {
                interruption.check();
                channels.add(target.connect());
                Prepared prepared = target.prepare(channels.get(i), i);
                connections.add(new LoadConnection(scenario, channels.get(i), prepared, shape));
            }
            return drive(connections, warmUp, measured);
        } finally {
            connections.stream().filter(LoadConnection::isUsable).forEach(this::release);
            channels.forEach(LoadRun::close);
        }
    }

    private void release(LoadConnection connection) {
        target.release(connection.channel(), connection.prepared(), connection.sequenceId());
    }

    private Figures drive(List<LoadConnection> connections, Duration warmUp, Duration measured)
            throws WrongReply, InterruptedException {
        Progress progress = new Progress();
        List<LoadLoop> loops = new ArrayList<>();
        for (List<LoadConnection> share : shares(connections)) {
            loops.add(new LoadLoop(share, shape.isOpenLoop(), progress));
        }
        List<Thread> threads =
                loops.stream().map(loop -> Thread.ofPlatform().daemon().start(loop)).toList();
        Usage used;
        try {
            progress.awaitFailure(warmUp, interruption);
            Usage before = Usage.now(target.pid());
            progress.enter(Phase.MEASURE);
            progress.awaitFailure(measured, interruption);
            used = Usage.now(target.pid()).since(before);
        } finally {
            progress.enter(Phase.END);
            join(threads, connections, progress);
        }
        String evidence = progress.evidence();
        if (evidence != null) {
            throw new WrongReply(target.label() + ": " + evidence);
        }
        Tally all = new Tally();
        loops.forEach(loop -> all.add(loop.tally()));
        return Figures.of(all, used);
    }

    /** Connections dealt to as many threads as there are to be. */
    private List<List<LoadConnection>> shares(List<LoadConnection> connections) {
        int threads = Math.min(shape.threads(), connections.size());
        List<List<LoadConnection>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < connections.size(); i++) {
            shares.get(i % threads).add(connections.get(i));
        }
        return shares;
    }

    private static void join(
            List<Thread> threads, List<LoadConnection> connections, Progress progress)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        @Nullable String missing = null;
        for (Thread thread : threads) {
            long millis = Math.max(1, (until - System.nanoTime()) / 1_000_000);
            if (!thread.join(Duration.ofMillis(millis))) {
                missing = "no reply within " + PATIENCE.toSeconds() + " s";
            }
        }
        if (missing != null) {
            progress.fail(missing);
            // ends their waiting
            connections.forEach(connection -> close(connection.channel()));
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
