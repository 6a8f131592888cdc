package org.nfs41.xdr;

/** Permissions of an access control entry, {@code acemask4} (RFC 8881 section 6.2.1.3). */
public final class AceMask {
    /** Reading a file. */
    public static final int READ_DATA = 0x1;

    /** Listing a directory. */
    public static final int LIST_DIRECTORY = 0x1;

    /** Writing a file. */
    public static final int WRITE_DATA = 0x2;

    /** Adding a file to a directory. */
    public static final int ADD_FILE = 0x2;

    /** Appending to a file. */
    public static final int APPEND_DATA = 0x4;

    /** Adding a directory to a directory. */
    public static final int ADD_SUBDIRECTORY = 0x4;

    /** Reading named attributes. */
    public static final int READ_NAMED_ATTRS = 0x8;

    /** Writing named attributes. */
    public static final int WRITE_NAMED_ATTRS = 0x10;

    /** Executing a file, or passing through a directory. */
    public static final int EXECUTE = 0x20;

    /** Removing an entry of a directory. */
    public static final int DELETE_CHILD = 0x40;

    /** Reading attributes other than the access control list. */
    public static final int READ_ATTRIBUTES = 0x80;

    /** Setting times and similar attributes. */
    public static final int WRITE_ATTRIBUTES = 0x100;

    /** Setting retention times. */
    public static final int WRITE_RETENTION = 0x200;

    /** Setting retention holds. */
    public static final int WRITE_RETENTION_HOLD = 0x400;

    /** Removing the object. */
    public static final int DELETE = 0x10000;

    /** Reading the access control list. */
    public static final int READ_ACL = 0x20000;

    /** Setting the access control list and the mode. */
    public static final int WRITE_ACL = 0x40000;

    /** Setting owner and group. */
    public static final int WRITE_OWNER = 0x80000;

    /** Local synchronized access; of no use over NFS. */
    public static final int SYNCHRONIZE = 0x100000;

    /** What opening for reading needs. */
    public static final int GENERIC_READ = 0x120081;

    /** What opening for writing needs. */
    public static final int GENERIC_WRITE = 0x160106;

    /** What executing needs. */
    public static final int GENERIC_EXECUTE = 0x1200A0;

    private AceMask() {}
}
