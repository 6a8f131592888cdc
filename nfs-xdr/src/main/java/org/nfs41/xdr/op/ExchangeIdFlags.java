package org.nfs41.xdr.op;

/** Flags of EXCHANGE_ID (RFC 8881 section 18.35). */
public final class ExchangeIdFlags {
    /** The peer can deal with referrals. */
    public static final int SUPP_MOVED_REFER = 0x1;

    /** The peer can deal with migration. */
    public static final int SUPP_MOVED_MIGR = 0x2;

    /** State ids are bound to the principal that got them. */
    public static final int BIND_PRINC_STATEID = 0x100;

    /** The server is used, or may be, without pNFS. */
    public static final int USE_NON_PNFS = 0x10000;

    /** The server is used, or may be, as a pNFS metadata server. */
    public static final int USE_PNFS_MDS = 0x20000;

    /** The server is used, or may be, as a pNFS data server. */
    public static final int USE_PNFS_DS = 0x40000;

    /** All three roles. */
    public static final int MASK_PNFS = 0x70000;

    /** In a request: a confirmed client record is to be updated. */
    public static final int UPD_CONFIRMED_REC_A = 0x40000000;

    /** In a reply: the client id is confirmed already. */
    public static final int CONFIRMED_R = 0x80000000;

    private ExchangeIdFlags() {}
}
