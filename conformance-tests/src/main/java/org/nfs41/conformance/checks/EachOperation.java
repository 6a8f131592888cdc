package org.nfs41.conformance.checks;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.LayoutIoMode;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SecInfoStyle;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.DelegPurgeArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDeviceListArgs;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LayoutGetArgs;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.NVerifyArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutPubFhArgs;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SecInfoArgs;
import org.nfs41.xdr.op.SecInfoNoNameArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.SetSsvArgs;
import org.nfs41.xdr.op.VerifyArgs;
import org.nfs41.xdr.op.WantDelegationArgs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every operation that needs a session and is not optional, in a form that would succeed: for rules
 * that hold for all of them. Each call makes other names and owners, so that none is in the way of
 * another.
 */
final class EachOperation {
    /** How a request begins that has the filehandles which its last operation needs. */
    record Sample(List<ArgOp> before, ArgOp op) {
        /** All operations but SEQUENCE. */
        ArgOp[] ops() {
            List<ArgOp> all = new ArrayList<>(before);
            all.add(op);
            return all.toArray(ArgOp[]::new);
        }

        /** All operations, with more in front of the last. */
        ArgOp[] opsWith(ArgOp... more) {
            List<ArgOp> all = new ArrayList<>(before);
            all.addAll(Arrays.asList(more));
            all.add(op);
            return all.toArray(ArgOp[]::new);
        }
    }

    private static final String THERE = "there";

    private final CheckContext cx;
    private final FileUser user;
    private final FileHandle link;
    private int count;

    /** For this check's directory; makes a file and a symbolic link in it. */
    EachOperation(CheckContext cx) {
        this.cx = cx;
        this.user = FileUser.of(cx.session(), cx.file(THERE, new byte[] {1, 2, 3, 4}));
        CreateType type = new CreateType.Link(Opaque.utf8("target"));
        link =
                cx.session()
                        .require(
                                Ops.putFh(cx.directory()),
                                new CreateArgs(type, Opaque.utf8("link"), Ops.mode(0777)),
                                Ops.getFh())
                        .result(GetFhResOk.class)
                        .object();
    }

    /** The session of the client whose state ids the samples have. */
    NfsSession session() {
        return cx.session();
    }

    /** All of them. */
    List<Sample> all() {
        List<Sample> all = new ArrayList<>(withoutFilehandle());
        all.addAll(withFilehandle());
        return all;
    }

    /** Those that a server may decline as a whole, with arguments that say little. */
    List<Sample> optional() {
        List<ArgOp> file = List.of(Ops.putFh(user.file()));
        List<ArgOp> directory = List.of(Ops.putFh(cx.directory()));
        NfsTime none = new NfsTime(0, 0);
        StateId unknown = new StateId(1, 0x0123_4567_89ab_cdefL, 3);
        return List.of(
                sample(List.of(), new SetSsvArgs(Opaque.utf8("ssv"), Opaque.utf8("digest"))),
                sample(List.of(), new DelegPurgeArgs(0)),
                sample(file, new DelegReturnArgs(unknown)),
                sample(
                        file,
                        new WantDelegationArgs(
                                OpenShare.ACCESS_WANT_READ_DELEG, new DelegClaim.Fh())),
                sample(file, new OpenAttrArgs(false)),
                sample(
                        directory,
                        new GetDirDelegationArgs(
                                false, Bitmap.of(1), none, none, Bitmap.EMPTY, Bitmap.EMPTY)),
                sample(file, new GetDeviceListArgs(LayoutType.NFSV4_1_FILES, 4, 0, 0)),
                sample(
                        file,
                        new LayoutGetArgs(
                                false,
                                LayoutType.NFSV4_1_FILES,
                                LayoutIoMode.READ,
                                0,
                                -1,
                                1,
                                user.open(),
                                1024)));
    }

    /** Those that may stand behind SEQUENCE as well as alone, of clients of their own. */
    List<Sample> outsideOfSessions() {
        NfsClient idle = cx.newClient();
        return List.of(
                sample(List.of(), cx.newClient().exchangeIdArgs()),
                sample(List.of(), idle.createSessionArgs()));
    }

