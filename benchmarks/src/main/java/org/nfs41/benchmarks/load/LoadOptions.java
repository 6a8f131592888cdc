package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code nfs41 load} is told. */
final class LoadOptions {
    private static final double MIN_SECONDS = 0.01;
    private static final double MAX_SECONDS = 3600;
    private static final double MAX_RATE = 1e8;
    private static final int MAX_ROUNDS = 1000;
    private static final int MAX_THREADS = 64;
    private static final int MAX_FILE_MIB = 1024;
    private static final double MILLIS = 1000;

    @Parameters(
            index = "0",
            paramLabel = "HOST[:PORT]:/EXPORT",
            description = "The server and the exported directory to work in; or 'limit'")
    String server = "";

    @Parameters(
            index = "1",
            paramLabel = "SCENARIO",
            description =
                    "What is requested: null, sequence, sequence-cached (the reply is kept for a"
                        + " retry), getattr (of an open file), lookup; read-4k, read-64k, read-1m,"
                        + " write-4k, write-64k, write-1m (somewhere in a file; UNSTABLE)")
    String scenario = "";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description =
                    "Connections, each a client with a session and a file. Default:"
                            + " ${DEFAULT-VALUE}")
    int connections;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "8",
            description = "Requests at a time on each. Default: ${DEFAULT-VALUE}")
    int depth;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description =
                    "Requests a second, of all connections together, that are due whether others"
                            + " have been answered or not; times count from when they were due."
                            + " Threads do not sleep then. Default: a closed loop, as fast as the"
                            + " server answers")
    double rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "How long each round is. Default: ${DEFAULT-VALUE}")
    double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "0.5",
            description = "How long it runs before, each time. Default: ${DEFAULT-VALUE}")
    double warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often each server is measured, in turns, after one round that does not"
                            + " count. Default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--against",
            paramLabel = "HOST[:PORT]:/EXPORT|SCENARIO|limit",
            description =
                    "What to compare with: another server; the same one with another scenario; or"
                        + " the limit, a small program in C that sends the right replies without"
                        + " being a server, so what this machine can do. May be given several"
                        + " times")
    List<String> against = new ArrayList<>();

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            description =
                    "The process of the server, for its processor time; given again, those of the"
                            + " others, in their order")
    List<Long> serverPids = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads of the generator. Default: ${DEFAULT-VALUE}")
    int threads;

    @Option(
            names = "--file-size",
            paramLabel = "MIB",
            defaultValue = "4",
            description = "The size of each connection's file. Default: ${DEFAULT-VALUE}")
    int fileMib;

    @Option(
            names = "--limit-threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads of the limit. Default: ${DEFAULT-VALUE}")
    int limitThreads;

    @Option(
            names = "--limit-cpus",
            paramLabel = "LIST",
            description = "Which processors the limit may use, such as 0,1. Default: all")
    @Nullable String limitCpus;

    @Option(
            names = "--limit-directory",
            paramLabel = "DIRECTORY",
            description =
                    "Where the limit has its files. Default: where temporary files are; choose the"
                            + " file system that the server exports")
    @Nullable Path limitDirectory;

    @Option(names = "--uid", paramLabel = "N", description = "User to act as. Default: your own")
    @Nullable Integer uid;

    @Option(names = "--gid", paramLabel = "N", description = "Group to act as. Default: your own")
    @Nullable Integer gid;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also writes every round's figures as JSON")
    @Nullable Path json;

    /**
     * What is wrong with the numbers is said to the user.
     *
     * @throws IllegalArgumentException with the message
     */
    void judge() {
        within("--connections", connections, 1, Shape.MAX_CONNECTIONS);
        within("--depth", depth, 1, Shape.MAX_DEPTH);
        within("--rounds", rounds, 1, MAX_ROUNDS);
        within("--threads", threads, 1, MAX_THREADS);
        within("--limit-threads", limitThreads, 1, MAX_THREADS);
        within("--file-size", fileMib, 1, MAX_FILE_MIB);
        if (!(rate == 0 || (rate >= 1 && rate <= MAX_RATE))) {
            throw new IllegalArgumentException("--rate is 1 to 100000000 a second");
        }
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new IllegalArgumentException("--seconds is 0.01 to 3600");
        }
        if (!(warmUp >= 0 && warmUp <= MAX_SECONDS)) {
            throw new IllegalArgumentException("--warm-up is 0 to 3600 seconds");
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + least + " to " + most);
        }
    }

    Shape shape() {
        return new Shape(
                connections,
                depth,
                threads,
                rate,
                fileMib << 20,
                uid == null ? own("unix:uid") : uid,
                gid == null ? own("unix:gid") : gid);
    }

    Duration measured() {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }

    Duration warmUpTime() {
        return Duration.ofMillis(Math.round(warmUp * MILLIS));
    }

    /** The id of this process's user or group; 0 where the platform has none. */
    private static int own(String attribute) {
        try {
            Object value = Files.getAttribute(Path.of("/proc/self"), attribute);
            return value instanceof Integer id ? id : 0;
        } catch (IOException | UnsupportedOperationException e) {
            return 0;
        }
    }
}
