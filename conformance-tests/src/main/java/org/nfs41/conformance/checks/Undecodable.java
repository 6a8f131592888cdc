package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;

import java.util.stream.Stream;

/** Arguments that the XDR of the protocol does not allow. */
final class Undecodable {
    private Undecodable() {}

    /** An operation that is sent as it is, although its arguments break the XDR. */
    static Op op(ArgOp damaged) {
        Op whole = Op.of(damaged);
        return Op.raw(whole.number(), whole.arguments().toByteArray());
    }

    /**
     * The server has to refuse the arguments: by RPC, or with NFS4ERR_BADXDR, or with one of the
     * statuses that are right as well.
     */
    static void require(Reply reply, NfsStatus... alsoRight) {
        if (reply.rpc().isSuccess()) {
            NfsStatus[] statuses =
                    Stream.concat(Stream.of(NfsStatus.BADXDR), Stream.of(alsoRight))
                            .toArray(NfsStatus[]::new);
            assertThatReply(reply).because("no valid XDR").hasStatus(statuses);
        } else {
            assertThatReply(reply).hasRpcOutcome(RpcReply.Outcome.GARBAGE_ARGS);
        }
    }
}
