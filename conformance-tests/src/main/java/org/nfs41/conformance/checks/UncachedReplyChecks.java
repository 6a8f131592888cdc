package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NetAddr;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CbClient;
import org.nfs41.xdr.op.NfsClientId;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.SetClientIdArgs;

/** What a retry gets when the reply need not be kept ({@code sa_cachethis} FALSE). */
final class UncachedReplyChecks {
    /** A number that no operation has. */
    private static final int NO_OPERATION = 9999;

    @Check(
            id = "SEQ-011",
            rule =
                    "A retry of a request whose reply was not to be kept gets it nevertheless, or"
                            + " NFS4ERR_RETRY_UNCACHED_REP on the operation after SEQUENCE",
            sends = "SEQUENCE without sa_cachethis, PUTROOTFH, GETATTR; the same bytes twice more",
            accepts =
                    "NFS4_OK from SEQUENCE, then the first results or NFS4ERR_RETRY_UNCACHED_REP"
                            + " on PUTROOTFH; the next sequence id is executed",
            requirements = {"2.10.6.1.3-R02", "2.10.6.1.3-R03", "18.46.3-R09"},
            bugs = "B-005")
    void retryOfAnUncachedRequest(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                false,
                                Ops.putRootFh(),
                                Ops.getAttr(Attribute.FILEID, Attribute.TYPE));
        Reply first = original.await();
        assertThatReply(first).isOk();
        for (int i = 0; i < 2; i++) {
            requireFullOrUncached(first, connection.retry(original).await());
        }
        assertThatReply(session.slot(0).compound(Ops.putRootFh())).isOk();
    }

    /** One of the two answers that 2.10.6.1.3 leaves for an operation that is legal. */
    private static void requireFullOrUncached(Reply first, Reply retried) {
        if (retried.status().equals(NfsStatus.RETRY_UNCACHED_REP)) {
            assertThatReply(retried)
                    .because("SEQUENCE itself is always kept")
                    .hasStatusAt(0, NfsStatus.OK)
                    .endsAt(1, NfsStatus.RETRY_UNCACHED_REP);
        } else {
            assertThatReply(retried)
                    .because("it is not NFS4ERR_RETRY_UNCACHED_REP")
                    .repeatsExactly(first);
        }
    }

    @Check(
            id = "SEQ-012",
            rule = "A request whose reply was not to be kept is not executed again either",
            sends =
                    "CREATE of a directory without sa_cachethis; the directory is removed over"
                            + " another session; the same bytes again on both of two connections",
            accepts =
                    "The first reply or NFS4ERR_RETRY_UNCACHED_REP, and the directory does not"
                            + " come back",
            requirements = {"2.10.6-R01", "2.10.6.1.3-R02", "18.46.3-R09"},
            needs = {Need.FILES, Need.CONNECTIONS},
            bugs = {"B-001", "B-005"})
    void uncachedCreateIsRetriedAfterItWasUndone(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                false,
                                Ops.putFh(cx.directory()),
                                Ops.makeDirectory("gone", 0755));
        Reply first = original.await();
        assertThatReply(first).isOk();
        cx.session().require(Ops.putFh(cx.directory()), Ops.remove("gone"));
        requireFullOrUncached(first, connection.retry(original).await());
        requireFullOrUncached(first, session.client().newConnection().retry(original).await());
        Retries.requireExists(cx, "gone", false, "the retry executes nothing");
    }

    @Check(
            id = "SEQ-013",
            rule = "A slot goes on by one with every SEQUENCE that succeeds, kept or not",
            sends =
                    "Sequence ids 1 to 6 on one slot with sa_cachethis FALSE, FALSE, TRUE, FALSE,"
                            + " TRUE, TRUE; the fourth has an operation that fails",
            accepts = "SEQUENCE succeeds each time",
            requirements = {"2.10.6.1.3-R01", "2.10.6.1-R04"},
            bugs = "B-006")
    void slotGoesOnWhateverIsToBeKept(CheckContext cx) {
        NfsSession session = cx.newSession();
        boolean[] cached = {false, false, true, false, true, true};
        for (int i = 0; i < cached.length; i++) {
            boolean failing = i == 3;
            Reply reply =
                    session.send(
                            session.sequence(0, i + 1, cached[i]),
                            failing ? Ops.getFh() : Ops.putRootFh());
            assertThatReply(reply)
                    .because("sequence id " + (i + 1))
                    .endsAt(1, failing ? NfsStatus.NOFILEHANDLE : NfsStatus.OK);
        }
    }

    @Check(
            id = "SEQ-014",
            rule = "The result of a SEQUENCE that is alone is kept even without sa_cachethis",
            sends = "SEQUENCE alone without sa_cachethis, three times; the next sequence id",
            accepts = "NFS4_OK with the same session, slot and sequence id each time",
            requirements = {"2.10.6.1.1-R01", "2.10.6.1.1-R02", "2.10.6.1.3-R03"},
            bugs = "B-005")
    void retryOfASequenceAlone(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original = session.slot(0).start(connection, false);
        Reply first = original.await();
        assertThatReply(first).isOk().hasResultCount(1);
        for (int i = 0; i < 2; i++) {
            assertThatReply(connection.retry(original).await()).isOk().repeatsExactly(first);
        }
        assertThatReply(session.slot(0).compound()).isOk();
    }

    @Check(
            id = "SEQ-015",
            rule =
                    "An operation that does not exist, or not in this minor version, never gets"
                            + " NFS4ERR_RETRY_UNCACHED_REP",
            sends =
                    "An operation number that does not exist, and SETCLIENTID of NFSv4.0, each"
                            + " after a SEQUENCE without sa_cachethis; the same bytes again",
            accepts =
                    "NFS4ERR_OP_ILLEGAL for the first, NFS4ERR_NOTSUPP for the second;"
                            + " NFS4ERR_BADXDR for either; the same when retried",
            requirements = {"2.10.6.1.3-R04", "2.10.6.1.3-R05"})
    void retryOfAnOperationThatCannotBeSupported(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        SetClientIdArgs setClientId =
                new SetClientIdArgs(
                        new NfsClientId(1, Opaque.utf8("an owner of NFSv4.0")),
                        new CbClient(
                                0, new NetAddr(Opaque.utf8("tcp"), Opaque.utf8("0.0.0.0.0.0"))),
                        0);
        Op[] ops = {Op.raw(NO_OPERATION), Op.of(setClientId)};
        NfsStatus[] statuses = {NfsStatus.OP_ILLEGAL, NfsStatus.NOTSUPP};
        for (int i = 0; i < ops.length; i++) {
            Compound request = session.request(session.sequence(0, i + 1)).plus(ops[i]);
            Exchange original = connection.send(request);
            assertThatReply(original.await()).endsAt(1, statuses[i], NfsStatus.BADXDR);
            assertThatReply(connection.retry(original).await())
                    .because("the operation is retried")
                    .endsAt(1, statuses[i], NfsStatus.BADXDR);
        }
    }

    @Check(
            id = "SEQ-016",
            rule = "A retried SETATTR that gets an error has its attrsset all the same",
            sends =
                    "SETATTR without a current filehandle after a SEQUENCE without sa_cachethis;"
                            + " the same bytes again",
            accepts =
                    "NFS4ERR_NOFILEHANDLE, then that or NFS4ERR_RETRY_UNCACHED_REP, each followed"
                            + " by the bitmap",
            requirements = {"2.10.6.1.3-R02", "2.10.6.1.3-R03"},
            sections = "18.30.2")
    void uncachedSetAttrIsRetried(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                false,
                                new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0700)));
        Reply first = original.await();
        assertThatReply(first).endsAt(1, NfsStatus.NOFILEHANDLE);
        requireFullOrUncached(first, connection.retry(original).await());
    }
}
