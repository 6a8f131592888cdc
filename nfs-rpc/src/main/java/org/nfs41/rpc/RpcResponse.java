package org.nfs41.rpc;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrReader;

/**
 * What a call was answered with.
 *
 * @param header the head of the reply; owns its bytes
 * @param results the procedure's results and whatever follows them, empty unless the call
 *     succeeded; owns its bytes
 */
public record RpcResponse(ReplyHeader header, Opaque results) {
    /** Whether the call was executed and results are there. */
    public boolean isSuccess() {
        return header.isSuccess();
    }

    /**
     * A reader over the results.
     *
     * @throws RpcException of kind {@link RpcException.Kind#REFUSED} when the call did not succeed
     */
    public XdrReader reader() throws RpcException {
        if (!isSuccess()) {
            throw new RpcException(RpcException.Kind.REFUSED, header.toString());
        }
        return new XdrReader(results);
    }
}
