package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenReadDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;

/** What becomes of delegations when the server restarts (RFC 8881 section 10.2.1). */
final class DelegationReclaimChecks {
    private static final String FILE = "file";
    private static final Duration RECALL = Duration.ofSeconds(10);

    @Check(
            id = "LEASE-260",
            rule = "A delegation of before a restart is given back to who reclaims it",
            sends =
                    "OPEN for reading until a delegation comes with it; a restart of the server;"
                            + " OPEN with CLAIM_PREVIOUS and OPEN_DELEGATE_READ, RECLAIM_COMPLETE;"
                            + " OPEN for writing by another client, DELEGRETURN",
            accepts =
                    "NFS4_OK with a read delegation, which may be recalled at once; if it is not,"
                            + " NFS4ERR_DELAY for the other client and CB_RECALL; then NFS4_OK",
            sections = {"10.2.1", "18.16.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.RESTART},
            bugs = "B-183")
    void delegationIsReclaimed(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.connect();
        Recall granted = Recall.prepare(cx, session, client.connection(), FILE);
        Holder holder =
                Holder.on(cx, session, granted.file(), OpenShare.ACCESS_READ, OpenShare.DENY_NONE);
        Duration lease = holder.lease();
        cx.restartServer();
        Holder back = holder.back();
        Reply reclaimed =
                Reclaims.required(
                        cx,
                        "it had the file open before the restart",
                        back.reclaim(OpenDelegationType.READ));
        back.adopt(reclaimed);
        OpenReadDelegation delegation = delegation(reclaimed);
        back.complete();
        Holder writer = Holder.writer(cx, granted.file());
        if (!delegation.recall()) {
            assertThatReply(Reclaims.openOrDelay(cx, writer, lease, back))
                    .because("a delegation is in the way")
                    .hasStatus(NfsStatus.DELAY, NfsStatus.OK);
            if (back.client().callbacks().await(Recall::isRecall, RECALL).isEmpty()) {
                throw new CheckFailure(
                        "calls after another client's OPEN for writing",
                        "CB_RECALL within " + RECALL.toSeconds() + " s",
                        "none");
            }
        }
        assertThatReply(back.call(new DelegReturnArgs(delegation.stateId()))).isOk();
        writer.adopt(Reclaims.openWhenOver(cx, writer, lease, back));
        writer.close();
        back.close();
    }

    private static OpenReadDelegation delegation(Reply reclaimed) {
        OpenDelegation given = reclaimed.result(OpenResOk.class).delegation();
        if (given instanceof OpenDelegation.Read(OpenReadDelegation read)) {
            return read;
        }
        throw new CheckFailure(
                "delegation of the reclaimed OPEN", "OPEN_DELEGATE_READ", given.toString());
    }
}
