package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.client.ServerAddress;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Which server, and as whom. */
final class ServerOptions {
    private static final int MAX_TIMEOUT_SECONDS = 3600;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "HOST[:PORT]:/EXPORT",
            description =
                    "The server and the exported directory to work in; an IPv6 address stands in"
                            + " brackets. Without it: a server of this project's own, in memory.")
    @Nullable String server;

    @Option(
            names = "--uid",
            paramLabel = "N",
            description = "User id to act as (default: your own).")
    @Nullable Integer uid;

    @Option(
            names = "--gid",
            paramLabel = "N",
            description = "Group id to act as (default: your own).")
    @Nullable Integer gid;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for a reply (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    /** The server that was named, null when none was; a wrong name is a usage error. */
    @Nullable ServerAddress address(CommandSpec spec) {
        if (server == null) {
            return null;
        }
        try {
            return ServerAddress.parse(server);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What checks run in, against {@code address}. */
    CheckEnvironment environment(CommandSpec spec, ServerAddress address) {
        if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout is 1 to " + MAX_TIMEOUT_SECONDS + " seconds");
        }
        return new CheckEnvironment(
                address,
                uid == null ? own("unix:uid") : uid,
                gid == null ? own("unix:gid") : gid,
                Duration.ofSeconds(timeoutSeconds));
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
