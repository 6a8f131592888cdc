package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.time.Duration;
import java.util.List;

/** Errors of what asks for delegations, and of what uses those that are lost. */
final class DelegationErrorChecks {
    private static final String FILE = DelegationRevocationChecks.FILE;
    private static final int FOR_LATER =
            OpenShare.ACCESS_WANT_READ_DELEG | OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;
    private static final int STEPS_OF_A_LEASE = 4;

    @Check(
            id = "ERR-045",
            rule = "A delegation that is promised is not promised twice",
            sends =
                    "WANT_DELEGATION that wants a read delegation pushed, of a file that another"
                            + " client has open for writing; the same again; OPEN for reading with"
                            + " the same wish; OPEN4_SHARE_ACCESS_WANT_CANCEL",
            accepts =
                    "A promise, then NFS4ERR_DELEG_ALREADY_WANTED twice; NFS4_OK for the"
                            + " cancellation",
            requirements = "18.16.3-R17",
            sections = {"15.1.14.1", "18.49.3"},
            needs = {Need.FILES, Need.CALLBACK})
    void wantedTwice(CheckContext cx) {
        FileUser writer = FileUser.of(cx, FILE);
        ArgOp file = Ops.putFh(writer.file());
        NfsSession session = cx.newClient().connect();
        Reply first = want(cx, session, file, FOR_LATER, new DelegClaim.Fh());
        assertThatReply(first).isOk();
        OpenDelegation answer = first.result(WantDelegationResOk.class).delegation();
        if (!answer.equals(new OpenDelegation.NoneExt(new OpenNoneDelegation.Contention(true)))) {
            throw cx.unsupported("no delegation is promised");
        }
        assertThatReply(want(cx, session, file, FOR_LATER, new DelegClaim.Fh()))
                .because("the delegation is promised")
                .endsAt(2, NfsStatus.DELEG_ALREADY_WANTED);
        ArgOp open = Ops.open(FILE, "owner", OpenShare.ACCESS_READ | FOR_LATER);
        assertThatReply(session.compound(Ops.putFh(cx.directory()), open))
                .because("the delegation is promised")
                .endsAt(2, NfsStatus.DELEG_ALREADY_WANTED);
        int cancel = OpenShare.ACCESS_WANT_CANCEL;
        assertThatReply(want(cx, session, file, cancel, new DelegClaim.Fh())).isOk();
    }

    @Check(
            id = "ERR-046",
            rule = "WANT_DELEGATION reclaims nothing when there is nothing to reclaim",
            sends = "WANT_DELEGATION with CLAIM_PREVIOUS behind RECLAIM_COMPLETE",
            accepts = "NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            sections = {"15.1.9.3", "18.49.3", "18.51.3"},
            needs = {Need.FILES, Need.CALLBACK})
    void wantIsReclaimedOutsideOfGrace(CheckContext cx) {
        ArgOp file = Ops.putFh(cx.file(FILE));
        DelegClaim claim = new DelegClaim.Previous(OpenDelegationType.READ);
        int want = OpenShare.ACCESS_WANT_READ_DELEG;
        assertThatReply(want(cx, cx.session(), file, want, claim))
                .endsAt(2, NfsStatus.NO_GRACE, NfsStatus.RECLAIM_BAD);
    }

    private static Reply want(
            CheckContext cx, NfsSession session, ArgOp file, int want, DelegClaim claim) {
        Reply reply = session.compound(file, new WantDelegationArgs(want, claim));
        if (reply.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("WANT_DELEGATION is not supported");
        }
        return reply;
    }

    @Check(
            id = "ERR-047",
            rule = "Who may not list a directory is not told of its changes",
            sends = "GET_DIR_DELEGATION by another user in a directory of mode 0700",
            accepts = "NFS4ERR_ACCESS, or that there is none",
            sections = {"18.39.3", "15.1.6.1"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.USERS, Need.CALLBACK})
    void delegationOfAClosedDirectory(CheckContext cx) {
        Reply made =
                cx.session()
                        .require(
                                Ops.putFh(cx.directory()),
                                Ops.makeDirectory("closed", 0700),
                                Ops.getFh());
        FileHandle closed = made.result(GetFhResOk.class).object();
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        Reply reply = other.compound(Ops.putFh(closed), DirectoryHolder.ask(Bitmap.EMPTY));
        if (reply.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("GET_DIR_DELEGATION is not supported");
        }
        assertThatReply(reply)
                .endsAt(2, NfsStatus.ACCESS, NfsStatus.DIRDELEG_UNAVAIL, NfsStatus.OK);
        if (reply.isOk()) {
            GetDirDelegationResNonFatal told = reply.result(GetDirDelegationRes.class).nonFatal();
            Handshake.require(
                    told instanceof GetDirDelegationResNonFatal.Unavailable,
                    "GET_DIR_DELEGATION by who may not list the directory",
                    "no delegation",
                    told.toString());
        }
    }

