package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;

/** What the holder of a delegation may do with it (RFC 8881 sections 10.4, 18.6 and 18.16.3). */
final class DelegationUseChecks {
    private static final String FILE = "file";
    private static final int FIRST = DelegationHolder.FIRST;

    @Check(
            id = "DELEG-120",
            rule = "Nothing that the holder of a write delegation does recalls it",
            sends =
                    "READ and WRITE with the delegation and with the open state id, SETATTR,"
                            + " GETATTR, a second OPEN, LOCK and LOCKU by the holder",
            accepts = "NFS4_OK each time and no CB_RECALL",
            sections = {"10.2", "10.4", "10.4.1"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-084")
    void holderOfAWriteDelegationDisturbsNobody(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        StateId delegation = holder.delegation();
        requireOk("WRITE", holder.call(Ops.write(delegation, 0, (byte) 2)));
        requireOk("READ", holder.call(Ops.read(delegation, 0, 16)));
        requireOk("WRITE", holder.call(Ops.write(holder.open(), 0, (byte) 3)));
        requireOk("READ", holder.call(Ops.read(holder.open(), 0, 16)));
        requireOk("SETATTR", holder.call(new SetAttrArgs(delegation, Ops.size(5))));
        requireOk("SETATTR", holder.call(new SetAttrArgs(delegation, Ops.mode(0600))));
        requireOk("GETATTR", holder.call(Ops.getAttr(Attribute.SIZE, Attribute.CHANGE)));
        int access = OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG;
        Reply again = holder.call(FileUser.open("another", access, OpenShare.DENY_NONE));
        requireOk("OPEN", again);
        StateId open = again.result(OpenResOk.class).stateId();
        Reply locked = holder.call(Ops.lock(open, "locker", LockType.WRITE_LT, 0, 10));
        requireOk("LOCK", locked);
        requireOk("LOCKU", holder.call(Ops.unlock(FileUser.lockStateId(locked), 0, 10)));
        holder.requireNoRecall("requests of the holder itself");
        holder.requireState("after its own requests", NfsStatus.OK);
    }

    @Check(
            id = "DELEG-121",
            rule = "Nothing that the holder of a read delegation reads or opens recalls it",
            sends =
                    "READ with the delegation, the open and the anonymous state id, GETATTR, a"
                            + " second OPEN for reading, CLOSE by the holder",
            accepts = "NFS4_OK each time and no CB_RECALL",
            sections = {"10.2", "10.4", "10.4.1"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-084")
    void holderOfAReadDelegationDisturbsNobody(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1);
        requireOk("READ", holder.call(Ops.read(holder.delegation(), 0, 16)));
        requireOk("READ", holder.call(Ops.read(holder.open(), 0, 16)));
        requireOk("READ", holder.call(Ops.read(StateId.ANONYMOUS, 0, 16)));
        requireOk("GETATTR", holder.call(Ops.getAttr(Attribute.SIZE, Attribute.CHANGE)));
        int access = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG;
        Reply again = holder.call(FileUser.open("another", access, OpenShare.DENY_NONE));
        requireOk("OPEN", again);
        requireOk("CLOSE", holder.call(Ops.close(again.result(OpenResOk.class).stateId())));
        holder.requireNoRecall("requests of the holder itself");
        holder.requireState("after its own requests", NfsStatus.OK);
    }

    private static void requireOk(String what, Reply reply) {
        assertThatReply(reply).because(what + " of the holder itself").isOk();
    }

    @Check(
            id = "DELEG-122",
            rule = "A delegation outlives the CLOSE of the open that brought it",
            sends = "OPEN that gets a read delegation, CLOSE; READ, TEST_STATEID, DELEGRETURN",
            accepts = "NFS4_OK each time, then NFS4ERR_BAD_STATEID for the returned delegation",
            sections = {"8.2.4", "10.4", "18.2.3", "18.6.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-086")
    void delegationOutlivesClose(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1).close();
        requireOk("READ", holder.call(Ops.read(holder.delegation(), 0, 16)));
        holder.requireState("after CLOSE", NfsStatus.OK);
        holder.giveBack();
        holder.requireState("after DELEGRETURN", NfsStatus.BAD_STATEID);
        assertThatReply(holder.call(Ops.read(holder.delegation(), 0, 16)))
                .because("the delegation was returned")
                .endsAt(FIRST, NfsStatus.BAD_STATEID);
    }

    @Check(
            id = "DELEG-123",
            rule = "What was opened under a delegation becomes an open while it is recalled",
            sends =
                    "After CB_RECALL of a read delegation OPEN with CLAIM_DELEGATE_CUR; READ with"
                            + " the new state id; DELEGRETURN",
            accepts = "NFS4_OK each time",
            sections = {"10.4.4", "18.16.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-088")
    void openByNameUnderARecalledDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1).close();
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        Reply opened =
                holder.session()
                        .compound(
                                Ops.putFh(cx.directory()),
                                claim(byName(holder.delegation(), FILE)));
        goOnWithOpen(holder, rival, opened);
    }

    @Check(
            id = "DELEG-124",
            rule = "An open under a recalled delegation can be claimed by the filehandle, too",
            sends =
                    "After CB_RECALL of a read delegation OPEN with CLAIM_DELEG_CUR_FH; READ with"
                            + " the new state id; DELEGRETURN",
            accepts = "NFS4_OK each time",
            sections = {"10.4.4", "18.16.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-088")
    void openByFilehandleUnderARecalledDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1).close();
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        OpenClaim claim = new OpenClaim.DelegCurFh(holder.delegation());
        goOnWithOpen(holder, rival, holder.call(claim(claim)));
    }

    private static void goOnWithOpen(DelegationHolder holder, Rival rival, Reply opened) {
        assertThatReply(opened).because("the delegation is not returned yet").isOk();
        OpenResOk open = opened.result(OpenResOk.class);
        Handshake.require(
                !open.stateId().sameOther(holder.delegation()),
                "state id of the open",
                "another than that of the delegation",
                open.stateId().toString());
        requireOk("READ", holder.call(Ops.read(open.stateId(), 0, 16)));
        holder.giveBack();
        requireOk("READ", holder.call(Ops.read(open.stateId(), 0, 16)));
        requireOk("CLOSE", holder.call(Ops.close(open.stateId())));
        rival.requireThrough();
    }

    private static OpenClaim byName(StateId delegation, String name) {
        return new OpenClaim.DelegateCur(new OpenClaimDelegateCur(delegation, Opaque.utf8(name)));
    }

    private static OpenArgs claim(OpenClaim claim) {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8("claimer")),
                new OpenFlag.NoCreate(),
                claim);
    }

    @Check(
            id = "DELEG-125",
            rule = "A claim needs the client's own delegation of that file",
            sends =
                    "OPEN with CLAIM_DELEGATE_CUR and another client's delegation, a delegation of"
                            + " another file, and a state id that was never given",
            accepts = "NFS4ERR_BAD_STATEID each time",
            sections = {"8.2.4", "18.16.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-177")
    void claimWithAWrongDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        NfsSession stranger = cx.newClient().connect();
        String other = "other";
        cx.file(other);
        StateId random = new StateId(1, 0x1234_5678_9abc_def0L, 0x1357_9bdf);
        requireBad(
                "a delegation of another client",
                stranger.compound(
                        Ops.putFh(cx.directory()), claim(byName(holder.delegation(), FILE))));
        requireBad(
                "a delegation of another file",
                holder.session()
                        .compound(
                                Ops.putFh(cx.directory()),
                                claim(byName(holder.delegation(), other))));
        requireBad(
                "a state id that was never given",
                holder.session().compound(Ops.putFh(cx.directory()), claim(byName(random, FILE))));
        holder.requireState("after claims of others", NfsStatus.OK);
    }

    @Check(
            id = "DELEG-126",
            rule = "DELEGRETURN takes the delegation of the current file only, of its seqid or 0",
            sends =
                    "DELEGRETURN with a seqid that has not come yet, with another file as the"
                            + " current filehandle, by another client, and with seqid 0",
            accepts = "NFS4ERR_BAD_STATEID three times, then NFS4_OK",
            sections = {"8.2.2", "8.2.4", "18.6.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-180")
    void returnOfAWrongDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        StateId delegation = holder.delegation();
        StateId future = delegation.withSeqid(delegation.seqid() + 1);
        requireBad("a seqid of the future", holder.call(new DelegReturnArgs(future)));
        requireBad(
                "another file",
                holder.session()
                        .compound(Ops.putFh(cx.file("other")), new DelegReturnArgs(delegation)));
        requireBad(
                "another client",
                cx.newClient()
                        .connect()
                        .compound(Ops.putFh(holder.file()), new DelegReturnArgs(delegation)));
        holder.requireState("that nobody has returned", NfsStatus.OK);
        assertThatReply(holder.call(new DelegReturnArgs(delegation.withSeqid(0))))
                .because("seqid 0 is whatever the seqid is")
                .isOk();
        requireBad("what was returned already", holder.call(new DelegReturnArgs(delegation)));
    }

    private static void requireBad(String what, Reply reply) {
        assertThatReply(reply).because(what).endsAt(FIRST, NfsStatus.BAD_STATEID);
    }

    @Check(
            id = "DELEG-127",
            rule = "A delegation that is held cannot be freed",
            sends = "FREE_STATEID of a delegation before and after DELEGRETURN",
            accepts = "NFS4ERR_LOCKS_HELD and the delegation stays; then NFS4ERR_BAD_STATEID",
            sections = "18.38.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void freeingADelegationThatIsHeld(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        NfsSession session = holder.session();
        assertThatReply(session.compound(Ops.freeStateId(holder.delegation())))
                .because("the delegation is held")
                .endsAt(1, NfsStatus.LOCKS_HELD);
        holder.requireState("after FREE_STATEID", NfsStatus.OK);
        holder.giveBack();
        assertThatReply(session.compound(Ops.freeStateId(holder.delegation())))
                .because("the delegation was returned")
                .endsAt(1, NfsStatus.BAD_STATEID);
    }

    @Check(
            id = "DELEG-128",
            rule = "A read delegation is not good for writing",
            sends = "WRITE with the state id of a read delegation",
            accepts = "NFS4ERR_OPENMODE, or another error; the delegation stays",
            sections = {"10.4", "18.32.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void writeUnderAReadDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1);
        assertThatReply(holder.call(Ops.write(holder.delegation(), 0, (byte) 2)))
                .because("the delegation is for reading")
                .endsAt(FIRST, NfsStatus.OPENMODE, NfsStatus.BAD_STATEID, NfsStatus.ACCESS);
        holder.requireNoRecall("a refused WRITE");
    }

    @Check(
            id = "DELEG-129",
            rule = "A delegation belongs to the client, not to the session that asked for it",
            sends =
                    "OPEN that gets a delegation; DESTROY_SESSION; READ and DELEGRETURN on another"
                            + " session of the client",
            accepts = "NFS4_OK each time",
            sections = {"2.10.2.2", "18.37.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void delegationOutlivesItsSession(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1);
        NfsSession other = holder.session().client().createSession();
        assertThatReply(holder.session().client().call(Ops.destroySession(holder.session().id())))
                .isOk();
        Reply read = other.compound(Ops.putFh(holder.file()), Ops.read(holder.delegation(), 0, 16));
        assertThatReply(read).because("the client has another session").isOk();
        Reply returned =
                other.compound(Ops.putFh(holder.file()), new DelegReturnArgs(holder.delegation()));
        assertThatReply(returned).isOk();
    }
}