    /** Those that need no current filehandle. */
    List<Sample> withoutFilehandle() {
        return List.of(
                sample(List.of(), new BackchannelCtlArgs(0x4000_0000, List.of(Ops.authSys()))),
                sample(List.of(), Ops.putFh(user.file())),
                sample(List.of(), Ops.putRootFh()),
                sample(List.of(), new PutPubFhArgs()),
                sample(List.of(), Ops.testStateId(user.open())),
                sample(List.of(), Ops.freeStateId(freeableLock())),
                sample(List.of(Ops.putFh(user.file()), Ops.saveFh()), Ops.restoreFh()));
    }

    /** Those that need one or two. */
    List<Sample> withFilehandle() {
        List<Sample> all = new ArrayList<>();
        List<ArgOp> file = List.of(Ops.putFh(user.file()));
        stateless().forEach(op -> all.add(sample(file, op)));
        stateful().forEach(op -> all.add(sample(file, op)));
        List<ArgOp> directory = List.of(Ops.putFh(cx.directory()));
        inDirectory().forEach(op -> all.add(sample(directory, op)));
        all.add(sample(List.of(Ops.putFh(link)), new ReadLinkArgs()));
        all.add(
                sample(
                        List.of(Ops.putFh(user.file()), Ops.saveFh(), Ops.putFh(cx.directory())),
                        new LinkArgs(Opaque.utf8(newName()))));
        String old = newName();
        cx.file(old);
        all.add(
                sample(
                        List.of(Ops.putFh(cx.directory()), Ops.saveFh()),
                        new RenameArgs(Opaque.utf8(old), Opaque.utf8(newName()))));
        return all;
    }

    /** Operations on a file that take no state id. */
    private List<ArgOp> stateless() {
        return List.of(
                new AccessArgs(1),
                new CommitArgs(0, 0),
                Ops.getAttr(Attribute.TYPE),
                Ops.getFh(),
                Ops.saveFh(),
                new VerifyArgs(Ops.size(4)),
                new NVerifyArgs(Ops.size(5)),
                Ops.lockTest("tester", LockType.READ_LT, 0, 1));
    }

    /** Operations on a file with state ids that are good. */
    private List<ArgOp> stateful() {
        StateId lock = user.lock(newName(), LockType.READ_LT, 0, 1);
        StateId own = user.openAs(newName(), OpenShare.ACCESS_BOTH);
        StateId down = user.openAs(newName(), OpenShare.ACCESS_BOTH);
        return List.of(
                Ops.read(user.open(), 0, 1),
                Ops.write(user.open(), 0, (byte) 1),
                new SetAttrArgs(user.open(), Ops.mode(0666)),
                Ops.lock(user.open(), newName(), LockType.READ_LT, 0, 1),
                Ops.unlock(lock, 0, 1),
                new OpenDowngradeArgs(down, 0, OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE),
                Ops.close(own));
    }

    private List<ArgOp> inDirectory() {
        String old = newName();
        cx.file(old);
        return List.of(
                new CreateArgs(
                        new CreateType.Plain(FileType.NF4FIFO),
                        Opaque.utf8(newName()),
                        Ops.mode(0666)),
                Ops.lookup(THERE),
                new LookupPArgs(),
                Ops.create(newName(), newName()),
                Ops.readDir(0, 0),
                Ops.remove(old),
                new SecInfoArgs(Opaque.utf8(THERE)),
                new SecInfoNoNameArgs(SecInfoStyle.CURRENT_FH));
    }

    /** A lock's state id that stands for no lock any more. */
    private StateId freeableLock() {
        return user.unlock(user.lock(newName(), LockType.READ_LT, 0, 1), 0, 1);
    }

    private String newName() {
        return "name-" + count++;
    }

    private static Sample sample(List<ArgOp> before, ArgOp op) {
        return new Sample(before, op);
    }
}
