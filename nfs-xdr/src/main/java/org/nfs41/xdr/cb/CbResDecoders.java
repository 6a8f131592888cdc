package org.nfs41.xdr.cb;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** Finds the decoder of an operation's result by the operation's number and the status. */
final class CbResDecoders {
    /** Above every operation number but that of ILLEGAL, whose results are never a success. */
    private static final int TABLE_SIZE = 64;

    private static final @Nullable Decoder[] SUCCESS = new Decoder[TABLE_SIZE];

    static {
        put(CallbackOperation.CB_GETATTR, CbGetAttrResOk::decodeBody);
        put(CallbackOperation.CB_SEQUENCE, CbSequenceResOk::decodeBody);
        putVoid(CallbackOperation.CB_RECALL);
        putVoid(CallbackOperation.CB_LAYOUTRECALL);
        putVoid(CallbackOperation.CB_NOTIFY);
        putVoid(CallbackOperation.CB_PUSH_DELEG);
        putVoid(CallbackOperation.CB_RECALL_ANY);
        putVoid(CallbackOperation.CB_RECALLABLE_OBJ_AVAIL);
        putVoid(CallbackOperation.CB_RECALL_SLOT);
        putVoid(CallbackOperation.CB_WANTS_CANCELLED);
        putVoid(CallbackOperation.CB_NOTIFY_LOCK);
        putVoid(CallbackOperation.CB_NOTIFY_DEVICEID);
    }

    private CbResDecoders() {}

    static CbResOp decode(XdrReader in) throws XdrException {
        CallbackOperation op = CallbackOperation.decode(in);
        NfsStatus status = NfsStatus.decode(in);
        return status.isOk() ? decodeSuccess(op, in) : new CbStatusOnly(op, status);
    }

    private static CbResOp decodeSuccess(CallbackOperation op, XdrReader in) throws XdrException {
        Decoder decoder = op.value() >= 0 && op.value() < TABLE_SIZE ? SUCCESS[op.value()] : null;
        if (decoder == null) {
            throw new XdrException("success of unknown operation " + op);
        }
        return decoder.decode(in);
    }

    private static void put(CallbackOperation op, Decoder decoder) {
        SUCCESS[op.value()] = decoder;
    }

    private static void putVoid(CallbackOperation op) {
        CbResOp result = new CbStatusOnly(op, NfsStatus.OK);
        put(op, in -> result);
    }

    @FunctionalInterface
    private interface Decoder {
        CbResOp decode(XdrReader in) throws XdrException;
    }
}
