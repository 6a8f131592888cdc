package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.oracle.Oracles;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegPurgeArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.util.List;

/** What a client is told when it wants a delegation, or wants none (RFC 8881 section 18.16.3). */
final class DelegationGrantChecks {
    private static final String FILE = "file";
    private static final int READ = OpenShare.ACCESS_READ;

    @Check(
            id = "DELEG-140",
            rule = "Who cannot be called is given no delegation",
            sends =
                    "A session without a backchannel; OPEN with OPEN4_SHARE_ACCESS_WANT_READ_DELEG"
                            + " and with OPEN4_SHARE_ACCESS_WANT_ANY_DELEG",
            accepts = "No delegation",
            sections = {"10.2", "10.4"},
            level = Level.SHOULD,
            needs = Need.FILES,
            bugs = "B-078")
    void noBackchannelNoDelegation(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session = client.createSession(args -> Handshake.withFlags(args, 0));
        session.require(Ops.reclaimComplete());
        cx.file(FILE);
        for (int want :
                List.of(OpenShare.ACCESS_WANT_READ_DELEG, OpenShare.ACCESS_WANT_ANY_DELEG)) {
            OpenDelegation delegation = open(cx, session, READ | want).delegation();
            Handshake.require(
                    DelegationHolder.granted(delegation) == null,
                    "delegation for a client without a backchannel",
                    "none",
                    Describe.of(delegation));
        }
    }

    private static OpenResOk open(CheckContext cx, NfsSession session, int access) {
        Reply reply = session.compound(Ops.putFh(cx.directory()), Ops.open(FILE, "owner", access));
        assertThatReply(reply).because("a file is opened").isOk();
        return reply.result(OpenResOk.class);
    }

    @Check(
            id = "DELEG-141",
            rule = "A want that is not met is answered with the reason",
            sends =
                    "OPEN with OPEN4_SHARE_ACCESS_WANT_NO_DELEG and with"
                            + " OPEN4_SHARE_ACCESS_WANT_CANCEL; with"
                            + " OPEN4_SHARE_ACCESS_WANT_WRITE_DELEG of a file that another client"
                            + " has open for writing",
            accepts =
                    "OPEN_DELEGATE_NONE_EXT each time, with WND4_NOT_WANTED for the first; another"
                            + " reason than WND4_CANCELLED for the second is a warning",
            requirements = "18.16.3-R14",
            needs = Need.FILES,
            bugs = "B-089")
    void wantThatIsNotMet(CheckContext cx) {
        cx.file(FILE);
        NfsSession session = cx.newClient().connect();
        NfsSession other = cx.newClient().connect();
        open(cx, other, OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG);
        OpenDelegation declined =
                open(cx, session, READ | OpenShare.ACCESS_WANT_WRITE_DELEG).delegation();
        OpenDelegation unwanted =
                open(cx, session, READ | OpenShare.ACCESS_WANT_NO_DELEG).delegation();
        OpenDelegation cancelled =
                open(cx, session, READ | OpenShare.ACCESS_WANT_CANCEL).delegation();
        List<OpenDelegation> all = List.of(declined, unwanted, cancelled);
        if (all.stream().allMatch(OpenDelegation.None.class::isInstance)) {
            throw cx.unsupported("the flags for what is wanted are not supported");
        }
        all.forEach(delegation ->
                Handshake.require(
                        delegation instanceof OpenDelegation.NoneExt,
                        "delegation of an OPEN with a want that is not met",
                        "OPEN_DELEGATE_NONE_EXT",
                        Describe.of(delegation)));
        Handshake.requireSame("ond_why", WhyNoDelegation.NOT_WANTED, why(unwanted));
        if (!why(cancelled).equals(WhyNoDelegation.CANCELLED)) {
            cx.warn("ond_why after OPEN4_SHARE_ACCESS_WANT_CANCEL is " + why(cancelled));
        }
    }

