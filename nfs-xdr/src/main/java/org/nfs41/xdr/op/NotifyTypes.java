package org.nfs41.xdr.op;

/** Bit numbers of directory notifications, {@code notify_type4} (RFC 8881 section 20.4). */
public final class NotifyTypes {
    /** An entry's attributes changed. */
    public static final int CHANGE_CHILD_ATTRS = 0;

    /** The directory's attributes changed. */
    public static final int CHANGE_DIR_ATTRS = 1;

    /** An entry was removed. */
    public static final int REMOVE_ENTRY = 2;

    /** An entry was added. */
    public static final int ADD_ENTRY = 3;

    /** An entry was renamed. */
    public static final int RENAME_ENTRY = 4;

    /** The cookie verifier changed. */
    public static final int CHANGE_COOKIE_VERIFIER = 5;

    private NotifyTypes() {}
}
