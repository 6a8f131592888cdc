package org.nfs41.rpc;

/**
 * Who calls, as far as the RPC flavor shows it. Immutable and owning its bytes, so it may be kept
 * for as long as one likes; equal when the wire form is.
 */
public sealed interface RpcCredential permits AuthNone, AuthSys {
    /** The flavor it came with. */
    AuthFlavor flavor();

    /** The form on the wire, for calls that are made with this credential. */
    OpaqueAuth toOpaqueAuth();
}
