package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.NfsStatus;

/**
 * The permission rules of POSIX, for file systems that keep owner, group and mode bits, and those
 * of RFC 8881 chapter 6 for objects that have an access control list. Stateless.
 */
public final class PosixPermissions {
    /** Set-uid in a mode. */
    public static final int SET_UID = 04000;

    /** Set-gid in a mode. */
    public static final int SET_GID = 02000;

    /** The sticky bit in a mode: only owners remove entries of such a directory. */
    public static final int STICKY = 01000;

    /** All bits that a mode has. */
    public static final int MODE_MASK = 07777;

    /** The bits of a mode that an access control list decides. */
    private static final int PERMISSIONS = 0777;

    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int EXECUTE = 1;
    private static final int ANY_READ = 0444;
    private static final int ANY_WRITE = 0222;
    private static final int ANY_EXECUTE = 0111;
    private static final int GROUP_EXECUTE = 0010;

    private PosixPermissions() {}

    /** The {@link Access} bits that {@code caller} is granted on an object with {@code stat}. */
    public static int granted(Credentials caller, FileStat stat) {
        boolean directory = stat.type().isDirectory();
        int rwx = allowed(caller, stat, directory);
        int granted = 0;
        if ((rwx & READ) != 0) {
            granted |= Access.READ;
        }
        if ((rwx & WRITE) != 0) {
            granted |= Access.MODIFY | Access.EXTEND;
            granted |= directory ? Access.DELETE : 0;
        }
        if ((rwx & EXECUTE) != 0) {
            granted |= directory ? Access.LOOKUP : Access.EXECUTE;
        }
        return granted;
    }

    /** Whether {@code caller} is granted all {@link Access} bits of {@code needed}. */
    public static boolean mayAccess(Credentials caller, FileStat stat, int needed) {
        return (granted(caller, stat) & needed) == needed;
    }

    /** Whether {@code caller} may look up names in a directory with {@code stat}. */
    public static boolean maySearch(Credentials caller, FileStat stat) {
        return (allowed(caller, stat, true) & EXECUTE) != 0;
    }

    /** Whether {@code caller} may add and remove names in a directory with {@code stat}. */
    public static boolean mayChangeEntries(Credentials caller, FileStat stat) {
        int needed = WRITE | EXECUTE;
        return (allowed(caller, stat, true) & needed) == needed;
    }

    /** Whether READ is allowed: to those who may read or execute, and to the owner. */
    public static boolean mayReadData(Credentials caller, FileStat stat) {
        return ownsOrSuper(caller, stat) || (allowed(caller, stat, false) & (READ | EXECUTE)) != 0;
    }

    /** Whether WRITE is allowed: to those who may write, and to the owner. */
    public static boolean mayWriteData(Credentials caller, FileStat stat) {
        return ownsOrSuper(caller, stat) || (allowed(caller, stat, false) & WRITE) != 0;
    }

    /**
     * Whether {@code caller} may remove or rename an entry with {@code entry} of {@code directory}.
     * Lists that name the right to delete decide it; else whoever may change the directory's
     * entries has it, as far as the sticky bit lets him (RFC 8881 section 6.2.1.3.2).
     */
    public static boolean mayRemove(Credentials caller, FileStat directory, FileStat entry) {
        if (!caller.isSuperuser()) {
            if (!maySearch(caller, directory)) {
                return false;
            }
            if (allows(caller, entry, AceMask.DELETE)
                    || allows(caller, directory, AceMask.DELETE_CHILD)) {
                return true;
            }
            if (decides(caller, entry, AceMask.DELETE)
                    || decides(caller, directory, AceMask.DELETE_CHILD)) {
                return false;
            }
        }
        return mayChangeEntries(caller, directory) && mayRemoveEntry(caller, directory, entry);
    }

    /**
     * Whether the sticky bit of {@code directory} lets {@code caller} remove or rename its entry
     * with {@code entry}; the directory's write permission is another matter.
     */
    public static boolean mayRemoveEntry(Credentials caller, FileStat directory, FileStat entry) {
        return (directory.mode() & STICKY) == 0
                || ownsOrSuper(caller, directory)
                || ownsOrSuper(caller, entry);
    }

    /**
     * The mode of the directory of named attributes of an object with {@code mode} and without an
     * access control list: who may read the object may list and search it, who may write the object
     * may change its entries.
     */
    public static int attributeDirectoryMode(int mode) {
        int reading = mode & ANY_READ;
        return reading | reading / READ * EXECUTE | (mode & ANY_WRITE);
    }

    /** Whether {@code caller} is the owner of an object with {@code stat}, or the superuser. */
    public static boolean ownsOrSuper(Credentials caller, FileStat stat) {
        return caller.isSuperuser() || caller.uid() == stat.uid();
    }

