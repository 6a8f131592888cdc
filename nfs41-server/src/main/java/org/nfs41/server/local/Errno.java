package org.nfs41.server.local;

import org.nfs41.xdr.NfsStatus;

/** The error numbers of Linux, the same on all machines that are supported, as NFS errors. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ETXTBSY = 26;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int EMLINK = 31;
    static final int ENAMETOOLONG = 36;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int EOVERFLOW = 75;
    static final int EOPNOTSUPP = 95;
    static final int ESTALE = 116;
    static final int EDQUOT = 122;

    private Errno() {}

    /** What a client is told. Whatever has no counterpart is an error of the storage. */
    static NfsStatus status(int errno) {
        return switch (errno) {
            case EPERM -> NfsStatus.PERM;
            case ENOENT -> NfsStatus.NOENT;
            case EACCES -> NfsStatus.ACCESS;
            case EEXIST -> NfsStatus.EXIST;
            case EXDEV -> NfsStatus.XDEV;
            case ENOTDIR -> NfsStatus.NOTDIR;
            case EISDIR -> NfsStatus.ISDIR;
            case EINVAL -> NfsStatus.INVAL;
            case EFBIG, EOVERFLOW, E2BIG -> NfsStatus.FBIG;
            case ENOSPC -> NfsStatus.NOSPC;
            case EROFS -> NfsStatus.ROFS;
            case EMLINK -> NfsStatus.MLINK;
            case ENAMETOOLONG -> NfsStatus.NAMETOOLONG;
            case ENOTEMPTY -> NfsStatus.NOTEMPTY;
            case ESTALE -> NfsStatus.STALE;
            case EDQUOT -> NfsStatus.DQUOT;
            // a mount point of the host, which goes away as an open file would
            case EBUSY, ETXTBSY -> NfsStatus.FILE_OPEN;
            // the host is short of something for now
            case EINTR, ENOMEM, ENFILE, EMFILE -> NfsStatus.DELAY;
            default -> NfsStatus.IO;
        };
    }
}
