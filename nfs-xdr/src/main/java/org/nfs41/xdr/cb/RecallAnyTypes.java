package org.nfs41.xdr.cb;

/** Bit numbers of CB_RECALL_ANY's type mask (RFC 8881 section 20.6). */
public final class RecallAnyTypes {
    /** Read delegations. */
    public static final int RDATA_DLG = 0;

    /** Write delegations. */
    public static final int WDATA_DLG = 1;

    /** Directory delegations. */
    public static final int DIR_DLG = 2;

    /** Layouts of the files type. */
    public static final int FILE_LAYOUT = 3;

    /** Layouts of the blocks type. */
    public static final int BLK_LAYOUT = 4;

    /** The first of the bits for layouts of the objects type. */
    public static final int OBJ_LAYOUT_MIN = 8;

    /** The last of the bits for layouts of the objects type. */
    public static final int OBJ_LAYOUT_MAX = 9;

    /** The first of the bits for private layout types. */
    public static final int OTHER_LAYOUT_MIN = 12;

    /** The last of the bits for private layout types. */
    public static final int OTHER_LAYOUT_MAX = 15;

    private RecallAnyTypes() {}
}
