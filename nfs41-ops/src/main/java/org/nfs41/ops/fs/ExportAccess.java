package org.nfs41.ops.fs;

/** What clients may do with an export, whoever their users are. */
public enum ExportAccess {
    /** Nothing: they do not see it. */
    NONE,
    /** Look at it; what would change it gets NFS4ERR_ROFS. */
    READ_ONLY,
    /** All that its permissions let their users do. */
    READ_WRITE
}
