package org.nfs41.xdr.op;

/** Flags of CREATE_SESSION (RFC 8881 section 18.36). */
public final class CreateSessionFlags {
    /** The reply cache survives a server restart. */
    public static final int PERSIST = 0x1;

    /** The connection serves the backchannel as well. */
    public static final int CONN_BACK_CHAN = 0x2;

    /** The connection goes over to RDMA. */
    public static final int CONN_RDMA = 0x4;

    private CreateSessionFlags() {}
}
