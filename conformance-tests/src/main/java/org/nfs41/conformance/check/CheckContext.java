package org.nfs41.conformance.check;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.client.CallbackRule;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.conformance.client.TransportException;
import org.nfs41.conformance.linux.MachinePool;
import org.nfs41.conformance.oracle.Oracles;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.GetAttrResOk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check works with: clients that no other check knows, a directory of its own, and the ways
 * to report anything but PASS and FAIL. All of it is cleaned up after the check.
 */
public final class CheckContext {
    private final CheckEnvironment environment;
    private final Check check;
    private final Transcript transcript = new Transcript();
    private final Oracles oracles = new Oracles(transcript);
    private final Workspace workspace;
    private @Nullable Workspace small;
    private @Nullable Machines machines;
    private final List<NfsClient> clients = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable NfsClient first;

    CheckContext(CheckEnvironment environment, Check check) {
        this.environment = environment;
        this.check = check;
        this.workspace = new Workspace(environment, check);
    }

    /** The check's own metadata. */
    Check check() {
        return check;
    }

    /** The server under test. */
    public ServerAddress server() {
        return environment.server();
    }

    /** The user that clients of this check act as unless told otherwise. */
    public Credential user() {
        return environment.user();
    }

    /** Another user, of another group and never the superuser. */
    public Credential secondUser() {
        return environment.secondUser();
    }

    /** The check's first client: client id, a session ({@link #session}), RECLAIM_COMPLETE done. */
    public synchronized NfsClient client() {
        NfsClient known = first;
        if (known == null) {
            known = newClient();
            first = known;
            known.mainSession();
        }
        return known;
    }

    /** The first client's session. Slot 0 has been used, others have not. */
    public NfsSession session() {
        return client().mainSession();
    }

    /** One more session of the first client. No slot of it has been used. */
    public NfsSession newSession() {
        return client().createSession();
    }

    /** A client with an owner of its own that has sent nothing yet. */
    public NfsClient newClient() {
        return newClient(user());
    }

    /** A client with an owner of its own that acts as another user and has sent nothing yet. */
    public synchronized NfsClient newClient(Credential user) {
        String name = "nfs41-check/" + environment.runId() + "/" + check.id() + "/";
        return keep(new NfsClient(config(user), name + clients.size()));
    }

    /** A client of a given owner that has sent nothing yet, for example a restarted one. */
    public synchronized NfsClient newClient(ClientOwner owner) {
        return keep(new NfsClient(config(user()), owner));
    }

    /** A client of a given owner that acts as another user and has sent nothing yet. */
    public synchronized NfsClient newClient(ClientOwner owner, Credential user) {
        return keep(new NfsClient(config(user), owner));
    }

    /**
     * The restarted {@code client}: the same owner with a new verifier; it has sent nothing yet.
     */
    public NfsClient restarted(NfsClient client) {
        ClientOwner old = client.owner();
        return newClient(new ClientOwner(old.verifier() + 1, old.ownerId()));
    }

    /** The check's own directory, empty at first, writable for everybody. */
    public FileHandle directory() {
        return workspace.directory();
    }

    /** The check's own directory in the export that it may fill, with {@link Need#SMALL_EXPORT}. */
    public synchronized FileHandle smallDirectory() {
        Workspace made = small;
        if (made == null) {
            made = new Workspace(environment, check, named(environment.exports().small()));
            small = made;
        }
        return made.directory();
    }

    /** The path of the export that is read-only, with {@link Need#READ_ONLY_EXPORT}. */
    public String readOnlyExport() {
        return named(environment.exports().readOnly());
    }

    private String named(@Nullable String export) {
        if (export == null) {
            throw skipped("no such export is named");
        }
        return export;
    }

    /** A new file in the check's directory, made and closed by a client beside the check. */
    public FileHandle file(String name, byte... content) {
        return workspace.file(name, content);
    }

    /** The server's lease time. */
    public Duration leaseTime() {
        Reply reply = session().require(Ops.putRootFh(), Ops.getAttr(Attribute.LEASE_TIME));
        Opaque values = reply.result(GetAttrResOk.class).objAttributes().values();
        return Duration.ofSeconds(Integer.toUnsignedLong(values.intAt(0)));
    }

    /** Has the server end in order and start again; all connections are new ones then. */
    public void restartServer() {
        restart(ServerControl.Verb.RESTART);
    }

    /** Has the server end without a warning and start again; all connections are new ones then. */
    public void killServer() {
        restart(ServerControl.Verb.KILL);
    }

    private synchronized void restart(ServerControl.Verb verb) {
        // it would be one more client that the server waits for in its grace period
        workspace.leave();
        new Restart(environment, transcript).run(verb);
        clients.forEach(NfsClient::disconnect);
    }

    /** The Linux machines, with {@link Need#MACHINE} or {@link Need#TWO_MACHINES}. */
    public synchronized Machines machines() throws IOException, InterruptedException {
        Machines taken = machines;
        if (taken == null) {
            MachinePool pool = environment.machines();
            if (pool == null) {
                throw skipped("there are no Linux machines");
            }
            boolean two = List.of(check.needs()).contains(Need.TWO_MACHINES);
            taken = new Machines(server(), transcript, pool, two ? 2 : 1);
            machines = taken;
        }
        return taken;
    }

    /** Notes what is known of a failure beside what was sent and received. */
    void failed() {
        if (machines != null) {
            machines.failed();
        }
    }

    /** Waits because the rule is about time passing. */
    public void pause(Duration duration, String why) {
        transcript.note("waiting " + duration.toMillis() + " ms: " + why);
        sleep(duration);
    }

    /** Reports something allowed but surprising; the check goes on. */
    public synchronized void warn(String message) {
        warnings.add(message);
    }

    /** Ends the check: the server properly declines an OPTIONAL feature. */
    public Unsupported unsupported(String message) {
        return new Unsupported(message);
    }

    /** Ends the check: something it needs is missing. */
    public Skipped skipped(String message) {
        return new Skipped(message);
    }

    /** Adds a remark to the evidence. */
    public void note(String message) {
        transcript.note(message);
    }

    /** What the oracles do not look at in this check, because the check provokes it. */
    public Oracles oracles() {
        return oracles;
    }

    Transcript transcript() {
        return transcript;
    }

    synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Cleans up; what the oracles and the clean-up found, empty when all is well. */
    List<String> finish() {
        List<String> found = new ArrayList<>(oracles.finish());
        clients.stream()
                .flatMap(client -> client.callbacks().violations().stream())
                // servers that do it do it whenever a check is slow to answer
                .filter(violation -> violation.rule() != CallbackRule.EARLY_RETRY)
                .forEach(violation -> found.add(violation.what()));
        clients.forEach(NfsClient::close);
        try {
            if (machines != null) {
                machines.close();
            }
        } catch (IOException e) {
            found.add("a Linux machine cannot be ended: " + e);
        }
        try {
            workspace.close();
            if (small != null) {
                small.close();
            }
        } catch (CheckFailure | TransportException e) {
            found.add("afterwards a fresh client cannot work: " + e.getMessage());
        }
        return found;
    }

    private NfsClient keep(NfsClient client) {
        clients.add(client);
        return client;
    }

    private ClientConfig config(Credential user) {
        return new ClientConfig(
                environment.server(),
                user,
                environment.timeout(),
                Opaque.utf8(check.id()),
                transcript);
    }

    static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Skipped("the run was interrupted");
        }
    }
}
