package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.acl.NamedAttributeAcl;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.FileType;

/**
 * The attributes that named attributes and their directories have, all of which follow from their
 * object's, as the host decides about extended attributes (xattr(7)): who may read the object may
 * read them, who may write it may change them, but for a sticky directory only its owner.
 */
final class AttributeRules {
    private static final int READ_AND_WRITE = 0666;
    private static final int CHANGES = Access.MODIFY | Access.EXTEND | Access.DELETE;

    /** Those of a directory: one name, and itself. */
    private static final int LINKS_OF_DIRECTORY = 2;

    private AttributeRules() {}

    /** The attributes of what is in the object with {@code stat}. */
    static FileStat of(AttributeInode inode, FileStat stat, long size) {
        return inode.type().isDirectory()
                ? ofDirectory(stat, inode.fileId())
                : ofAttribute(stat, inode.fileId(), size);
    }

    /** Those of the directory of the object's named attributes. */
    static FileStat ofDirectory(FileStat object) {
        return ofDirectory(object, 1);
    }

    private static FileStat ofDirectory(FileStat object, long fileId) {
        Acl acl = object.acl() == null ? null : NamedAttributeAcl.of(object.acl());
        int mode = PosixPermissions.attributeDirectoryMode(object.mode());
        return stat(FileType.NF4ATTRDIR, object, mode, acl, LINKS_OF_DIRECTORY, fileId, 0);
    }

    /** Those of one of them, whatever its size. */
    static FileStat ofAttribute(FileStat object) {
        return ofAttribute(object, 1, 0);
    }

    private static FileStat ofAttribute(FileStat object, long fileId, long size) {
        Acl acl = object.acl() == null ? null : NamedAttributeAcl.ofAttribute(object.acl());
        int mode = object.mode() & READ_AND_WRITE;
        return stat(FileType.NF4NAMEDATTR, object, mode, acl, 1, fileId, size);
    }

    /** The object's change attribute is theirs, as it grows with every change of one of them. */
    private static FileStat stat(
            FileType type,
            FileStat object,
            int mode,
            @Nullable Acl acl,
            int links,
            long fileId,
            long size) {
        return new FileStat(
                type,
                acl == null ? mode : AclMode.modeOf(acl),
                links,
                object.uid(),
                object.gid(),
                0,
                0,
                size,
                size,
                fileId,
                object.change(),
                object.changeTime(),
                object.changeTime(),
                object.changeTime(),
                object.birthTime(),
                acl);
    }

    /** Which {@link Access} bits the caller has. */
    static int granted(Credentials caller, AttributeInode inode, FileStat object) {
        int granted = PosixPermissions.granted(caller, of(inode, object, 0));
        return isOpenToChanges(caller, object) ? granted : granted & ~CHANGES;
    }

    /** Whether the caller may list named attributes and look them up. */
    static boolean maySearch(Credentials caller, FileStat object) {
        return PosixPermissions.maySearch(caller, ofDirectory(object));
    }

    /** Whether the caller may make named attributes and remove them. */
    static boolean mayChangeEntries(Credentials caller, FileStat object) {
        return isOpenToChanges(caller, object)
                && PosixPermissions.mayChangeEntries(caller, ofDirectory(object));
    }

    /** Whether the caller may read the value of one. */
    static boolean mayRead(Credentials caller, FileStat object) {
        return PosixPermissions.mayReadData(caller, ofAttribute(object));
    }

    /** Whether the caller may change the value of one. */
    static boolean mayWrite(Credentials caller, FileStat object) {
        return isOpenToChanges(caller, object)
                && PosixPermissions.mayWriteData(caller, ofAttribute(object));
    }

    /** Not what is in a sticky directory of another user: it is for all to put files into. */
    private static boolean isOpenToChanges(Credentials caller, FileStat object) {
        boolean sticky =
                object.type().isDirectory() && (object.mode() & PosixPermissions.STICKY) != 0;
        return !sticky || PosixPermissions.ownsOrSuper(caller, object);
    }
}
