package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** The arguments of a callback operation, a record for each one (RFC 8881 section 20). */
public sealed interface CbArgOp
        permits CbGetAttrArgs,
                CbRecallArgs,
                CbLayoutRecallArgs,
                CbNotifyArgs,
                CbPushDelegArgs,
                CbRecallAnyArgs,
                CbRecallableObjAvailArgs,
                CbRecallSlotArgs,
                CbSequenceArgs,
                CbWantsCancelledArgs,
                CbNotifyLockArgs,
                CbNotifyDeviceIdArgs,
                CbIllegalArgs,
                CbArgOp.Unknown {
    /** Which operation it is. */
    CallbackOperation op();

    /** Writes what follows the operation number. */
    void encodeBody(XdrWriter out);

    /** Writes operation number and arguments. */
    default void encode(XdrWriter out) {
        out.writeInt(op().value());
        encodeBody(out);
    }

    /** Reads operation number and arguments. */
    static CbArgOp decode(XdrReader in) throws XdrException {
        return CbArgDecoders.decode(in);
    }

    /**
     * An operation whose arguments are not known. Where they end cannot be told, so nothing that
     * follows the number was read.
     *
     * @param opcode the operation number
     */
    record Unknown(int opcode) implements CbArgOp {
        @Override
        public CallbackOperation op() {
            return CallbackOperation.of(opcode);
        }

        @Override
        public void encodeBody(XdrWriter out) {}
    }
}
