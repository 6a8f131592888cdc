package org.nfs41.benchmarks.load;

import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server in memory, and the command that is run against it. */
final class TestServer implements AutoCloseable {
    private static final int FILE_SYSTEM_BYTES = 64 << 20;

    private final Nfs41Server server;

    private TestServer(UnaryOperator<ServerConfig.Builder> change) throws IOException {
        MemoryFileSystem files = new MemoryFileSystem(MemoryOptions.ofCapacity(FILE_SYSTEM_BYTES));
        server =
                Nfs41Server.start(
                        change.apply(ServerConfig.builder().port(0).export("/export", files))
                                .build());
    }

    static TestServer start() throws IOException {
        return new TestServer(config -> config);
    }

    static TestServer start(ServerHooks hooks) throws IOException {
        return new TestServer(config -> config.hooks(hooks));
    }

    static TestServer start(UnaryOperator<ServerConfig.Builder> change) throws IOException {
        return new TestServer(change);
    }

    String address() {
        return "127.0.0.1:" + server.port() + ":/export";
    }

    /** What the command said, and its exit code. */
    record Result(int exitCode, String out, String err) {}

    /** A short run of the command against this server. */
    Result load(String scenario, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                address(),
                                scenario,
                                "--connections=3",
                                "--depth=4",
                                "--seconds=0.1",
                                "--warm-up=0",
                                "--rounds=1",
                                "--uid=0",
                                "--gid=0"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                LoadCommand.newCommandLine()
                        .setOverwrittenOptionsAllowed(true)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        int exitCode = command.execute(args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
