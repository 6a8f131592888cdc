package org.nfs41.xdr.op;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** Finds the decoder of an operation's result by the operation's number and the status. */
final class ResDecoders {
    /** Above every operation number but that of ILLEGAL, whose results are never a success. */
    private static final int TABLE_SIZE = 64;

    private static final @Nullable Decoder[] SUCCESS = new Decoder[TABLE_SIZE];

    static {
        put(Operation.ACCESS, AccessResOk::decodeBody);
        put(Operation.CLOSE, CloseResOk::decodeBody);
        put(Operation.COMMIT, CommitResOk::decodeBody);
        put(Operation.CREATE, CreateResOk::decodeBody);
        put(Operation.GETATTR, GetAttrResOk::decodeBody);
        put(Operation.GETFH, GetFhResOk::decodeBody);
        put(Operation.LINK, LinkResOk::decodeBody);
        put(Operation.LOCK, LockResOk::decodeBody);
        put(Operation.LOCKU, LockUResOk::decodeBody);
        put(Operation.OPEN, OpenResOk::decodeBody);
        put(Operation.OPEN_CONFIRM, OpenConfirmResOk::decodeBody);
        put(Operation.OPEN_DOWNGRADE, OpenDowngradeResOk::decodeBody);
        put(Operation.READ, ReadResOk::decodeBody);
        put(Operation.READLINK, ReadLinkResOk::decodeBody);
        put(Operation.REMOVE, RemoveResOk::decodeBody);
        put(Operation.RENAME, RenameResOk::decodeBody);
        put(Operation.SECINFO, SecInfoResOk::decodeBody);
        put(Operation.SETCLIENTID, SetClientIdResOk::decodeBody);
        put(Operation.WRITE, WriteResOk::decodeBody);
        put(Operation.BIND_CONN_TO_SESSION, BindConnToSessionResOk::decodeBody);
        put(Operation.EXCHANGE_ID, ExchangeIdResOk::decodeBody);
        put(Operation.CREATE_SESSION, CreateSessionResOk::decodeBody);
        put(Operation.GET_DIR_DELEGATION, GetDirDelegationRes::decodeBody);
        put(Operation.GETDEVICEINFO, GetDeviceInfoResOk::decodeBody);
        put(Operation.GETDEVICELIST, GetDeviceListResOk::decodeBody);
        put(Operation.LAYOUTCOMMIT, LayoutCommitResOk::decodeBody);
        put(Operation.LAYOUTGET, LayoutGetResOk::decodeBody);
        put(Operation.LAYOUTRETURN, LayoutReturnResOk::decodeBody);
        put(Operation.SECINFO_NO_NAME, SecInfoNoNameResOk::decodeBody);
        put(Operation.SEQUENCE, SequenceResOk::decodeBody);
        put(Operation.SET_SSV, SetSsvResOk::decodeBody);
        put(Operation.TEST_STATEID, TestStateIdResOk::decodeBody);
        put(Operation.WANT_DELEGATION, WantDelegationResOk::decodeBody);
        put(Operation.READDIR, ReadDirResOk::decodeBody);
        putVoid(Operation.DELEGPURGE);
        putVoid(Operation.DELEGRETURN);
        putVoid(Operation.LOCKT);
        putVoid(Operation.LOOKUP);
        putVoid(Operation.LOOKUPP);
        putVoid(Operation.NVERIFY);
        putVoid(Operation.OPENATTR);
        putVoid(Operation.PUTFH);
        putVoid(Operation.PUTPUBFH);
        putVoid(Operation.PUTROOTFH);
        putVoid(Operation.RENEW);
        putVoid(Operation.RESTOREFH);
        putVoid(Operation.SAVEFH);
        putVoid(Operation.SETCLIENTID_CONFIRM);
        putVoid(Operation.VERIFY);
        putVoid(Operation.RELEASE_LOCKOWNER);
        putVoid(Operation.BACKCHANNEL_CTL);
        putVoid(Operation.DESTROY_SESSION);
        putVoid(Operation.FREE_STATEID);
        putVoid(Operation.DESTROY_CLIENTID);
        putVoid(Operation.RECLAIM_COMPLETE);
    }

    private ResDecoders() {}

    static ResOp decode(XdrReader in) throws XdrException {
        Operation op = Operation.decode(in);
        NfsStatus status = NfsStatus.decode(in);
        if (op.equals(Operation.SETATTR)) {
            return SetAttrRes.decodeBody(status, in);
        }
        return status.isOk() ? decodeSuccess(op, in) : decodeError(op, status, in);
    }

    private static ResOp decodeSuccess(Operation op, XdrReader in) throws XdrException {
        Decoder decoder = op.value() >= 0 && op.value() < TABLE_SIZE ? SUCCESS[op.value()] : null;
        if (decoder == null) {
            throw new XdrException("success of unknown operation " + op);
        }
        return decoder.decode(in);
    }

    private static ResOp decodeError(Operation op, NfsStatus status, XdrReader in)
            throws XdrException {
        if (op.equals(Operation.LOCK) && status.equals(NfsStatus.DENIED)) {
            return LockDeniedRes.decodeBody(in);
        }
        if (op.equals(Operation.LOCKT) && status.equals(NfsStatus.DENIED)) {
            return LockTDeniedRes.decodeBody(in);
        }
        if (op.equals(Operation.SETCLIENTID) && status.equals(NfsStatus.CLID_INUSE)) {
            return SetClientIdInUseRes.decodeBody(in);
        }
        if (op.equals(Operation.GETDEVICEINFO) && status.equals(NfsStatus.TOOSMALL)) {
            return GetDeviceInfoTooSmallRes.decodeBody(in);
        }
        if (op.equals(Operation.LAYOUTGET) && status.equals(NfsStatus.LAYOUTTRYLATER)) {
            return LayoutGetTryLaterRes.decodeBody(in);
        }
        return new StatusOnly(op, status);
    }

    private static void put(Operation op, Decoder decoder) {
        SUCCESS[op.value()] = decoder;
    }

    private static void putVoid(Operation op) {
        ResOp result = new StatusOnly(op, NfsStatus.OK);
        put(op, in -> result);
    }

    @FunctionalInterface
    private interface Decoder {
        ResOp decode(XdrReader in) throws XdrException;
    }
}
