package org.nfs41.conformance;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.CommandControl;
import org.nfs41.conformance.check.ControlException;
import org.nfs41.conformance.check.OtherExports;
import org.nfs41.conformance.check.ServerControl;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.run.Preflight;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

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

    @Option(
            names = "--server-control",
            paramLabel = "CMD",
            description =
                    "A shell command that restarts the server that is named: it is run with one"
                            + " more argument, 'restart' (end in order, then start), 'kill' (end"
                            + " as by a crash, then start) or 'status' (exit with 0 if it runs)."
                            + " Without it, checks that need a restart are skipped. There are"
                            + " examples in conformance-tests/servers.")
    @Nullable String serverControl;

    @Option(
            names = "--read-only-export",
            paramLabel = "PATH",
            description =
                    "Another export of the same server: one that is read-only and has a file in it"
                            + " that can be read. Without it, checks of one are skipped.")
    @Nullable String readOnlyExport;

    @Option(
            names = "--small-export",
            paramLabel = "PATH",
            description =
                    "Another export of the same server, of a few MiB, that checks may FILL: they"
                            + " write until nothing fits any more, and remove that again. Without"
                            + " it, checks of a full file system are skipped.")
    @Nullable String smallExport;

    /** The server that was named, null when none was; a wrong name is a usage error. */
    @Nullable ServerAddress address(CommandSpec spec) {
        if (serverControl != null && serverControl.isBlank()) {
            throw usage(spec, "--server-control names no command");
        }
        OtherExports exports = exports();
        for (String path : Arrays.asList(exports.readOnly(), exports.small())) {
            if (path != null && !path.startsWith("/")) {
                throw usage(spec, "'" + path + "' is no absolute path of an export");
            }
        }
        if (server == null) {
            if (!exports.equals(OtherExports.NONE)) {
                throw usage(spec, "exports are those of the server that is named; none is");
            }
            if (serverControl != null) {
                throw usage(spec, "--server-control restarts the server that is named; none is");
            }
            return null;
        }
        try {
            return ServerAddress.parse(server);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What checks of the server at {@code address} run in. */
    CheckEnvironment environment(CommandSpec spec, ServerAddress address) {
        ServerControl control = serverControl == null ? null : new CommandControl(serverControl);
        return environment(spec, address, control, exports());
    }

    /** What checks of this project's own server run in. */
    CheckEnvironment environment(CommandSpec spec, EmbeddedServer embedded) {
        return environment(
                spec, embedded.address(), embedded.control(), EmbeddedServer.OTHER_EXPORTS);
    }

    private OtherExports exports() {
        return new OtherExports(readOnlyExport, smallExport);
    }

    private CheckEnvironment environment(
            CommandSpec spec,
            ServerAddress address,
            @Nullable ServerControl control,
            OtherExports exports) {
        if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
            throw usage(spec, "--timeout is 1 to " + MAX_TIMEOUT_SECONDS + " seconds");
        }
        return new CheckEnvironment(
                address,
                uid == null ? own("unix:uid") : uid,
                gid == null ? own("unix:gid") : gid,
                Duration.ofSeconds(timeoutSeconds),
                control,
                exports);
    }

    /** Asks the server; a command for restarts that is not there is a usage error. */
    static Preflight preflight(CommandSpec spec, CheckEnvironment environment) {
        try {
            return Preflight.of(environment);
        } catch (ControlException.NoCommand e) {
            throw usage(spec, "--server-control: " + e.getMessage());
        }
    }

    private static ParameterException usage(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
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
