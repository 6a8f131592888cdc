package org.nfs41.xdr;

/**
 * Byte indexes and bits of {@link FsLocationsServer#info}, and the flag of {@link FsLocationsInfo}
 * (RFC 8881 section 11.17).
 */
public final class FsLocationsInfoBytes {
    /** Index of the general flags. */
    public static final int GFLAGS = 0;

    /** Index of the transport flags. */
    public static final int TFLAGS = 1;

    /** Index of the class of file systems usable at the same time. */
    public static final int CLSIMUL = 2;

    /** Index of the class that shares filehandles. */
    public static final int CLHANDLE = 3;

    /** Index of the class that shares file ids. */
    public static final int CLFILEID = 4;

    /** Index of the class that shares write verifiers. */
    public static final int CLWRITEVER = 5;

    /** Index of the class that shares change attributes. */
    public static final int CLCHANGE = 6;

    /** Index of the class that shares directory cookies. */
    public static final int CLREADDIR = 7;

    /** Index of the server's rank for reading. */
    public static final int READRANK = 8;

    /** Index of the server's rank for writing. */
    public static final int WRITERANK = 9;

    /** Index of the order within a rank for reading. */
    public static final int READORDER = 10;

    /** Index of the order within a rank for writing. */
    public static final int WRITEORDER = 11;

    /** General flag: it can be written. */
    public static final int GF_WRITABLE = 0x01;

    /** General flag: this server is the one that answered. */
    public static final int GF_CUR_REQ = 0x02;

    /** General flag: the file system is not there at present. */
    public static final int GF_ABSENT = 0x04;

    /** General flag: it will soon not be there. */
    public static final int GF_GOING = 0x08;

    /** General flag: parts of it may be on different servers. */
    public static final int GF_SPLIT = 0x10;

    /** Transport flag: it can be reached by RDMA. */
    public static final int TF_RDMA = 0x01;

    /** Flag of the whole value: paths contain variables to substitute. */
    public static final int VAR_SUB = 0x00000001;

    private FsLocationsInfoBytes() {}
}
