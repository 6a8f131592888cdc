package org.nfs41.xdr.op;

/** Kinds of access that ACCESS asks about (RFC 8881 section 18.1). */
public final class AccessFlags {
    /** Reading a file or listing a directory. */
    public static final int READ = 0x1;

    /** Looking up a name in a directory. */
    public static final int LOOKUP = 0x2;

    /** Rewriting a file's data or changing entries of a directory. */
    public static final int MODIFY = 0x4;

    /** Writing beyond the end of a file or adding entries to a directory. */
    public static final int EXTEND = 0x8;

    /** Removing an entry of a directory. */
    public static final int DELETE = 0x10;

    /** Executing a file. */
    public static final int EXECUTE = 0x20;

    private AccessFlags() {}
}
