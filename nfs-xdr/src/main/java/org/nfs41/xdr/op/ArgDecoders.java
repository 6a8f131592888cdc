package org.nfs41.xdr.op;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** Finds the decoder of an operation's arguments by the operation's number. */
final class ArgDecoders {
    /** Above every operation number but that of ILLEGAL, which is far away from the others. */
    private static final int TABLE_SIZE = 64;

    private static final @Nullable Decoder[] TABLE = new Decoder[TABLE_SIZE];

    static {
        put(Operation.ACCESS, AccessArgs::decodeBody);
        put(Operation.CLOSE, CloseArgs::decodeBody);
        put(Operation.COMMIT, CommitArgs::decodeBody);
        put(Operation.CREATE, CreateArgs::decodeBody);
        put(Operation.DELEGPURGE, DelegPurgeArgs::decodeBody);
        put(Operation.DELEGRETURN, DelegReturnArgs::decodeBody);
        put(Operation.GETATTR, GetAttrArgs::decodeBody);
        put(Operation.GETFH, GetFhArgs::decodeBody);
        put(Operation.LINK, LinkArgs::decodeBody);
        put(Operation.LOCK, LockArgs::decodeBody);
        put(Operation.LOCKT, LockTArgs::decodeBody);
        put(Operation.LOCKU, LockUArgs::decodeBody);
        put(Operation.LOOKUP, LookupArgs::decodeBody);
        put(Operation.LOOKUPP, LookupPArgs::decodeBody);
        put(Operation.NVERIFY, NVerifyArgs::decodeBody);
        put(Operation.OPEN, OpenArgs::decodeBody);
        put(Operation.OPENATTR, OpenAttrArgs::decodeBody);
        put(Operation.OPEN_CONFIRM, OpenConfirmArgs::decodeBody);
        put(Operation.OPEN_DOWNGRADE, OpenDowngradeArgs::decodeBody);
        put(Operation.PUTFH, PutFhArgs::decodeBody);
        put(Operation.PUTPUBFH, PutPubFhArgs::decodeBody);
        put(Operation.PUTROOTFH, PutRootFhArgs::decodeBody);
        put(Operation.READ, ReadArgs::decodeBody);
        put(Operation.READDIR, ReadDirArgs::decodeBody);
        put(Operation.READLINK, ReadLinkArgs::decodeBody);
        put(Operation.REMOVE, RemoveArgs::decodeBody);
        put(Operation.RENAME, RenameArgs::decodeBody);
        put(Operation.RENEW, RenewArgs::decodeBody);
        put(Operation.RESTOREFH, RestoreFhArgs::decodeBody);
        put(Operation.SAVEFH, SaveFhArgs::decodeBody);
        put(Operation.SECINFO, SecInfoArgs::decodeBody);
        put(Operation.SETATTR, SetAttrArgs::decodeBody);
        put(Operation.SETCLIENTID, SetClientIdArgs::decodeBody);
        put(Operation.SETCLIENTID_CONFIRM, SetClientIdConfirmArgs::decodeBody);
        put(Operation.VERIFY, VerifyArgs::decodeBody);
        put(Operation.WRITE, WriteArgs::decodeBody);
        put(Operation.RELEASE_LOCKOWNER, ReleaseLockOwnerArgs::decodeBody);
        put(Operation.BACKCHANNEL_CTL, BackchannelCtlArgs::decodeBody);
        put(Operation.BIND_CONN_TO_SESSION, BindConnToSessionArgs::decodeBody);
        put(Operation.EXCHANGE_ID, ExchangeIdArgs::decodeBody);
        put(Operation.CREATE_SESSION, CreateSessionArgs::decodeBody);
        put(Operation.DESTROY_SESSION, DestroySessionArgs::decodeBody);
        put(Operation.FREE_STATEID, FreeStateIdArgs::decodeBody);
        put(Operation.GET_DIR_DELEGATION, GetDirDelegationArgs::decodeBody);
        put(Operation.GETDEVICEINFO, GetDeviceInfoArgs::decodeBody);
        put(Operation.GETDEVICELIST, GetDeviceListArgs::decodeBody);
        put(Operation.LAYOUTCOMMIT, LayoutCommitArgs::decodeBody);
        put(Operation.LAYOUTGET, LayoutGetArgs::decodeBody);
        put(Operation.LAYOUTRETURN, LayoutReturnArgs::decodeBody);
        put(Operation.SECINFO_NO_NAME, SecInfoNoNameArgs::decodeBody);
        put(Operation.SEQUENCE, SequenceArgs::decodeBody);
        put(Operation.SET_SSV, SetSsvArgs::decodeBody);
        put(Operation.TEST_STATEID, TestStateIdArgs::decodeBody);
        put(Operation.WANT_DELEGATION, WantDelegationArgs::decodeBody);
        put(Operation.DESTROY_CLIENTID, DestroyClientIdArgs::decodeBody);
        put(Operation.RECLAIM_COMPLETE, ReclaimCompleteArgs::decodeBody);
    }

    private ArgDecoders() {}

    static ArgOp decode(XdrReader in) throws XdrException {
        int opcode = in.readInt();
        if (opcode >= 0 && opcode < TABLE_SIZE) {
            Decoder decoder = TABLE[opcode];
            if (decoder != null) {
                return decoder.decode(in);
            }
        }
        return opcode == Operation.ILLEGAL.value() ? new IllegalArgs() : new ArgOp.Unknown(opcode);
    }

    private static void put(Operation op, Decoder decoder) {
        TABLE[op.value()] = decoder;
    }

    @FunctionalInterface
    private interface Decoder {
        ArgOp decode(XdrReader in) throws XdrException;
    }
}
