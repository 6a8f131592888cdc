package org.nfs41.rpc;

/** AUTH_NONE: the caller did not say who it is (RFC 5531 section 10.1). */
public enum AuthNone implements RpcCredential {
    /** There is only one nobody. */
    INSTANCE;

    @Override
    public AuthFlavor flavor() {
        return AuthFlavor.NONE;
    }

    @Override
    public OpaqueAuth toOpaqueAuth() {
        return OpaqueAuth.NONE;
    }
}
