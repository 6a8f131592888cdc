package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Outcome;
import org.nfs41.state.Principal;
import org.nfs41.state.Session;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
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
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A client with one session, whose COMPOUNDs go through the interpreter as bytes. */
final class TestClient {
    private static final int HEADER_BYTES = 24;
    private static final int REQUEST_BYTES = 1 << 20;
    private static final int REPLY_BYTES = (1 << 20) + 1_000;

    private final FileServer server;
    private final int replyBytes;
    private final Opaque name;
    private final long clientId;
    private final SessionId session;
    private Caller caller;
    private int sequenceId;

    /** Makes client id and session; {@link FileServer#client} also completes reclaim. */
    TestClient(FileServer server, String name, int uid) {
        this(server, name, uid, REPLY_BYTES);
    }

    /** The same with replies of at most {@code replyBytes}. */
    TestClient(FileServer server, String name, int uid, int replyBytes) {
        this.server = server;
        this.replyBytes = replyBytes;
        this.name = Opaque.utf8(name);
        this.caller = callerOf(uid);
        ExchangeIdResOk id =
                done(
                        server.clients.exchangeId(
                                new ExchangeIdArgs(
                                        new ClientOwner(1, this.name),
                                        0,
                                        new StateProtectA.None(),
                                        null),
                                caller.principal(),
                                caller.origin(),
                                server.now));
        ChannelAttributes channel =
                new ChannelAttributes(
                        0, REQUEST_BYTES, replyBytes, replyBytes, 64, 16, OptionalInt.empty());
        this.clientId = id.clientId();
        this.session =
                done(server.clients.createSession(
                                new CreateSessionArgs(
                                        clientId,
                                        id.sequenceId(),
                                        0,
                                        channel,
                                        channel,
                                        0x4000_0000,
                                        List.of()),
                                caller.principal(),
                                caller.connectionId(),
                                null,
                                server.now))
                        .sessionId();
    }

    private static Caller callerOf(int uid, int... gids) {
        return new Caller(Principal.sys(uid), new Credentials(uid, uid, gids), 1);
    }

    private static <T> T done(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }

    void reclaimComplete() {
        assertThat(
                        server.clients.reclaimComplete(
                                server.clients.find(session.high(), session.low()).client(), false))
                .isEqualTo(NfsStatus.OK);
    }

    long clientId() {
        return clientId;
    }

    /** The last request that it has sent. */
    RequestId lastRequest() {
        return new RequestId(session, 0, sequenceId);
    }

    /** What SEQUENCE tells now. */
    int statusFlags() {
        Session found = server.clients.find(session.high(), session.low());
        assertThat(found).isNotNull();
        return found.statusFlags(server.now);
    }

    /** From now on requests come from another user. */
    TestClient as(int uid, int... gids) {
        caller = callerOf(uid, gids);
        return this;
    }

    /** SEQUENCE and these operations; the result without SEQUENCE's. */
    CompoundRes call(ArgOp... operations) {
        List<ArgOp> all = new ArrayList<>();
        sequenceId++;
        all.add(new SequenceArgs(session, sequenceId, 0, 0, false));
        all.addAll(List.of(operations));
        XdrWriter request = new XdrWriter();
        new CompoundArgs(Opaque.utf8("test"), 1, all).encode(request);
        CompoundRes reply = execute(request.toByteArray());
        assertThat(server.faults).isEmpty();
        assertThat(reply.results().getFirst().status()).isEqualTo(NfsStatus.OK);
        return new CompoundRes(
                reply.status(), reply.tag(), reply.results().subList(1, reply.results().size()));
    }

    private CompoundRes execute(byte[] request) {
        try {
            XdrWriter out = new XdrWriter();
            for (int i = 0; i < HEADER_BYTES; i += Integer.BYTES) {
                out.writeInt(0);
            }
            CompoundContext cx =
                    new CompoundContext()
                            .begin(caller, server.now, HEADER_BYTES + request.length, HEADER_BYTES);
            server.interpreter.execute(cx, new XdrReader(request), out);
            assertThat(out.position()).as("length of the reply").isLessThanOrEqualTo(replyBytes);
            XdrReader reply = new XdrReader(out.toByteArray(HEADER_BYTES));
            CompoundRes decoded = CompoundRes.decode(reply);
            assertThat(reply.remaining()).as("bytes behind the reply").isZero();
            return decoded;
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }

    /** The last result's status; all operations before it must have succeeded. */
    NfsStatus status(ArgOp... operations) {
        CompoundRes reply = call(operations);
        assertThat(reply.results()).hasSize(operations.length);
        return reply.status();
    }

    /** The last result of operations that must all succeed. */
    <T extends ResOp> T result(Class<T> type, ArgOp... operations) {
        CompoundRes reply = call(operations);
        assertThat(reply.status()).as("%s", reply).isEqualTo(NfsStatus.OK);
        return type.cast(reply.results().getLast());
    }

    /** The filehandle of a path of slash-separated names, from the root on. */
    FileHandle handle(String path) {
        List<ArgOp> operations = new ArrayList<>();
        operations.add(new PutRootFhArgs());
        for (String component : path.split("/", -1)) {
            if (!component.isEmpty()) {
                operations.add(new LookupArgs(Opaque.utf8(component)));
            }
        }
        operations.add(new GetFhArgs());
        return result(GetFhResOk.class, operations.toArray(ArgOp[]::new)).object().detach();
    }

    ArgOp put(String path) {
        return new PutFhArgs(handle(path));
    }

    AttributeSet attributes(ArgOp position, int... numbers) {
        FileAttributes raw =
                result(GetAttrResOk.class, position, new GetAttrArgs(Bitmap.of(numbers)))
                        .objAttributes();
        return decoded(raw);
    }

    static AttributeSet decoded(FileAttributes raw) {
        try {
            return AttributeSet.decode(raw);
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }

    // --- OPEN in its most common forms

    static OpenArgs open(String owner, int access, int deny, OpenFlag how, OpenClaim claim) {
        return new OpenArgs(0, access, deny, new OpenOwner(77, Opaque.utf8(owner)), how, claim);
    }

    static OpenArgs open(String owner, int access, int deny, String file) {
        return open(
                owner,
                access,
                deny,
                new OpenFlag.NoCreate(),
                new OpenClaim.Null(Opaque.utf8(file)));
    }

    static OpenArgs creating(String owner, CreateHow how, String file) {
        return open(owner, 3, 0, new OpenFlag.Create(how), new OpenClaim.Null(Opaque.utf8(file)));
    }

    static CreateHow unchecked(AttributeSet attributes) {
        return new CreateHow.Unchecked(attributes.toFileAttributes());
    }

    /** Creates a file in /a, or opens it, for reading and writing. */
    StateId openFile(String file) {
        return result(
                        OpenResOk.class,
                        put("/a"),
                        creating("owner", unchecked(AttributeSet.EMPTY), file))
                .stateId();
    }

    OpenResOk opened(OpenArgs open) {
        return result(OpenResOk.class, put("/a"), open);
    }
}
