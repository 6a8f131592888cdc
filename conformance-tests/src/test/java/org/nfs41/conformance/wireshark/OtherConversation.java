package org.nfs41.conformance.wireshark;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.DeviceId;
import org.nfs41.xdr.LayoutIoMode;
import org.nfs41.xdr.LayoutType;
import org.nfs41.xdr.LayoutUpdate;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NetAddr;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CbClient;
import org.nfs41.xdr.op.DelegPurgeArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.GetDeviceInfoArgs;
import org.nfs41.xdr.op.GetDeviceListArgs;
import org.nfs41.xdr.op.IllegalArgs;
import org.nfs41.xdr.op.LayoutCommitArgs;
import org.nfs41.xdr.op.LayoutGetArgs;
import org.nfs41.xdr.op.LayoutReturn;
import org.nfs41.xdr.op.LayoutReturnArgs;
import org.nfs41.xdr.op.LayoutReturnFile;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.NfsClientId;
import org.nfs41.xdr.op.OpenConfirmArgs;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.ReleaseLockOwnerArgs;
import org.nfs41.xdr.op.RenewArgs;
import org.nfs41.xdr.op.SetClientIdArgs;
import org.nfs41.xdr.op.SetClientIdConfirmArgs;

import java.util.List;
import java.util.OptionalLong;

/**
 * Every operation that the rest of the conversation leaves out, each once with full arguments: what
 * the server says of them is not the point, how they are written is.
 *
 * <p>GET_DIR_DELEGATION, SET_SSV and WANT_DELEGATION are not here: Wireshark 4.0 knows them by name
 * alone and gives up the rest of a COMPOUND that has one.
 */
final class OtherConversation {
    private static final StateId STATE = new StateId(3, 4, 5);
    private static final LockOwner OWNER = new LockOwner(6, Opaque.utf8("locker"));
    private static final long EVERYTHING = -1;

    private OtherConversation() {}

    static void run(Talk talk) {
        talk.session().require(new DelegPurgeArgs(1));
        talk.failsOutside(new DelegPurgeArgs(1));
        for (ArgOp operation : operations()) {
            Reply reply = talk.session().compound(Ops.putRootFh(), operation);
            assertThatReply(reply).isError().hasResultCount(3);
        }
    }

    private static List<ArgOp> operations() {
        LayoutType files = LayoutType.NFSV4_1_FILES;
        return List.of(
                new LockArgs(
                        LockType.WRITE_LT,
                        false,
                        1,
                        EVERYTHING,
                        new Locker.New(new OpenToLockOwner(0, STATE, 0, OWNER))),
                new LockArgs(
                        LockType.READ_LT,
                        false,
                        1,
                        2,
                        new Locker.Existing(new ExistLockOwner(STATE, 0))),
                new LockTArgs(LockType.READ_LT, 1, 2, OWNER),
                new LockUArgs(LockType.READ_LT, 0, STATE, 1, 2),
                new DelegReturnArgs(STATE),
                new OpenConfirmArgs(STATE, 1),
                new RenewArgs(1),
                new SetClientIdArgs(
                        new NfsClientId(1, Opaque.utf8("old")),
                        new CbClient(
                                1, new NetAddr(Opaque.utf8("tcp"), Opaque.utf8("192.0.2.1.8.1"))),
                        7),
                new SetClientIdConfirmArgs(1, 2),
                new ReleaseLockOwnerArgs(OWNER),
                new GetDeviceInfoArgs(new DeviceId(1, 2), files, 4096, Bitmap.of(1, 2)),
                new GetDeviceListArgs(files, 5, 0, 0),
                new LayoutCommitArgs(
                        0,
                        10,
                        false,
                        STATE,
                        OptionalLong.of(9),
                        new NfsTime(1, 2),
                        new LayoutUpdate(files, Opaque.EMPTY)),
                new LayoutGetArgs(false, files, LayoutIoMode.RW, 0, EVERYTHING, 4096, STATE, 4096),
                new LayoutReturnArgs(
                        false,
                        files,
                        LayoutIoMode.ANY,
                        new LayoutReturn.OfFile(
                                new LayoutReturnFile(0, EVERYTHING, STATE, Opaque.EMPTY))),
                new LayoutReturnArgs(false, files, LayoutIoMode.ANY, new LayoutReturn.All()),
                new IllegalArgs());
    }
}
