package org.nfs41.xdr;

/**
 * The attribute numbers (RFC 8881 sections 5.6 and 5.7; RFC 7862 and RFC 8275 for those after 76).
 * {@link AttributeType} has the types of their values.
 */
public final class Attribute {
    /** The attributes that the server supports for the object. */
    public static final int SUPPORTED_ATTRS = 0;

    /** The object's type. */
    public static final int TYPE = 1;

    /** How filehandles expire, see {@link FhExpireType}. */
    public static final int FH_EXPIRE_TYPE = 2;

    /** Differs whenever data or attributes have changed. */
    public static final int CHANGE = 3;

    /** The size in bytes. */
    public static final int SIZE = 4;

    /** Whether the file system has hard links. */
    public static final int LINK_SUPPORT = 5;

    /** Whether the file system has symbolic links. */
    public static final int SYMLINK_SUPPORT = 6;

    /** Whether the object has named attributes. */
    public static final int NAMED_ATTR = 7;

    /** The file system. */
    public static final int FSID = 8;

    /** Whether two filehandles always mean two objects. */
    public static final int UNIQUE_HANDLES = 9;

    /** The lease time in seconds. */
    public static final int LEASE_TIME = 10;

    /** Why READDIR could not get an entry's attributes. */
    public static final int RDATTR_ERROR = 11;

    /** The access control list. */
    public static final int ACL = 12;

    /** The kinds of access control entries supported, see {@link AclSupport}. */
    public static final int ACLSUPPORT = 13;

    /** Whether the object was archived since it changed. */
    public static final int ARCHIVE = 14;

    /** Whether times can be set. */
    public static final int CANSETTIME = 15;

    /** Whether names are the same if they differ in case only. */
    public static final int CASE_INSENSITIVE = 16;

    /** Whether names keep their case. */
    public static final int CASE_PRESERVING = 17;

    /** Whether only a privileged user may change owner and group. */
    public static final int CHOWN_RESTRICTED = 18;

    /** The filehandle. */
    public static final int FILEHANDLE = 19;

    /** A number that identifies the object within its file system. */
    public static final int FILEID = 20;

    /** File slots available to the user. */
    public static final int FILES_AVAIL = 21;

    /** File slots free. */
    public static final int FILES_FREE = 22;

    /** File slots in all. */
    public static final int FILES_TOTAL = 23;

    /** Where else the file system is. */
    public static final int FS_LOCATIONS = 24;

    /** Whether the object is hidden, in the Windows sense. */
    public static final int HIDDEN = 25;

    /** Whether all objects of the file system support the same attributes. */
    public static final int HOMOGENEOUS = 26;

    /** The greatest file size in bytes. */
    public static final int MAXFILESIZE = 27;

    /** The most hard links to an object. */
    public static final int MAXLINK = 28;

    /** The longest name in bytes. */
    public static final int MAXNAME = 29;

    /** The most bytes that READ returns. */
    public static final int MAXREAD = 30;

    /** The most bytes that WRITE takes. */
    public static final int MAXWRITE = 31;

    /** The MIME type. */
    public static final int MIMETYPE = 32;

    /** Permissions, see {@link ModeBits}. */
    public static final int MODE = 33;

    /** Whether too long names are refused rather than cut. */
    public static final int NO_TRUNC = 34;

    /** The number of hard links. */
    public static final int NUMLINKS = 35;

    /** The owner as {@code user@domain}. */
    public static final int OWNER = 36;

    /** The group as {@code group@domain}. */
    public static final int OWNER_GROUP = 37;

    /** Bytes left until allocation fails. */
    public static final int QUOTA_AVAIL_HARD = 38;

    /** Bytes left until the user is warned. */
    public static final int QUOTA_AVAIL_SOFT = 39;

    /** Bytes used under the quota. */
    public static final int QUOTA_USED = 40;

    /** The device number of a device. */
    public static final int RAWDEV = 41;

    /** Bytes available to the user. */
    public static final int SPACE_AVAIL = 42;

    /** Bytes free. */
    public static final int SPACE_FREE = 43;

    /** Bytes in all. */
    public static final int SPACE_TOTAL = 44;

    /** Bytes the object takes. */
    public static final int SPACE_USED = 45;

    /** Whether the object is a system file, in the Windows sense. */
    public static final int SYSTEM = 46;

    /** When it was last read. */
    public static final int TIME_ACCESS = 47;

    /** Sets {@code time_access}. */
    public static final int TIME_ACCESS_SET = 48;

    /** When it was last backed up. */
    public static final int TIME_BACKUP = 49;

    /** When it was created. */
    public static final int TIME_CREATE = 50;

    /** The resolution of the server's times. */
    public static final int TIME_DELTA = 51;

    /** When its metadata last changed. */
    public static final int TIME_METADATA = 52;

    /** When its data last changed. */
    public static final int TIME_MODIFY = 53;

    /** Sets {@code time_modify}. */
    public static final int TIME_MODIFY_SET = 54;

    /** The file id of what a file system's root is mounted on. */
    public static final int MOUNTED_ON_FILEID = 55;

    /** How long notifications about a directory's attributes may wait. */
    public static final int DIR_NOTIF_DELAY = 56;

    /** How long notifications about entries' attributes may wait. */
    public static final int DIRENT_NOTIF_DELAY = 57;

    /** The part of the access control list that grants and denies. */
    public static final int DACL = 58;

    /** The part of the access control list that logs and raises alarms. */
    public static final int SACL = 59;

    /** Differs when the server's policy may have changed. */
    public static final int CHANGE_POLICY = 60;

    /** What the file system is a copy of. */
    public static final int FS_STATUS = 61;

    /** The layout types of the file system. */
    public static final int FS_LAYOUT_TYPES = 62;

    /** The layout a client would like. */
    public static final int LAYOUT_HINT = 63;

    /** The layout types of the file. */
    public static final int LAYOUT_TYPES = 64;

    /** The block size in bytes for I/O by a layout. */
    public static final int LAYOUT_BLKSIZE = 65;

    /** The alignment in bytes for I/O by a layout. */
    public static final int LAYOUT_ALIGNMENT = 66;

    /** Where else the file system is, with more to choose by. */
    public static final int FS_LOCATIONS_INFO = 67;

    /** When I/O should go by a layout. */
    public static final int MDSTHRESHOLD = 68;

    /** How long the file is protected. */
    public static final int RETENTION_GET = 69;

    /** Protects the file. */
    public static final int RETENTION_SET = 70;

    /** How long the file is protected because of an event. */
    public static final int RETENTEVT_GET = 71;

    /** Protects the file because of an event. */
    public static final int RETENTEVT_SET = 72;

    /** Administrative holds that protect the file, a bit each. */
    public static final int RETENTION_HOLD = 73;

    /** Changes some bits of the mode. */
    public static final int MODE_SET_MASKED = 74;

    /** The attributes that {@code EXCLUSIVE4_1} can set. */
    public static final int SUPPATTR_EXCLCREAT = 75;

    /** How names are encoded, see {@link FsCharsetCap}. */
    public static final int FS_CHARSET_CAP = 76;

    /** The block size in bytes that CLONE works with (RFC 7862). */
    public static final int CLONE_BLKSIZE = 77;

    /** Bytes that removing the object would free (RFC 7862). */
    public static final int SPACE_FREED = 78;

    /** How the change attribute moves (RFC 7862). */
    public static final int CHANGE_ATTR_TYPE = 79;

    /** The security label (RFC 7862). */
    public static final int SEC_LABEL = 80;

    /** A mode with the umask to apply (RFC 8275). */
    public static final int MODE_UMASK = 81;

    private Attribute() {}
}
