package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;

/**
 * A call that the server made.
 *
 * @param connection the number of the connection it came on
 * @param call the RPC call
 * @param compound what it asks, null for CB_NULL or when it cannot be read
 * @param answer what it was answered, null when that was an RPC error or nothing
 */
public record Callback(
        int connection,
        RpcCall call,
        @Nullable CbCompoundArgs compound,
        @Nullable CbCompoundRes answer) {}
