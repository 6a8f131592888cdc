package org.nfs41.xdr.cb;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** Finds the decoder of an operation's arguments by the operation's number. */
final class CbArgDecoders {
    /** Above every operation number but that of ILLEGAL, which is far away from the others. */
    private static final int TABLE_SIZE = 64;

    private static final @Nullable Decoder[] TABLE = new Decoder[TABLE_SIZE];

    static {
        put(CallbackOperation.CB_GETATTR, CbGetAttrArgs::decodeBody);
        put(CallbackOperation.CB_RECALL, CbRecallArgs::decodeBody);
        put(CallbackOperation.CB_LAYOUTRECALL, CbLayoutRecallArgs::decodeBody);
        put(CallbackOperation.CB_NOTIFY, CbNotifyArgs::decodeBody);
        put(CallbackOperation.CB_PUSH_DELEG, CbPushDelegArgs::decodeBody);
        put(CallbackOperation.CB_RECALL_ANY, CbRecallAnyArgs::decodeBody);
        put(CallbackOperation.CB_RECALLABLE_OBJ_AVAIL, CbRecallableObjAvailArgs::decodeBody);
        put(CallbackOperation.CB_RECALL_SLOT, CbRecallSlotArgs::decodeBody);
        put(CallbackOperation.CB_SEQUENCE, CbSequenceArgs::decodeBody);
        put(CallbackOperation.CB_WANTS_CANCELLED, CbWantsCancelledArgs::decodeBody);
        put(CallbackOperation.CB_NOTIFY_LOCK, CbNotifyLockArgs::decodeBody);
        put(CallbackOperation.CB_NOTIFY_DEVICEID, CbNotifyDeviceIdArgs::decodeBody);
    }

    private CbArgDecoders() {}

    static CbArgOp decode(XdrReader in) throws XdrException {
        int opcode = in.readInt();
        if (opcode >= 0 && opcode < TABLE_SIZE) {
            Decoder decoder = TABLE[opcode];
            if (decoder != null) {
                return decoder.decode(in);
            }
        }
        return opcode == CallbackOperation.CB_ILLEGAL.value()
                ? new CbIllegalArgs()
                : new CbArgOp.Unknown(opcode);
    }

    private static void put(CallbackOperation op, Decoder decoder) {
        TABLE[op.value()] = decoder;
    }

    @FunctionalInterface
    private interface Decoder {
        CbArgOp decode(XdrReader in) throws XdrException;
    }
}