    @Check(
            id = "ERR-048",
            rule = "A delegation that was revoked is good for nothing any more",
            sends =
                    "A recalled write delegation is not returned until another client has the file;"
                            + " WRITE and SETATTR of the size with it; OPEN with CLAIM_DELEGATE_CUR"
                            + " and CLAIM_DELEG_CUR_FH",
            accepts = "NFS4ERR_DELEG_REVOKED (NFS4ERR_EXPIRED or NFS4ERR_ADMIN_REVOKED) each time",
            sections = {"8.2.4", "10.4.5", "15.1.5.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void useOfARevokedDelegation(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1).close();
        DelegationRevocationChecks.revoke(cx, holder, lease);
        StateId lost = holder.delegation();
        for (Reply reply :
                List.of(
                        holder.call(Ops.write(lost, 0, (byte) 2)),
                        holder.call(new SetAttrArgs(lost, Ops.size(5))),
                        byName(cx, holder),
                        holder.call(open(new OpenClaim.DelegCurFh(lost))))) {
            assertThatReply(reply)
                    .because("the delegation was revoked")
                    .endsAt(
                            DelegationHolder.FIRST,
                            NfsStatus.DELEG_REVOKED,
                            NfsStatus.EXPIRED,
                            NfsStatus.ADMIN_REVOKED);
        }
    }

    @Check(
            id = "ERR-049",
            rule = "A delegation that was lost with the lease is neither returned nor used",
            sends =
                    "The holder of a read delegation is silent for two leases and a half; OPEN for"
                            + " writing by another client; OPEN with CLAIM_DELEGATE_CUR and"
                            + " CLAIM_DELEG_CUR_FH, DELEGRETURN by the holder",
            accepts =
                    "NFS4ERR_EXPIRED, NFS4ERR_DELEG_REVOKED, NFS4ERR_ADMIN_REVOKED or"
                            + " NFS4ERR_BAD_STATEID each time; or NFS4ERR_BADSESSION",
            sections = {"8.3", "8.4.1", "15.1.5.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void useOfAnExpiredDelegation(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1).close();
        NfsSession other = cx.newClient().connect();
        for (int i = 0; i < 2 * STEPS_OF_A_LEASE + 2; i++) {
            cx.pause(lease.dividedBy(STEPS_OF_A_LEASE), "the holder's lease is to lapse");
            assertThatReply(other.compound()).isOk();
        }
        Reply through = Rival.wantsToWrite(cx, other, FILE).outcome(lease.multipliedBy(2));
        assertThatReply(through).because("the holder's lease has lapsed").isOk();
        StateId lost = holder.delegation();
        for (Reply reply :
                List.of(
                        byName(cx, holder),
                        holder.call(open(new OpenClaim.DelegCurFh(lost))),
                        holder.call(new DelegReturnArgs(lost)))) {
            assertThatReply(reply)
                    .because("the delegation was lost with the lease")
                    .hasStatus(
                            NfsStatus.EXPIRED,
                            NfsStatus.DELEG_REVOKED,
                            NfsStatus.ADMIN_REVOKED,
                            NfsStatus.BAD_STATEID,
                            NfsStatus.BADSESSION);
        }
    }

    private static Reply byName(CheckContext cx, DelegationHolder holder) {
        OpenClaimDelegateCur claim =
                new OpenClaimDelegateCur(holder.delegation(), Opaque.utf8(FILE));
        return holder.session()
                .compound(Ops.putFh(cx.directory()), open(new OpenClaim.DelegateCur(claim)));
    }

    private static OpenArgs open(OpenClaim claim) {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8("claimer")),
                new OpenFlag.NoCreate(),
                claim);
    }
}