    /**
     * Whether {@code caller} may make {@code changes} to an object with {@code stat}, and whether
     * its type allows them, as {@link FileSystem#setAttributes} says.
     */
    public static NfsStatus checkChanges(
            Credentials caller, FileStat stat, AttributeChanges changes) {
        if (changes.size() != null) {
            NfsStatus status = checkSize(caller, stat);
            if (!status.equals(NfsStatus.OK)) {
                return status;
            }
        }
        Acl acl = changes.acl();
        if (acl != null && acl.isForDirectories() && !stat.type().isDirectory()) {
            return NfsStatus.ATTRNOTSUPP;
        }
        if (caller.isSuperuser()) {
            return NfsStatus.OK;
        }
        boolean owner = caller.uid() == stat.uid();
        Integer uid = changes.uid();
        Integer gid = changes.gid();
        if (uid != null && !(owner && uid == stat.uid())) {
            return NfsStatus.PERM;
        }
        if (gid != null && !(owner && (gid == stat.gid() || caller.isInGroup(gid)))) {
            return NfsStatus.PERM;
        }
        boolean changesAcl = changes.mode() != null || acl != null;
        if (changesAcl && !owner && !allows(caller, stat, AceMask.WRITE_ACL)) {
            return NfsStatus.PERM;
        }
        NfsStatus access = checkTime(caller, stat, changes.accessTime());
        return access.equals(NfsStatus.OK) ? checkTime(caller, stat, changes.modifyTime()) : access;
    }

    /** The mode that {@code stat}'s object has after {@code caller} has made {@code changes}. */
    public static int modeAfter(Credentials caller, FileStat stat, AttributeChanges changes) {
        int mode = stat.mode();
        boolean directory = stat.type().isDirectory();
        if (changes.size() != null) {
            mode = modeAfterWrite(caller, mode);
        }
        if ((changes.uid() != null || changes.gid() != null) && !directory) {
            mode &= ~SET_UID;
            // without group execution the bit never gave anybody a group
            mode &= (mode & GROUP_EXECUTE) != 0 ? ~SET_GID : ~0;
        }
        Integer newMode = changes.mode();
        if (newMode != null) {
            mode = newMode & MODE_MASK;
            Integer newGid = changes.gid();
            int gid = newGid != null ? newGid : stat.gid();
            if (!caller.isSuperuser() && !caller.isInGroup(gid)) {
                mode &= ~SET_GID;
            }
        }
        Acl acl = changes.acl();
        return acl == null ? mode : (mode & ~PERMISSIONS) | AclMode.modeOf(acl);
    }

    /**
     * The access control list that {@code stat}'s object has after {@code changes}: one that is set
     * is kept as given, one that is not follows the mode (RFC 8881 section 6.4.1).
     */
    public static @Nullable Acl aclAfter(FileStat stat, AttributeChanges changes) {
        Acl set = changes.acl();
        Acl old = stat.acl();
        Integer mode = changes.mode();
        if (set != null || old == null || mode == null) {
            return set != null ? set : old;
        }
        return AclMode.withMode(old, mode & PERMISSIONS);
    }

    /** The mode of a file after {@code caller} has written to it. */
    public static int modeAfterWrite(Credentials caller, int mode) {
        if (caller.isSuperuser() || (mode & (SET_UID | SET_GID)) == 0) {
            return mode;
        }
        int cleared = mode & ~SET_UID;
        return (mode & GROUP_EXECUTE) != 0 ? cleared & ~SET_GID : cleared;
    }

    /** Whether the object has a list that allows it. */
    private static boolean allows(Credentials caller, FileStat stat, int right) {
        Acl acl = stat.acl();
        return acl != null && acl.allowed(caller, stat.uid(), stat.gid(), right) != 0;
    }

    /** Whether the object has a list that allows or denies it. */
    private static boolean decides(Credentials caller, FileStat stat, int right) {
        Acl acl = stat.acl();
        return acl != null && acl.undecided(caller, stat.uid(), stat.gid(), right) == 0;
    }

    private static NfsStatus checkSize(Credentials caller, FileStat stat) {
        if (!stat.type().isRegular()) {
            return NfsStatus.INVAL;
        }
        return mayWriteData(caller, stat) ? NfsStatus.OK : NfsStatus.ACCESS;
    }

    private static NfsStatus checkTime(
            Credentials caller, FileStat stat, @Nullable TimeChange change) {
        return switch (change) {
            case null -> NfsStatus.OK;
            case TimeChange.ToNow() ->
                    mayWriteData(caller, stat) || allows(caller, stat, AceMask.WRITE_ATTRIBUTES)
                            ? NfsStatus.OK
                            : NfsStatus.ACCESS;
            case TimeChange.To(var time) ->
                    ownsOrSuper(caller, stat) || allows(caller, stat, AceMask.WRITE_ATTRIBUTES)
                            ? NfsStatus.OK
                            : NfsStatus.PERM;
        };
    }

    /** The read, write and execute bits of the class that the caller belongs to. */
    private static int allowed(Credentials caller, FileStat stat, boolean directory) {
        int mode = stat.mode();
        if (caller.isSuperuser()) {
            boolean mayExecute = directory || (mode & ANY_EXECUTE) != 0;
            return mayExecute ? READ | WRITE | EXECUTE : READ | WRITE;
        }
        Acl acl = stat.acl();
        if (acl != null) {
            return AclMode.granted(acl, caller, stat.uid(), stat.gid());
        }
        if (caller.uid() == stat.uid()) {
            return mode >> 6 & 7;
        }
        return caller.isInGroup(stat.gid()) ? mode >> 3 & 7 : mode & 7;
    }
}
