package org.nfs41.ops.fs;

/** The bits that say what a caller may do with an object; their values are those of ACCESS4. */
public final class Access {
    /** Read a file's data, list a directory. */
    public static final int READ = 0x01;

    /** Look up a name in a directory. Never granted for other objects. */
    public static final int LOOKUP = 0x02;

    /** Change a file's data or a directory's entries. */
    public static final int MODIFY = 0x04;

    /** Write after a file's end, add entries to a directory. */
    public static final int EXTEND = 0x08;

    /** Remove entries of a directory. Never granted for other objects. */
    public static final int DELETE = 0x10;

    /** Run a file as a program. Never granted for directories. */
    public static final int EXECUTE = 0x20;

    /** All of them. */
    public static final int ALL = READ | LOOKUP | MODIFY | EXTEND | DELETE | EXECUTE;

    private Access() {}
}
