package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.StatusOnly;

/** A misordered request is told that its session is gone. */
public final class MisorderedIsBadSession extends Fault {
    /** As {@link Fault} asks. */
    public MisorderedIsBadSession() {
        super(
                "misordered-is-badsession",
                "",
                "NFS4ERR_BADSESSION in place of NFS4ERR_SEQ_MISORDERED",
                "SEQ-001");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.replies(reply ->
                reply.status().equals(NfsStatus.SEQ_MISORDERED)
                        ? Replies.endWith(
                                reply, new StatusOnly(Operation.SEQUENCE, NfsStatus.BADSESSION))
                        : reply);
    }
}
