package org.nfs41.conformance.wireshark;

import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CreatVerfAttr;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenReadDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/** Open files: every way to open one, data, and every use of a state id. */
final class FileConversation {
    /** More than a few frames, and no multiple of four. */
    private static final int MUCH = 20_001;

    private static final StateId UNKNOWN = new StateId(1, 0x1234_5678_9ABC_DEF0L, 3);

    private final Talk talk;

    FileConversation(Talk talk) {
        this.talk = talk;
    }

    void run() {
        Reply opened = talk.ok(Ops.create("file", "owner"), Ops.getFh());
        StateId state = opened.result(OpenResOk.class).stateId();
        FileHandle file = opened.result(GetFhResOk.class).object();
        openInOtherWays(file);
        delegation();
        data(file, state);
        stateIds(state);
        locks(file, state);
        StateId reduced = downgrade(file);
        talk.failsOn(file, NfsStatus.BAD_STATEID, Ops.close(UNKNOWN));
        talk.okOn(file, Ops.close(reduced));
    }

    private void openInOtherWays(FileHandle file) {
        opened(create("unchecked", new CreateHow.Unchecked(Ops.mode(0600))));
        opened(create("exclusive", new CreateHow.Exclusive(0x1122_3344_5566_7788L)));
        CreatVerfAttr verifier = new CreatVerfAttr(42, Ops.mode(0644));
        opened(create("exclusive-4-1", new CreateHow.Exclusive41(verifier)));
        opened(Ops.open("file", "reader", OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG));
        Reply byHandle = talk.okOn(file, open("reader", new OpenClaim.Fh()));
        talk.okOn(file, Ops.close(byHandle.result(OpenResOk.class).stateId()));
        talk.fails(NfsStatus.EXIST, Ops.create("file", "owner"));
        talk.fails(NfsStatus.NOENT, Ops.open("nobody", "owner", OpenShare.ACCESS_READ));
        OpenClaim.Previous reclaim = new OpenClaim.Previous(OpenDelegationType.NONE);
        talk.failsOn(file, NfsStatus.NO_GRACE, open("owner", reclaim));
    }

    /** A delegation that is given back unasked. */
    private void delegation() {
        int wanted = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_READ_DELEG;
        Reply reply = talk.ok(Ops.open("unchecked", "reader", wanted), Ops.getFh());
        OpenResOk open = reply.result(OpenResOk.class);
        FileHandle file = reply.result(GetFhResOk.class).object();
        if (!(open.delegation() instanceof OpenDelegation.Read(OpenReadDelegation read))) {
            throw new IllegalStateException("no delegation: " + open.delegation());
        }
        talk.okOn(file, new DelegReturnArgs(read.stateId()));
        talk.failsOn(file, NfsStatus.BAD_STATEID, new DelegReturnArgs(read.stateId()));
        talk.okOn(file, Ops.close(open.stateId()));
    }

    private void opened(ArgOp open) {
        Reply reply = talk.ok(open, Ops.getFh());
        FileHandle file = reply.result(GetFhResOk.class).object();
        talk.okOn(file, Ops.close(reply.result(OpenResOk.class).stateId()));
    }

    private void data(FileHandle file, StateId state) {
        byte[] much = new byte[MUCH];
        talk.okOn(file, Ops.write(state, 0, much));
        WriteArgs unstable = new WriteArgs(state, 5, StableHow.UNSTABLE, Opaque.utf8("abc"));
        talk.okOn(file, unstable, new CommitArgs(0, 0));
        talk.failsOn(file, NfsStatus.BAD_STATEID, Ops.write(UNKNOWN, 0, much));
        talk.fails(NfsStatus.ISDIR, new CommitArgs(0, 0));
        talk.okOn(file, Ops.read(state, 0, MUCH + 7));
        talk.okOn(file, Ops.read(state, 1, 3), Ops.read(state, MUCH, 1));
        talk.failsOn(file, NfsStatus.BAD_STATEID, Ops.read(UNKNOWN, 0, 1));
        talk.okOn(file, new SetAttrArgs(state, Ops.size(10)));
    }

    private void stateIds(StateId state) {
        TestStateIdArgs test = new TestStateIdArgs(List.of(state, UNKNOWN, StateId.ANONYMOUS));
        talk.session().require(test);
        talk.failsOutside(test);
        talk.failsBare(NfsStatus.LOCKS_HELD, new FreeStateIdArgs(state));
        talk.failsBare(NfsStatus.BAD_STATEID, new FreeStateIdArgs(UNKNOWN));
    }

    private void locks(FileHandle file, StateId state) {
        LockType write = LockType.WRITE_LT;
        Reply first = talk.okOn(file, Ops.lock(state, "locker", write, 10, 20));
        StateId lock = first.result(LockResOk.class).lockStateId();
        talk.failsOn(file, NfsStatus.DENIED, Ops.lock(state, "denied", write, 0, -1));
        talk.failsOn(file, NfsStatus.INVAL, Ops.lock(state, "locker", write, 0, 0));
        Reply more = talk.okOn(file, Ops.lock(lock, LockType.READW_LT, 20, -1));
        lock = more.result(LockResOk.class).lockStateId();
        talk.okOn(file, Ops.lockTest("other", write, 0, 10));
        talk.failsOn(file, NfsStatus.DENIED, Ops.lockTest("other", LockType.READ_LT, 0, 11));
        talk.failsBare(NfsStatus.LOCKS_HELD, new FreeStateIdArgs(lock));
        Reply none = talk.okOn(file, Ops.unlock(lock, 0, -1));
        lock = none.result(LockUResOk.class).lockStateId();
        talk.failsOn(file, NfsStatus.BAD_STATEID, Ops.unlock(UNKNOWN, 0, 1));
        talk.session().require(new FreeStateIdArgs(lock));
    }

    private StateId downgrade(FileHandle file) {
        OpenArgs again = open("owner", new OpenClaim.Fh());
        StateId more = talk.okOn(file, again).result(OpenResOk.class).stateId();
        OpenDowngradeArgs less = new OpenDowngradeArgs(more, 0, OpenShare.ACCESS_READ, 0);
        StateId reduced = talk.okOn(file, less).result(OpenDowngradeResOk.class).openStateId();
        talk.failsOn(
                file, NfsStatus.INVAL, new OpenDowngradeArgs(reduced, 0, OpenShare.ACCESS_BOTH, 0));
        return reduced;
    }

    private static OpenArgs create(String name, CreateHow how) {
        return Ops.open(name, "owner", OpenShare.ACCESS_BOTH, new OpenFlag.Create(how));
    }

    private static OpenArgs open(String owner, OpenClaim claim) {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_READ,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8(owner)),
                new OpenFlag.NoCreate(),
                claim);
    }
}
