package org.nfs41.conformance.check;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.linux.MachinePool;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What all checks of a run share: the server under test, who to be there, and where the details of
 * each check are left for the report. Safe for use by several threads.
 */
public final class CheckEnvironment {
    /** System property with {@code HOST[:PORT]:/EXPORT} for runs that no launcher configures. */
    public static final String SERVER_PROPERTY = "nfs41.server";

    /** System property with the command that restarts this server, as {@link CommandControl}. */
    public static final String CONTROL_PROPERTY = "nfs41.server.control";

    private static final int SECOND_USER = 1042;

    private final ServerAddress server;
    private final int uid;
    private final int gid;
    private final Duration timeout;
    private final @Nullable ServerControl control;
    private final OtherExports exports;
    private final @Nullable MachinePool machines;
    private final String runId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final Map<String, CheckDetail> details = new ConcurrentHashMap<>();

    /** Takes what the command line said, of a server that cannot be restarted. */
    public CheckEnvironment(ServerAddress server, int uid, int gid, Duration timeout) {
        this(server, uid, gid, timeout, null);
    }

    /**
     * Takes what the command line said.
     *
     * @param uid the user of the AUTH_SYS credentials, best one that may create directories
     * @param timeout how long a connection attempt and each reply may take
     * @param control what restarts the server, null when nothing can
     */
    public CheckEnvironment(
            ServerAddress server,
            int uid,
            int gid,
            Duration timeout,
            @Nullable ServerControl control) {
        this(server, uid, gid, timeout, control, OtherExports.NONE);
    }

    /** The same of a server that exports more than one directory. */
    public CheckEnvironment(
            ServerAddress server,
            int uid,
            int gid,
            Duration timeout,
            @Nullable ServerControl control,
            OtherExports exports) {
        this(server, uid, gid, timeout, control, exports, null);
    }

    private CheckEnvironment(
            ServerAddress server,
            int uid,
            int gid,
            Duration timeout,
            @Nullable ServerControl control,
            OtherExports exports,
            @Nullable MachinePool machines) {
        this.server = server;
        this.uid = uid;
        this.gid = gid;
        this.timeout = timeout;
        this.control = control;
        this.exports = exports;
        this.machines = machines;
    }

    /** The same with Linux machines, which are the caller's to close. */
    public CheckEnvironment with(MachinePool pool) {
        return new CheckEnvironment(server, uid, gid, timeout, control, exports, pool);
    }

    /** For an IDE or Surefire: the server of the system property, or null when there is none. */
    public static @Nullable CheckEnvironment fromSystemProperty() {
        String server = System.getProperty(SERVER_PROPERTY);
        String control = System.getProperty(CONTROL_PROPERTY);
        return server == null
                ? null
                : new CheckEnvironment(
                        ServerAddress.parse(server),
                        0,
                        0,
                        ClientConfig.DEFAULT_TIMEOUT,
                        control == null ? null : new CommandControl(control));
    }

    /** The server under test. */
    public ServerAddress server() {
        return server;
    }

    /** The first user, who owns what checks create. */
    public Credential user() {
        return Credential.sys(uid, gid);
    }

    /** Another user than {@link #user()}, of another group and never the superuser. */
    public Credential secondUser() {
        int other = uid == SECOND_USER ? SECOND_USER + 1 : SECOND_USER;
        return Credential.sys(other, other);
    }

    /** How long a connection attempt and each reply may take. */
    public Duration timeout() {
        return timeout;
    }

    /** What restarts the server, null when nothing can. */
    public @Nullable ServerControl control() {
        return control;
    }

    /** What the server exports beside the directory to work in. */
    public OtherExports exports() {
        return exports;
    }

    /** Linux machines, null when there are none. */
    @Nullable MachinePool machines() {
        return machines;
    }

    /** Why a check with this need cannot run here, naming the option that helps; null if it can. */
    public @Nullable String lack(Need need) {
        return switch (need) {
            case RESTART ->
                    control == null ? "needs restarts of the server: --server-control" : null;
            case READ_ONLY_EXPORT ->
                    exports.readOnly() == null
                            ? "needs a read-only export with a file in it: --read-only-export"
                            : null;
            case SMALL_EXPORT ->
                    exports.small() == null
                            ? "needs an export that it may fill: --small-export"
                            : null;
            case MACHINE, TWO_MACHINES ->
                    machines == null ? "needs Linux machines: --linux-client" : null;
            default -> null;
        };
    }

    /** Differs between runs, so that names of two runs never meet. */
    public String runId() {
        return runId;
    }

    /** Keeps what a check left behind, under JUnit's unique id of its test. */
    void record(String uniqueId, CheckDetail detail) {
        details.put(uniqueId, detail);
    }

    /** What the check with this unique id left behind, null when it did not run. */
    public @Nullable CheckDetail detail(String uniqueId) {
        return details.get(uniqueId);
    }
}
