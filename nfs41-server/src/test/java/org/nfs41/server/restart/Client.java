package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Principal;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** A client of a server that restarts: it connects anew when a test says so. */
final class Client {
    static final int READ = 1;
    static final int WRITE = 2;

    private static final int HEADER_BYTES = 24;
    private static final Caller CALLER =
            new Caller(Principal.sys(1000), new Credentials(0, 0, new int[0]), 1);

    private final RestartableServer server;
    private final Opaque name;
    private long verifier = 1;
    ExchangeIdResOk id;
    private SessionId session = new SessionId(0, 0);
    private int sequenceId;

    /** What the last SEQUENCE told. */
    int statusFlags;

    Client(RestartableServer server, String name) {
        this.server = server;
        this.name = Opaque.utf8(name);
        id = exchangeId();
        createSession();
    }

    /** A client that has completed its reclaim, of nothing. */
    static Client ready(RestartableServer server, String name) {
        Client client = new Client(server, name);
        assertThat(client.complete()).isEqualTo(NfsStatus.OK);
        return client;
    }

    /** A new client id and session. */
    void connect() {
        id = exchangeId();
        createSession();
    }

    private ExchangeIdResOk exchangeId() {
        ClientOwner owner = new ClientOwner(verifier, name);
        return (ExchangeIdResOk)
                alone(new ExchangeIdArgs(owner, 0, new StateProtectA.None(), null));
    }

    private void createSession() {
        ResOp made = alone(createSession(id.clientId(), id.sequenceId()));
        session = ((CreateSessionResOk) made).sessionId();
        sequenceId = 0;
    }

    private static CreateSessionArgs createSession(long clientId, int sequence) {
        ChannelAttributes channel =
                new ChannelAttributes(0, 1 << 16, 1 << 16, 1 << 12, 16, 4, OptionalInt.empty());
        return new CreateSessionArgs(
                clientId, sequence, 0, channel, channel, 0x4000_0000, List.of());
    }

    /** What CREATE_SESSION answers for a client id from before. */
    NfsStatus useClientId(long clientId) {
        return execute(List.of(createSession(clientId, 1))).status();
    }

    /** The machine restarts: what it had open is gone. */
    void reboot() {
        verifier++;
        connect();
    }

    private ResOp alone(ArgOp op) {
        CompoundRes reply = execute(List.of(op));
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return reply.results().getFirst();
    }

    CompoundRes call(ArgOp... operations) {
        List<ArgOp> all = new ArrayList<>();
        sequenceId++;
        all.add(new SequenceArgs(session, sequenceId, 0, 0, false));
        all.addAll(List.of(operations));
        CompoundRes reply = execute(all);
        if (reply.results().getFirst() instanceof SequenceResOk sequence) {
            statusFlags = sequence.statusFlags();
        }
        return reply;
    }

    NfsStatus status(ArgOp... operations) {
        return call(operations).status();
    }

    private CompoundRes execute(List<ArgOp> operations) {
        try {
            XdrWriter request = new XdrWriter();
            new CompoundArgs(Opaque.EMPTY, 1, operations).encode(request);
            byte[] bytes = request.toByteArray();
            XdrWriter out = new XdrWriter();
            for (int i = 0; i < HEADER_BYTES; i += Integer.BYTES) {
                out.writeInt(0);
            }
            CompoundContext cx =
                    new CompoundContext()
                            .begin(CALLER, server.now, HEADER_BYTES + bytes.length, HEADER_BYTES);
            server.service.processor().execute(cx, new XdrReader(bytes), out);
            CountDownLatch stored = new CountDownLatch(1);
            server.service.whenStored(stored::countDown);
            stored.await();
            return CompoundRes.decode(new XdrReader(out.toByteArray(HEADER_BYTES)));
        } catch (XdrException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    NfsStatus complete() {
        return status(new ReclaimCompleteArgs(false));
    }

    /** A new file in the root, closed again by nobody. */
    Held create(String file, int access, int deny) {
        CompoundRes reply =
                call(
                        new PutRootFhArgs(),
                        open(
                                access,
                                deny,
                                new OpenFlag.Create(
                                        new CreateHow.Unchecked(
                                                AttributeSet.EMPTY.toFileAttributes())),
                                new OpenClaim.Null(Opaque.utf8(file))),
                        new GetFhArgs());
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return new Held(
                ((GetFhResOk) reply.results().getLast()).object().detach(),
                ((OpenResOk) reply.results().get(2)).stateId());
    }

    /** A file that is open. */
    record Held(FileHandle handle, StateId stateId) {}

    private OpenArgs open(int access, int deny, OpenFlag how, OpenClaim claim) {
        return new OpenArgs(
                0, access, deny, new OpenOwner(id.clientId(), Opaque.utf8("o")), how, claim);
    }

    NfsStatus open(FileHandle file, int access, int deny) {
        return status(
                new PutFhArgs(file),
                open(access, deny, new OpenFlag.NoCreate(), new OpenClaim.Fh()));
    }

    NfsStatus reclaim(FileHandle file, int access, int deny) {
        return reclaimCall(file, access, deny).status();
    }

    /** Reclaims what must be had. */
    Held reclaimed(FileHandle file, int access, int deny) {
        CompoundRes reply = reclaimCall(file, access, deny);
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return new Held(file, ((OpenResOk) reply.results().getLast()).stateId());
    }

    private CompoundRes reclaimCall(FileHandle file, int access, int deny) {
        return call(
                new PutFhArgs(file),
                open(
                        access,
                        deny,
                        new OpenFlag.NoCreate(),
                        new OpenClaim.Previous(OpenDelegationType.NONE)));
    }

    NfsStatus lock(Held open, boolean reclaim) {
        return status(
                new PutFhArgs(open.handle()),
                new LockArgs(
                        LockType.WRITE_LT,
                        reclaim,
                        0,
                        10,
                        new Locker.New(
                                new OpenToLockOwner(
                                        0,
                                        open.stateId(),
                                        0,
                                        new LockOwner(id.clientId(), Opaque.utf8("l"))))));
    }
}