    private static WhyNoDelegation why(OpenDelegation delegation) {
        return ((OpenDelegation.NoneExt) delegation).whyNone().why();
    }

    @Check(
            id = "DELEG-142",
            rule = "Who says nothing of delegations is not given a reason",
            sends = "OPEN of a file that another client has open for writing, without a want flag",
            accepts = "OPEN_DELEGATE_NONE or a delegation",
            sections = "18.16.3",
            level = Level.SHOULD,
            needs = Need.FILES,
            bugs = "B-089")
    void noWantNoReason(CheckContext cx) {
        cx.file(FILE);
        NfsSession other = cx.newClient().connect();
        open(cx, other, OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG);
        OpenDelegation delegation = open(cx, cx.newClient().connect(), READ).delegation();
        Handshake.require(
                !(delegation instanceof OpenDelegation.NoneExt),
                "delegation of an OPEN without a want",
                "OPEN_DELEGATE_NONE",
                Describe.of(delegation));
    }

    @Check(
            id = "DELEG-143",
            rule = "What is wanted of delegations is no part of the access",
            sends =
                    "OPEN for reading with OPEN4_SHARE_ACCESS_WANT_ANY_DELEG; READ and WRITE with"
                            + " the open state id; OPEN of another owner that denies writing;"
                            + " OPEN_DOWNGRADE of an open for both",
            accepts =
                    "NFS4_OK for READ, NFS4ERR_OPENMODE for WRITE, NFS4_OK for OPEN and"
                            + " OPEN_DOWNGRADE, and then NFS4ERR_OPENMODE for WRITE",
            requirements = "18.16.4-R09",
            sections = {"9.7", "18.16.3"},
            needs = Need.FILES,
            bugs = "B-178")
    void wantIsNoPartOfTheAccess(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        NfsSession session = cx.newClient().connect();
        int any = OpenShare.ACCESS_WANT_ANY_DELEG;
        StateId open = open(cx, session, READ | any).stateId();
        requireReadOnly(session, file, open);
        OpenArgs denying =
                new OpenArgs(
                        0,
                        READ | any,
                        OpenShare.DENY_WRITE,
                        new OpenOwner(0, Opaque.utf8("denier")),
                        new OpenFlag.NoCreate(),
                        new OpenClaim.Fh());
        Reply denied = session.compound(Ops.putFh(file), denying);
        assertThatReply(denied).because("nobody has the file open for writing").isOk();
        StateId denier = denied.result(OpenResOk.class).stateId();
        assertThatReply(session.compound(Ops.putFh(file), Ops.close(denier))).isOk();
        StateId both = open(cx, session, OpenShare.ACCESS_BOTH | any).stateId();
        Reply down =
                session.compound(
                        Ops.putFh(file), new OpenDowngradeArgs(both, 0, READ, OpenShare.DENY_NONE));
        assertThatReply(down).because("the owner has opened for reading").isOk();
        requireReadOnly(session, file, down.result(OpenDowngradeResOk.class).openStateId());
    }

    private static void requireReadOnly(NfsSession session, FileHandle file, StateId open) {
        assertThatReply(session.compound(Ops.putFh(file), Ops.read(open, 0, 1))).isOk();
        assertThatReply(session.compound(Ops.putFh(file), Ops.write(open, 0, (byte) 1)))
                .because("the open is for reading")
                .endsAt(2, NfsStatus.OPENMODE);
    }

