package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
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

/** A client of a server that restarts: it connects anew when a test says so. */
final class Client {
    static final int READ = 1;
    static final int WRITE = 2;

    private final Wire wire;
    private final Opaque name;
    private long verifier = 1;
    ExchangeIdResOk id;
    private SessionId session = new SessionId(0, 0);
    private int sequenceId;

    /** What the last SEQUENCE told. */
    int statusFlags;

    Client(Wire wire, String name) {
        this.wire = wire;
        this.name = Opaque.utf8(name);
        id = exchangeId();
        createSession();
    }

    /** A client that has completed its reclaim, of nothing. */
    static Client ready(Wire wire, String name) {
        Client client = new Client(wire, name);
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
        return call(false, operations);
    }

    /** The status of a request whose reply the server is to keep. */
    NfsStatus keep(ArgOp... operations) {
        return call(true, operations).status();
    }

    private CompoundRes call(boolean cacheThis, ArgOp... operations) {
        List<ArgOp> all = new ArrayList<>();
        sequenceId++;
        all.add(new SequenceArgs(session, sequenceId, 0, 0, cacheThis));
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
            return CompoundRes.decode(new XdrReader(wire.execute(request.toByteArray())));
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }

    NfsStatus complete() {
        return status(new ReclaimCompleteArgs(false));
    }

    /** A new file that is open; the directories of its path are there. */
    Held create(String path, int access, int deny) {
        CompoundRes reply = createCall(path, access, deny);
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        List<ResOp> results = reply.results();
        return new Held(
                ((GetFhResOk) results.getLast()).object().detach(),
                ((OpenResOk) results.get(results.size() - 2)).stateId());
    }

    NfsStatus tryCreate(String path) {
        return createCall(path, READ, 0).status();
    }

    private CompoundRes createCall(String path, int access, int deny) {
        List<ArgOp> operations = new ArrayList<>();
        operations.add(new PutRootFhArgs());
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            operations.add(new LookupArgs(Opaque.utf8(names[i])));
        }
        CreateHow how = new CreateHow.Unchecked(AttributeSet.EMPTY.toFileAttributes());
        OpenClaim claim = new OpenClaim.Null(Opaque.utf8(names[names.length - 1]));
        operations.add(open(access, deny, new OpenFlag.Create(how), claim));
        operations.add(new GetFhArgs());
        return call(operations.toArray(ArgOp[]::new));
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
        return reclaimCall(file, access, deny, OpenDelegationType.NONE);
    }

    private CompoundRes reclaimCall(
            FileHandle file, int access, int deny, OpenDelegationType delegation) {
        return call(
                new PutFhArgs(file),
                open(access, deny, new OpenFlag.NoCreate(), new OpenClaim.Previous(delegation)));
    }

    /** What comes with an open that is reclaimed with a delegation. */
    OpenDelegation reclaimWith(FileHandle file, int access, OpenDelegationType delegation) {
        CompoundRes reply = reclaimCall(file, access, 0, delegation);
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return ((OpenResOk) reply.results().getLast()).delegation();
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
