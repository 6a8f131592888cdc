package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ReadResOk;

import java.util.Arrays;

/** The limits of a session's fore channel (RFC 8881 sections 18.36.3 and 2.10.6.4). */
final class SequenceLimitChecks {
    private static final int MESSAGE = 64 << 10;
    private static final int REQUEST = 8 << 10;
    private static final int SMALL = 2 << 10;

    /** Number, status, bitmap of one word and length take 20 bytes, the values below 44. */
    private static final int GETATTR_BYTES = 64;

    @Check(
            id = "SEQ-033",
            rule = "As many operations as ca_maxoperations allows are executed, and no more",
            sends =
                    "On a session with ca_maxoperations 6, as granted: that many operations,"
                            + " SEQUENCE included; then one more, among them CREATE of a directory",
            accepts =
                    "NFS4_OK; then NFS4ERR_TOO_MANY_OPS, and no directory when SEQUENCE has the"
                            + " error",
            requirements = {"18.36.3-R18", "18.36.3-R05"},
            needs = Need.FILES,
            bugs = "B-022")
    void asManyOperationsAsAllowedAndOneMore(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(MESSAGE, MESSAGE, 4 << 10, 6, 4));
        int limit = session.foreChannel().maxOperations();
        ArgOp[] exactly = new ArgOp[limit - 1];
        Arrays.fill(exactly, Ops.putRootFh());
        assertThatReply(session.slot(0).compound(exactly))
                .because(limit + " operations with ca_maxoperations " + limit)
                .isOk();
        ArgOp[] more = new ArgOp[limit];
        Arrays.fill(more, Ops.putRootFh());
        more[0] = Ops.putFh(cx.directory());
        more[1] = Ops.makeDirectory("made", 0755);
        Reply refused = session.slot(0).compound(more);
        assertThatReply(refused)
                .because(limit + 1 + " operations with ca_maxoperations " + limit)
                .hasStatus(NfsStatus.TOO_MANY_OPS);
        if (!refused.sequenceSucceeded()) {
            Retries.requireExists(cx, "made", false, "SEQUENCE had the error");
        }
    }

    @Check(
            id = "SEQ-034",
            rule = "A request exactly as long as ca_maxrequestsize is executed",
            sends =
                    "WRITE in a request whose RPC message has as many bytes as were granted (less"
                            + " up to three, as messages come in fours)",
            accepts = "NFS4_OK",
            requirements = "18.36.3-R05",
            sections = "2.10.6.4",
            needs = Need.FILES)
    void requestAsLongAsAllowed(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(REQUEST, MESSAGE, 4 << 10, 8, 4));
        int limit = session.foreChannel().maxRequestSize();
        Exchange exchange = session.client().connection().send(writeOf(cx, session, limit));
        int sent = exchange.record().length;
        if (sent > limit || sent < limit - 3) {
            throw new IllegalStateException(sent + " bytes sent, " + limit + " wanted");
        }
        assertThatReply(exchange.await())
                .because(sent + " bytes with ca_maxrequestsize " + limit)
                .isOk();
    }

    @Check(
            id = "SEQ-035",
            rule = "A request a little longer than ca_maxrequestsize is refused",
            sends = "WRITE in a request whose RPC message is four bytes longer than was granted",
            accepts =
                    "NFS4ERR_REQ_TOO_BIG from any operation; a server that does not count the whole"
                            + " header gets a warning",
            requirements = "2.10.6.4-R01",
            sections = {"2.10.6.4", "18.36.3", "15.1.3.8"},
            level = Level.SHOULD,
            needs = Need.FILES)
    void requestFourBytesLongerThanAllowed(CheckContext cx) {
        requireRequestTooBig(cx, Integer.BYTES);
    }

    @Check(
            id = "SEQ-064",
            rule = "A request much longer than ca_maxrequestsize is refused",
            sends = "WRITE in a request whose RPC message is twice as long as was granted",
            accepts = "NFS4ERR_REQ_TOO_BIG from any operation",
            requirements = "2.10.6.4-R01",
            sections = {"2.10.6.4", "18.36.3", "15.1.3.8"},
            needs = Need.FILES)
    void requestTwiceAsLongAsAllowed(CheckContext cx) {
        requireRequestTooBig(cx, REQUEST);
    }

    private static void requireRequestTooBig(CheckContext cx, int excess) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(REQUEST, MESSAGE, 4 << 10, 8, 4));
        int limit = session.foreChannel().maxRequestSize();
        Exchange exchange =
                session.client().connection().send(writeOf(cx, session, limit + excess));
        assertThatReply(exchange.await())
                .because(exchange.record().length + " bytes with ca_maxrequestsize " + limit)
                .hasStatus(NfsStatus.REQ_TOO_BIG);
    }

    /** A WRITE on slot 0 whose RPC message has so many bytes, or up to three less. */
    private static Compound writeOf(CheckContext cx, NfsSession session, int bytes) {
        FileHandle file = cx.file("file-" + bytes);
        Exchange empty =
                session.client()
                        .connection()
                        .send(session.request(session.sequence(0, 1), write(file, 0)));
        // the slot is free when the reply is there, not before
        assertThatReply(empty.await()).isOk();
        int data = (bytes - empty.record().length) / Integer.BYTES * Integer.BYTES;
        return session.request(session.sequence(0, 2), write(file, data));
    }

    private static ArgOp[] write(FileHandle file, int bytes) {
        return new ArgOp[] {Ops.putFh(file), Ops.write(StateId.ANONYMOUS, 0, new byte[bytes])};
    }

    @Check(
            id = "SEQ-036",
            rule = "No reply is longer than ca_maxresponsesize: many GETATTRs",
            sends =
                    "On a session with ca_maxresponsesize 2048, or as granted, more GETATTRs than"
                            + " fit into a reply; then a short request",
            accepts = "NFS4ERR_REP_TOO_BIG in a reply that is within the limit; then NFS4_OK",
            sections = {"2.10.6.4", "18.36.3", "15.1.3.6"},
            bugs = "B-020")
    void moreAttributesThanFitIntoAReply(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(MESSAGE, SMALL, SMALL, 128, 4));
        int limit = session.foreChannel().maxResponseSize();
        ArgOp[] ops = attributesFor(limit);
        if (session.foreChannel().maxOperations() <= ops.length) {
            throw cx.skipped("needs ca_maxoperations " + (ops.length + 1));
        }
        ops[0] = Ops.putRootFh();
        assertThatReply(session.slot(0).compound(ops))
                .isNotLongerThan(limit)
                .hasStatus(NfsStatus.REP_TOO_BIG);
        assertThatReply(session.slot(0).compound(Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-037",
            rule = "No reply is longer than ca_maxresponsesize: READ and READDIR",
            sends =
                    "On a session with ca_maxresponsesize 2048, or as granted, READ of twice as"
                            + " much and READDIR of a directory with long names and a count of 32"
                            + " KiB",
            accepts =
                    "NFS4ERR_REP_TOO_BIG, or less than was asked for; in a reply that is within the"
                            + " limit",
            sections = {"2.10.6.4", "18.36.3", "15.1.3.6"},
            needs = Need.FILES,
            bugs = "B-020")
    void moreDataThanFitsIntoAReply(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(MESSAGE, SMALL, SMALL, 16, 4));
        int limit = session.foreChannel().maxResponseSize();
        FileHandle file = cx.file("file", new byte[2 * limit]);
        for (int i = 0; i < limit / 200 + 2; i++) {
            cx.session()
                    .require(
                            Ops.putFh(cx.directory()),
                            Ops.makeDirectory("n".repeat(200) + i, 0755));
        }
        Reply read =
                session.slot(0)
                        .compound(Ops.putFh(file), Ops.read(StateId.ANONYMOUS, 0, 2 * limit));
        assertThatReply(read).isNotLongerThan(limit).hasStatus(NfsStatus.REP_TOO_BIG, NfsStatus.OK);
        Reply listing = session.slot(0).compound(Ops.putFh(cx.directory()), Ops.readDir(0, 0));
        assertThatReply(listing)
                .isNotLongerThan(limit)
                .hasStatus(NfsStatus.REP_TOO_BIG, NfsStatus.OK);
        assertThatReply(session.slot(0).compound(Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-038",
            rule = "A reply that is to be kept and is longer than the cache allows is refused",
            sends =
                    "More GETATTRs than fit into ca_maxresponsesize_cached, with sa_cachethis, on a"
                            + " session where ca_maxresponsesize allows them; the same without",
            accepts = "NFS4ERR_REP_TOO_BIG_TO_CACHE from any operation; then NFS4_OK",
            requirements = "2.10.6.4-R03",
            sections = {"18.36.3", "15.1.3.7"},
            bugs = "B-018")
    void replyThatIsTooLongToKeep(CheckContext cx) {
        NfsSession session = smallCache(cx);
        ArgOp[] ops = attributesFor(session.foreChannel().maxResponseSizeCached());
        ops[0] = Ops.putRootFh();
        assertThatReply(session.slot(0).compoundCached(ops))
                .hasStatus(NfsStatus.REP_TOO_BIG_TO_CACHE);
        assertThatReply(session.slot(0).compound(ops))
                .because("this reply need not be kept")
                .isOk();
    }

    /** A session whose reply cache takes much less than a reply may have. */
    private static NfsSession smallCache(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(MESSAGE, MESSAGE, 512, 24, 4));
        int cached = session.foreChannel().maxResponseSizeCached();
        int operations = attributesFor(cached).length + 3;
        if (cached < 256 || session.foreChannel().maxOperations() < operations) {
            throw cx.skipped(
                    "needs ca_maxresponsesize_cached of 256 and " + operations + " operations");
        }
        return session;
    }

    /** GETATTRs whose results are longer than a whole reply may be; the first is to be replaced. */
    private static ArgOp[] attributesFor(int limit) {
        ArgOp[] ops = new ArgOp[limit / GETATTR_BYTES + 2];
        Arrays.fill(
                ops,
                Ops.getAttr(
                        Attribute.TYPE,
                        Attribute.CHANGE,
                        Attribute.SIZE,
                        Attribute.FSID,
                        Attribute.FILEID));
        return ops;
    }

    @Check(
            id = "SEQ-039",
            rule = "NFS4ERR_REP_TOO_BIG_TO_CACHE of a later operation is kept as any other error",
            sends =
                    "REMOVE of a file and more GETATTRs than fit into ca_maxresponsesize_cached, in"
                            + " a cached COMPOUND; the same bytes again",
            accepts =
                    "NFS4ERR_REP_TOO_BIG_TO_CACHE from SEQUENCE, and the file is still there; or"
                            + " from a later operation, and the retry gets the same reply",
            requirements = {"2.10.6.4-R04", "2.10.6.4-R03", "2.10.6-R01"},
            needs = Need.FILES,
            bugs = "B-019")
    void replyThatIsTooLongToKeepAfterARemove(CheckContext cx) {
        NfsSession session = smallCache(cx);
        cx.file("victim");
        NfsConnection connection = session.client().connection();
        Compound request =
                session.request(
                        session.sequence(0, 1, true),
                        Ops.putFh(cx.directory()),
                        Ops.remove("victim"));
        for (ArgOp op : attributesFor(session.foreChannel().maxResponseSizeCached())) {
            request = request.plus(op);
        }
        Exchange original = connection.send(request);
        Reply first = original.await();
        assertThatReply(first).hasStatus(NfsStatus.REP_TOO_BIG_TO_CACHE);
        if (!first.sequenceSucceeded()) {
            Retries.requireExists(cx, "victim", true, "SEQUENCE had the error");
            assertThatReply(session.send(session.sequence(0, 1), Ops.putRootFh())).isOk();
            return;
        }
        assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "SEQ-040",
            rule = "A reply exactly as long as the limits allow is sent, and kept",
            sends =
                    "READs whose replies have exactly ca_maxresponsesize bytes, and with"
                            + " sa_cachethis exactly ca_maxresponsesize_cached (less up to three);"
                            + " the latter again",
            accepts = "NFS4_OK with all the data; the same reply for the retry",
            sections = {"2.10.6.4", "18.36.3"},
            level = Level.SHOULD,
            needs = Need.FILES)
    void replyAsLongAsAllowed(CheckContext cx) {
        NfsSession session = Retries.sessionWith(cx, Ops.channel(MESSAGE, 8 << 10, 4 << 10, 16, 4));
        NfsConnection connection = session.client().connection();
        int whole = session.foreChannel().maxResponseSize();
        int cached = session.foreChannel().maxResponseSizeCached();
        FileHandle file = cx.file("file", new byte[whole]);
        int without = read(session, file, 0, false).await().length();
        read(session, file, (whole - without) & ~3, false).await();
        Exchange original = read(session, file, (cached - without) & ~3, true);
        assertThatReply(connection.retry(original).await()).repeatsExactly(original.await());
    }

    /** A READ on slot 0 that has to return all that it asks for. */
    private static Exchange read(NfsSession session, FileHandle file, int bytes, boolean cached) {
        NfsConnection connection = session.client().connection();
        ArgOp[] ops = {Ops.putFh(file), Ops.read(StateId.ANONYMOUS, 0, bytes)};
        Exchange exchange = session.slot(0).start(connection, cached, ops);
        Reply reply = exchange.await();
        assertThatReply(reply).because("READ of " + bytes + " bytes").isOk();
        int got = reply.result(ReadResOk.class).data().length();
        if (got != bytes) {
            throw new CheckFailure("length of the data", bytes + " bytes", got + " bytes");
        }
        return exchange;
    }
}
