package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** TEST_STATEID: the state of each of many state ids (RFC 8881 section 18.48). */
record TestStateId(OpenFiles opens) implements OperationHandler {
    private static final int STATE_ID_BYTES = 16;

    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        // as many as the request has room for: answers are shorter than what they answer
        int count = args.readCount(Integer.MAX_VALUE, STATE_ID_BYTES);
        result.writeInt(count);
        for (int i = 0; i < count; i++) {
            opens.test(cx, StateId.decode(args)).encode(result);
        }
        return NfsStatus.OK;
    }
}
