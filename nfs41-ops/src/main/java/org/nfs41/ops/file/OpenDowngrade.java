package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.open.Reduced;
import org.nfs41.state.open.Share;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenShare;

/** OPEN_DOWNGRADE (RFC 8881 section 18.18). */
record OpenDowngrade(OpenFiles opens) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        OpenDowngradeArgs request = OpenDowngradeArgs.decodeBody(args);
        int access = request.shareAccess() & ~OpenShare.ACCESS_WANT_DELEG_MASK;
        Share share = new Share(access, request.shareDeny());
        if (!share.isValid()) {
            return NfsStatus.INVAL;
        }
        Reduced reduced =
                opens.downgrade(cx, CurrentStateId.resolveExact(cx, request.openStateId()), share);
        if (reduced.status().isOk()) {
            cx.currentStateId(reduced.stateId());
            reduced.stateId().encode(result);
        }
        return reduced.status();
    }
}