    @Check(
            id = "DELEG-144",
            rule = "WANT_DELEGATION grants, or says why not, but never just nothing",
            sends = "WANT_DELEGATION of a read delegation for a file",
            accepts =
                    "A delegation or OPEN_DELEGATE_NONE_EXT; NFS4ERR_NOTSUPP from a server that"
                            + " does not have the operation",
            requirements = {"18.49.3-R05", "18.49.3-R07"},
            needs = {Need.FILES, Need.CALLBACK})
    void wantDelegationNeverGivesNothing(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        NfsSession session = cx.newClient().connect();
        Reply reply = want(cx, session, file, OpenShare.ACCESS_WANT_READ_DELEG);
        assertThatReply(reply).because("the operation is defined").isOk();
        OpenDelegation delegation = reply.result(WantDelegationResOk.class).delegation();
        Handshake.require(
                DelegationHolder.granted(delegation) != null
                        || delegation instanceof OpenDelegation.NoneExt,
                "delegation from WANT_DELEGATION",
                "a delegation or OPEN_DELEGATE_NONE_EXT",
                Describe.of(delegation));
    }

    @Check(
            id = "DELEG-145",
            rule = "WANT_DELEGATION without a want is refused",
            sends =
                    "WANT_DELEGATION with wda_want 0, with OPEN4_SHARE_ACCESS_BOTH alone, and with"
                            + " OPEN4_SHARE_ACCESS_WANT_NO_DELEG alone",
            accepts =
                    "NFS4ERR_INVAL; NFS4ERR_NOTSUPP from a server that does not have the operation",
            requirements = {"18.49.3-R04", "18.49.3-R06"},
            needs = {Need.FILES, Need.CALLBACK})
    void wantOfNothing(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        NfsSession session = cx.newClient().connect();
        for (int nothing : List.of(0, OpenShare.ACCESS_BOTH, OpenShare.ACCESS_WANT_NO_DELEG)) {
            Reply reply = want(cx, session, file, nothing);
            if (reply.status().equals(NfsStatus.OP_ILLEGAL)) {
                throw cx.unsupported("WANT_DELEGATION is not known");
            }
            assertThatReply(reply).because("no delegation is wanted").endsAt(2, NfsStatus.INVAL);
        }
    }

    private static Reply want(CheckContext cx, NfsSession session, FileHandle file, int want) {
        Reply reply =
                session.compound(
                        Ops.putFh(file), new WantDelegationArgs(want, new DelegClaim.Fh()));
        if (reply.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("WANT_DELEGATION is not supported");
        }
        return reply;
    }

    @Check(
            id = "DELEG-146",
            rule = "Without DELEGPURGE there is no claim of delegations of an earlier client",
            sends =
                    "DELEGPURGE with any client id; OPEN with CLAIM_DELEGATE_PREV and with"
                            + " CLAIM_DELEG_PREV_FH of a file that was never delegated",
            accepts = "NFS4_OK or NFS4ERR_NOTSUPP for DELEGPURGE, any error for the claims",
            requirements = {"18.5.3-R01", "18.5.3-R02", "18.5.3-R03", "10.2.1-R03"},
            needs = Need.FILES)
    void claimsOfAnEarlierClientGoWithDelegPurge(CheckContext cx) {
        // no error of OPEN stands for a claim that is not supported
        cx.oracles().suspend(Oracles.Rule.ERROR_LIST);
        FileHandle file = cx.file(FILE);
        NfsSession session = cx.newClient().connect();
        Reply purged = session.compound(new DelegPurgeArgs(0x0bad_c11e_0bad_c11eL));
        assertThatReply(purged)
                .because("the client id in the arguments is ignored")
                .endsAt(1, NfsStatus.OK, NfsStatus.NOTSUPP);
        Reply byName =
                session.compound(
                        Ops.putFh(cx.directory()),
                        claim(new OpenClaim.DelegatePrev(Opaque.utf8(FILE))));
        Reply byHandle = session.compound(Ops.putFh(file), claim(new OpenClaim.DelegPrevFh()));
        for (Reply claimed : List.of(byName, byHandle)) {
            assertThatReply(claimed).because("there was no delegation").isError();
        }
    }

    private static OpenArgs claim(OpenClaim claim) {
        return new OpenArgs(
                0,
                READ | OpenShare.ACCESS_WANT_READ_DELEG,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8("claimer")),
                new OpenFlag.NoCreate(),
                claim);
    }
}
