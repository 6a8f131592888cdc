package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Export;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.storage.FileStorage;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.deleg.DelegationLimits;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.xdr.NfsImplId;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code nfs41 serve}: runs a server until it is told to stop. */
@Command(
        name = "nfs41 serve",
        description =
                "Serves files by NFSv4.1 until SIGINT or SIGTERM. Replies in progress are still"
                        + " sent then.%n",
        mixinStandardHelpOptions = true,
        version = "nfs41 " + Version.TEXT,
        sortOptions = false,
        footerHeading = "%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped",
            "1:stopped before all replies were sent",
            "2:bad usage, or the address cannot be listened on"
        })
public final class ServeCommand implements Callable<Integer> {
    /** NFS's registered port, which needs no privileges: it is not below 1024. */
    static final int NFS_PORT = 2049;

    private static final int EXIT_CUT_OFF = 1;

    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final Path GROUP = Path.of("/etc/group");

    /** How long a stop waits for replies in progress. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--export",
            paramLabel = "/NAME=WHAT [CLIENTS]",
            description =
                    "What to export; may be given several times. A path and 'memory': an empty file"
                        + " system that lives as long as the server; or 'local:DIRECTORY': a"
                        + " directory of this machine (Linux; best as root), or"
                        + " 'local,exclusive:DIRECTORY' if nothing else changes it, so that clients"
                        + " get delegations; then, as in exports(5), for whom:"
                        + " '192.0.2.0/24(rw,root_squash) *(ro)'. Default: /export=memory, for all")
    private List<String> exports = new ArrayList<>();

    @Option(
            names = "--exports",
            paramLabel = "FILE",
            description =
                    "A file with such exports, one a line. It is read again at SIGHUP, and clients"
                            + " keep what they have open")
    private @Nullable Path exportsFile;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description =
                    "Where to listen; 0.0.0.0 is every address. Default: 127.0.0.1, as whoever can"
                            + " reach the server is believed who he says he is (AUTH_SYS)")
    private String address = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "TCP port; 0: one that is free. Default: 2049")
    private int port = NFS_PORT;

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            description = "How long a silent client keeps its state, 1 to 3600. Default: 90")
    private long lease = ServerConfig.DEFAULT_LEASE.toSeconds();

    @Option(
            names = "--courtesy",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description =
                    "How much longer it keeps it unless another client needs it or room runs out:"
                            + " a number with s, m, h or d, at most 7d; 0: not at all. Default:"
                            + " 24h")
    private Duration courtesy = ServerConfig.DEFAULT_COURTESY;

    @Option(
            names = "--delegations",
            paramLabel = "WHEN",
            description =
                    "Let clients use files without asking the server until another client wants"
                            + " them: 'off'; 'conservative': who reads may, who writes only at his"
                            + " own wish; 'eager': who writes as well. Default: conservative")
    private DelegationPolicy delegations = DelegationPolicy.CONSERVATIVE;

    @Option(
            names = "--delegation-limit",
            paramLabel = "N",
            description =
                    "Delegations that there may be, of all clients together, at least 1. When"
                            + " seven eighths are given, who has most is told to return some."
                            + " Default: 262144")
    private int delegationLimit = DelegationLimits.DEFAULT_ALL;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Requests at a time that a session may have. Default: 64")
    private int slots = ChannelLimits.DEFAULT_SLOTS;

    @Option(
            names = "--memory-limit",
            paramLabel = "MIB",
            description = "The most that each memory file system holds. Default: half of the heap")
    private long memoryLimitMib = (Runtime.getRuntime().maxMemory() / 2) >> 20;

    @Option(
            names = "--reply-memory",
            paramLabel = "MIB",
            description =
                    "What replies may take that are kept for retries, of all sessions together."
                            + " When half is used, sessions are told to use fewer slots."
                            + " Default: a quarter of the heap")
    private long replyMemoryMib = Math.max(1, ServerConfig.defaultReplyBytes() >> 20);

    @Option(
            names = "--owner-domain",
            paramLabel = "DOMAIN",
            description =
                    "Name users and groups NAME@DOMAIN, as /etc/passwd and /etc/group have them."
                            + " Default: by number, as Linux clients do with AUTH_SYS")
    private @Nullable String ownerDomain;

    @Option(
            names = "--implementation-id",
            paramLabel = "ID",
            converter = ImplementationOption.class,
            description =
                    "What clients are told of maker and version: DOMAIN,NAME or DOMAIN,NAME,TIME"
                            + " (such as 2026-11-23T00:00:00Z) or none. Default: nfs41.org and"
                            + " this version")
    private Optional<NfsImplId> implementation = Optional.of(Version.IMPLEMENTATION);

    @Option(
            names = "--state-dir",
            paramLabel = "DIRECTORY",
            description =
                    "Where to keep what must outlive the server: the key of filehandles, and which"
                            + " clients hold opens and locks, so that they can reclaim them. For"
                            + " one server at a time. Default, where directories are exported:"
                            + " /var/lib/nfs41 for root, else ~/.local/state/nfs41; with memory"
                            + " exports alone nothing is kept")
    private @Nullable Path stateDirectory;

    private @Nullable FileStorage storage;

    @Spec private @Nullable CommandSpec spec;

    /** For the command line's parser. */
    public ServeCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(newCommandLine().execute(args));
    }

    /** The command with its parser; usage errors are one line and exit code 2. */
    static CommandLine newCommandLine() {
        return new CommandLine(new ServeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ServeCommand::usageError);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (memoryLimitMib < 1) {
            throw usage("--memory-limit " + memoryLimitMib + ": at least 1 MiB is needed");
        }
        ExportList list = new ExportList(exports, exportsFile, memoryLimitMib << 20, keptIn());
        Nfs41Server server = start(list);
        Hangup.onEach(() -> reload(list, server));
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("nfs41-stop").unstarted(() -> stop(server)));
        announce(server);
        Thread.currentThread().join();
        return ExitCode.OK;
    }

    /** Ends the process: being told to stop is how a server ends well, so its exit code is 0. */
    private void stop(Nfs41Server server) {
        boolean allSent = server.close(PATIENCE);
        closeStorage();
        CommandLine commandLine = commandLine();
        commandLine
                .getErr()
                .println(
                        allSent ? "nfs41: stopped" : "nfs41: stopped before all replies were sent");
        commandLine.getErr().flush();
        Runtime.getRuntime().halt(allSent ? ExitCode.OK : EXIT_CUT_OFF);
    }

    private StateDirectory keptIn() {
        return stateDirectory == null
                ? StateDirectory.ofUser()
                : new StateDirectory(stateDirectory);
    }

    /** Whether there is anything that clients could still have open after a restart. */
    private static boolean outliveServer(List<Export> exports) {
        return exports.stream().anyMatch(each -> each.fileSystem() instanceof LocalFileSystem);
    }

    private void closeStorage() {
        FileStorage open = storage;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            commandLine().getErr().println("nfs41: --state-dir: " + e.getMessage());
        }
    }

    /** Puts the exports in force as the file has them now, or says why not. */
    private synchronized void reload(ExportList list, Nfs41Server server) {
        String said;
        try {
            server.exports(list.read());
            said = "exports " + String.join(" ", server.exportPaths());
        } catch (IOException e) {
            said = "exports stay as they are: " + unreadable(e);
        } catch (IllegalArgumentException e) {
            said = "exports stay as they are: " + e.getMessage();
        }
        commandLine().getErr().println("nfs41: " + said);
        commandLine().getErr().flush();
    }

    private String unreadable(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no file " + exportsFile
                : String.valueOf(e.getMessage());
    }

    private Nfs41Server start(ExportList list) {
        try {
            ServerConfig.Builder config =
                    ServerConfig.builder()
                            .address(InetAddress.getByName(address))
                            .port(port)
                            .lease(Duration.ofSeconds(lease))
                            .courtesy(courtesy)
                            .delegations(delegations)
                            .delegationLimits(delegationLimits())
                            .implementation(implementation.orElse(null))
                            .channelLimits(ChannelLimits.DEFAULT.withSlots(slots))
                            .replyBytes(replyBytes());
            List<Export> found = list.read();
            found.forEach(config::export);
            if (ownerDomain != null) {
                config.ownerNames(AccountNames.read(ownerDomain, PASSWD, GROUP));
            }
            if (stateDirectory != null || outliveServer(found)) {
                FileStorage opened = FileStorage.open(keptIn().path());
                storage = opened;
                config.storage(opened);
            }
            return Nfs41Server.start(config.build());
        } catch (BindException e) {
            closeStorage();
            throw usage(
                    "cannot listen on "
                            + address
                            + ":"
                            + port
                            + " ("
                            + e.getMessage()
                            + "): choose another with --address or --port");
        } catch (AccessDeniedException | FileAlreadyExistsException e) {
            throw usage("cannot use " + e.getFile());
        } catch (NoSuchFileException e) {
            throw usage("--exports: " + unreadable(e));
        } catch (IOException | IllegalArgumentException e) {
            closeStorage();
            throw usage(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            closeStorage();
            throw usage("cannot write to " + keptIn().path() + ": " + e.getMessage());
        }
    }

    private DelegationLimits delegationLimits() {
        if (delegationLimit < 1) {
            throw usage("--delegation-limit " + delegationLimit + ": write 1 or more");
        }
        return DelegationLimits.ofAll(delegationLimit);
    }

    private long replyBytes() {
        long heapMib = Runtime.getRuntime().maxMemory() >> 20;
        if (replyMemoryMib < 1 || replyMemoryMib > heapMib) {
            throw usage(
                    "--reply-memory "
                            + replyMemoryMib
                            + ": write 1 to "
                            + heapMib
                            + " MiB, which is the heap");
        }
        return replyMemoryMib << 20;
    }

    private void announce(Nfs41Server server) {
        String host = server.address().getAddress().getHostAddress();
        int actual = server.address().getPort();
        StringBuilder text = new StringBuilder();
        text.append("nfs41 serves NFSv4.1 on ").append(host).append(':').append(actual);
        text.append(", lease ").append(lease).append(" s\n");
        for (String path : server.exportPaths()) {
            text.append("  sudo mount -t nfs4 -o vers=4.1,port=").append(actual).append(' ');
            text.append(host.equals("0.0.0.0") ? "HOST" : host).append(':').append(path);
            text.append(" /mnt\n");
        }
        text.append("Ctrl-C stops it.");
        commandLine().getOut().println(text);
        commandLine().getOut().flush();
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "the parser sets it").commandLine();
    }

    private ParameterException usage(String message) {
        return new ParameterException(commandLine(), message);
    }

    private static int usageError(ParameterException e, String[] args) {
        e.getCommandLine()
                .getErr()
                .println("nfs41 serve: " + e.getMessage() + " (see nfs41 serve --help)");
        e.getCommandLine().getErr().flush();
        return ExitCode.USAGE;
    }
}
