package org.nfs41.ops.file;

import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;

/** What operations answer for objects that are of the wrong type for them. */
final class ObjectTypes {
    private ObjectTypes() {}

    /** OK for a regular file; ISDIR, SYMLINK or WRONG_TYPE for others (section 18.22.3). */
    static NfsStatus requireRegular(FileType type) {
        if (type.isRegular()) {
            return NfsStatus.OK;
        }
        if (type.isDirectory()) {
            return NfsStatus.ISDIR;
        }
        return type.equals(FileType.NF4LNK) ? NfsStatus.SYMLINK : NfsStatus.WRONG_TYPE;
    }

    /**
     * What an operation that changes or lists a directory answers: file systems tell a symbolic
     * link from other non-directories and a missing ownership from missing permission, which these
     * operations may not (RFC 8881 section 15.2).
     */
    static NfsStatus ofDirectory(NfsStatus status) {
        if (status.equals(NfsStatus.SYMLINK)) {
            return NfsStatus.NOTDIR;
        }
        return status.equals(NfsStatus.PERM) ? NfsStatus.ACCESS : status;
    }
}
