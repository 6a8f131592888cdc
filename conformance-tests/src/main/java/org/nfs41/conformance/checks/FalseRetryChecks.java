package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.conformance.oracle.Oracles;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.ReadResOk;

import java.util.List;

/** What something gets that has a retry's slot and sequence id but is none. */
final class FalseRetryChecks {
    /** A number that no operation has. */
    private static final int NO_OPERATION = 9999;

    /** A server that takes all users for one has nothing to tell apart (2.10.6.1.3.1). */
    private static void requireTwoUsers(CheckContext cx) {
        Opaque first = owner(cx, cx.session(), "by-first");
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        Opaque second = owner(cx, other, "by-second");
        if (first.equals(second)) {
            throw cx.skipped("the server takes both users for one");
        }
    }

    private static Opaque owner(CheckContext cx, NfsSession session, String name) {
        Reply made =
                session.require(
                        Ops.putFh(cx.directory()),
                        Ops.makeDirectory(name, 0755),
                        Ops.getAttr(Attribute.OWNER));
        return made.result(GetAttrResOk.class).objAttributes().values();
    }

    @Check(
            id = "SEQ-028",
            rule = "A retry by another user is refused and shows nothing of the first user's reply",
            sends =
                    "READ in a cached COMPOUND by one user; the same bytes with the AUTH_SYS"
                            + " credential of another user; the same bytes by the first user",
            accepts = "NFS4ERR_SEQ_FALSE_RETRY from SEQUENCE for the second user; then the reply",
            requirements = {"2.10.6.1.3.1-R01", "2.10.6.1.2-R02"},
            needs = {Need.FILES, Need.USERS},
            bugs = "B-010")
    void cachedReadIsRetriedByAnotherUser(CheckContext cx) {
        requireTwoUsers(cx);
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        FileHandle file = cx.file("file", Opaque.utf8("secret").toByteArray());
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                true,
                                Ops.putFh(file),
                                Ops.read(StateId.ANONYMOUS, 0, 6));
        Reply first = original.await();
        assertThatReply(first).isOk();
        Reply stolen = connection.retryAs(original, cx.secondUser()).await();
        boolean shown = stolen.results().stream().anyMatch(ReadResOk.class::isInstance);
        if (shown) {
            throw new CheckFailure(
                    "retry by another user", "no data", "the data that the first user read");
        }
        assertThatReply(stolen).endsAt(0, NfsStatus.SEQ_FALSE_RETRY);
        assertThatReply(connection.retry(original).await())
                .because("the false retry changes nothing")
                .repeatsExactly(first);
    }

    @Check(
            id = "SEQ-029",
            rule = "A retry by another user is not executed when the reply was not to be kept",
            sends =
                    "CREATE of a directory without sa_cachethis by one user; the directory is"
                            + " removed; the same bytes by another user; the next sequence id",
            accepts =
                    "NFS4ERR_SEQ_FALSE_RETRY from SEQUENCE; NFS4ERR_RETRY_UNCACHED_REP with a"
                            + " warning, as the server need not know the first user; the directory"
                            + " does not come back; NFS4_OK",
            requirements = {"2.10.6.1.3.1-R01", "2.10.6-R01"},
            needs = {Need.FILES, Need.USERS},
            bugs = {"B-010", "B-005"})
    void uncachedRequestIsRetriedByAnotherUser(CheckContext cx) {
        requireTwoUsers(cx);
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                false,
                                Ops.putFh(cx.directory()),
                                Ops.makeDirectory("gone", 0755));
        assertThatReply(original.await()).isOk();
        cx.session().require(Ops.putFh(cx.directory()), Ops.remove("gone"));
        Reply stolen = connection.retryAs(original, cx.secondUser()).await();
        Retries.requireExists(cx, "gone", false, "a false retry is not executed");
        if (stolen.status().equals(NfsStatus.RETRY_UNCACHED_REP)) {
            assertThatReply(stolen).endsAt(1, NfsStatus.RETRY_UNCACHED_REP);
            cx.warn("the server does not tell apart the users of an uncached request");
        } else {
            assertThatReply(stolen).endsAt(0, NfsStatus.SEQ_FALSE_RETRY);
        }
        assertThatReply(session.slot(0).compound(Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-030",
            rule = "A retry by nobody in particular (AUTH_NONE) does not get a user's reply",
            sends = "READ in a cached COMPOUND by a user; the same bytes under AUTH_NONE",
            accepts =
                    "RPC AUTH_ERROR or NFS4ERR_SEQ_FALSE_RETRY; then the reply when the user"
                            + " retries",
            requirements = "2.10.6.1.3.1-R01",
            needs = {Need.FILES, Need.USERS},
            bugs = "B-010")
    void cachedReadIsRetriedUnderAuthNone(CheckContext cx) {
        requireTwoUsers(cx);
        // not the superuser, whom many servers take for nobody, too
        NfsSession session = cx.newClient(cx.secondUser()).connect();
        NfsConnection connection = session.client().connection();
        FileHandle file = cx.file("file", Opaque.utf8("secret").toByteArray());
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                true,
                                Ops.putFh(file),
                                Ops.read(StateId.ANONYMOUS, 0, 6));
        Reply first = original.await();
        assertThatReply(first).isOk();
        Reply stolen = connection.retryAs(original, Credential.none()).await();
        if (stolen.rpc().isSuccess()) {
            assertThatReply(stolen).endsAt(0, NfsStatus.SEQ_FALSE_RETRY);
        } else {
            assertThatReply(stolen).hasRpcOutcome(RpcReply.Outcome.AUTH_ERROR);
        }
        assertThatReply(connection.retry(original).await()).repeatsExactly(first);
    }

    @Check(
            id = "SEQ-031",
            rule = "Another request under a used slot and sequence id is never executed",
            sends =
                    "CREATE of one directory, with sa_cachethis and without; CREATE of another name"
                            + " of the same length under the same slot and sequence id; the first"
                            + " again",
            accepts =
                    "NFS4ERR_SEQ_FALSE_RETRY, NFS4ERR_RETRY_UNCACHED_REP or the reply to the first,"
                            + " and there is no second directory",
            requirements = {"2.10.6-R01", "2.10.6.1.3-R07"},
            sections = "18.46.3",
            needs = Need.FILES,
            bugs = "B-001")
    void otherArgumentsUnderTheSameSequenceId(CheckContext cx) {
        for (boolean cached : new boolean[] {true, false}) {
            NfsSession session = cx.newSession();
            NfsConnection connection = session.client().connection();
            String mine = "mine-" + cached;
            String other = "ours-" + cached;
            Exchange original =
                    connection.send(
                            session.request(
                                    session.sequence(0, 1, cached),
                                    Ops.putFh(cx.directory()),
                                    Ops.makeDirectory(mine, 0755)));
            Reply first = original.await();
            assertThatReply(first).isOk();
            Reply reply =
                    session.send(
                            session.sequence(0, 1, cached),
                            Ops.putFh(cx.directory()),
                            Ops.makeDirectory(other, 0755));
            Retries.requireExists(cx, other, false, "its sequence id was used already");
            requireAnswerToFalseRetry(first, reply);
            if (cached) {
                assertThatReply(connection.retry(original).await()).repeatsExactly(first);
            }
            assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh())).isOk();
        }
    }

    /** One of the four answers that 2.10.6.1.3 lists. */
    private static void requireAnswerToFalseRetry(Reply first, Reply reply) {
        assertThatReply(reply)
                .hasStatus(NfsStatus.SEQ_FALSE_RETRY, NfsStatus.RETRY_UNCACHED_REP, first.status());
        if (reply.status().equals(NfsStatus.SEQ_FALSE_RETRY)) {
            assertThatReply(reply).endsAt(0, NfsStatus.SEQ_FALSE_RETRY);
        } else if (reply.status().equals(NfsStatus.RETRY_UNCACHED_REP)) {
            assertThatReply(reply).endsAt(1, NfsStatus.RETRY_UNCACHED_REP);
        } else {
            assertThatReply(reply).repeats(first);
        }
    }

    @Check(
            id = "SEQ-032",
            rule = "Other or more operations under a used sequence id are never executed",
            sends =
                    "PUTROOTFH and GETFH in a cached COMPOUND; REMOVE of a file, and PUTROOTFH,"
                            + " GETFH and a CREATE, under the same slot and sequence id; the first"
                            + " again",
            accepts =
                    "NFS4ERR_SEQ_FALSE_RETRY, NFS4ERR_RETRY_UNCACHED_REP or the reply to the first;"
                            + " the file is still there and nothing was created",
            requirements = {"2.10.6-R01", "2.10.6.1.3-R07"},
            sections = "18.46.3",
            needs = Need.FILES,
            bugs = "B-001")
    void otherOperationsUnderTheSameSequenceId(CheckContext cx) {
        // a kept reply to other operations cannot correspond to those of the false retry
        cx.oracles().suspend(Oracles.Rule.RESULTS);
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        cx.file("kept");
        Exchange original = session.slot(0).start(connection, true, Ops.putRootFh(), Ops.getFh());
        Reply first = original.await();
        assertThatReply(first).isOk();
        List<ArgOp[]> others =
                List.of(
                        new ArgOp[] {
                            session.sequence(0, 1, true),
                            Ops.putFh(cx.directory()),
                            Ops.remove("kept")
                        },
                        new ArgOp[] {
                            session.sequence(0, 1, true),
                            Ops.putRootFh(),
                            Ops.getFh(),
                            Ops.putFh(cx.directory()),
                            Ops.makeDirectory("made", 0755)
                        });
        for (ArgOp[] other : others) {
            requireAnswerToFalseRetry(first, session.send(other));
        }
        Retries.requireExists(cx, "kept", true, "REMOVE came under a used sequence id");
        Retries.requireExists(cx, "made", false, "CREATE came under a used sequence id");
        assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        assertThatReply(session.slot(0).compound(Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-101",
            rule = "A retry by another user is refused even if it holds what nobody supports",
            sends =
                    "An operation that does not exist in a cached COMPOUND by one user, and one"
                            + " that is not to be cached; the same bytes by another user",
            accepts = "NFS4ERR_SEQ_FALSE_RETRY from SEQUENCE for the second user",
            requirements = "2.10.6.1.3.1-R02",
            needs = {Need.FILES, Need.USERS},
            bugs = "B-010")
    void illegalOperationIsRetriedByAnotherUser(CheckContext cx) {
        requireTwoUsers(cx);
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        for (int id = 1; id <= 2; id++) {
            boolean cached = id == 1;
            Exchange original =
                    connection.send(
                            session.request(session.sequence(0, id, cached))
                                    .plus(Op.raw(NO_OPERATION)));
            assertThatReply(original.await()).endsAt(1, NfsStatus.OP_ILLEGAL, NfsStatus.BADXDR);
            assertThatReply(connection.retryAs(original, cx.secondUser()).await())
                    .because(cached ? "the reply was kept" : "the reply was not to be kept")
                    .endsAt(0, NfsStatus.SEQ_FALSE_RETRY);
        }
    }
}
