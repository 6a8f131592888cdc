package org.nfs41.ops.fs;

/** Which users of a client are taken for the anonymous user. */
public enum Squash {
    /** Nobody: root on the client is root here. */
    NONE,
    /** Root, as user and as group. */
    ROOT,
    /** Everybody. */
    ALL
}
