package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;

/**
 * The attributes of an object at one moment, as POSIX's {@code stat} knows them.
 *
 * <p>The file system's id ({@code fsid}) is not here: it belongs to the {@link Export}, since a
 * file system cannot know which ids others on the server have. File systems are encouraged to keep
 * one immutable {@code FileStat} per inode and replace it when something changes: reading
 * attributes then makes no garbage and takes no lock.
 *
 * @param type what kind of object it is
 * @param mode the permission, set-id and sticky bits: 0 to 07777
 * @param linkCount how many names the object has; for a directory 2 plus its subdirectories; 0 once
 *     removed
 * @param uid the owner, unsigned
 * @param gid the owning group, unsigned
 * @param deviceMajor the major number of a block or character device, else 0
 * @param deviceMinor the minor number of a block or character device, else 0
 * @param size the length in bytes; of a symbolic link, that of its text
 * @param spaceUsed how many bytes of storage the object occupies; less than the size if it has
 *     holes
 * @param fileId as {@link Inode#fileId()}
 * @param change a number that grows with every change to the object, its attributes included but
 *     for the access time (RFC 8881 section 5.8.1.4)
 * @param accessTime when the content was last read, as exactly as the file system cares to know
 * @param modifyTime when the content last changed
 * @param changeTime when content or attributes last changed
 * @param birthTime when the object was created
 * @param acl the access control list, whose mode {@code mode} is; null if the mode says all
 */
public record FileStat(
        FileType type,
        int mode,
        int linkCount,
        int uid,
        int gid,
        int deviceMajor,
        int deviceMinor,
        long size,
        long spaceUsed,
        long fileId,
        long change,
        NfsTime accessTime,
        NfsTime modifyTime,
        NfsTime changeTime,
        NfsTime birthTime,
        @Nullable Acl acl) {
    /** The same of an object that has another size. */
    public FileStat withSize(long newSize) {
        return new FileStat(
                type,
                mode,
                linkCount,
                uid,
                gid,
                deviceMajor,
                deviceMinor,
                newSize,
                spaceUsed,
                fileId,
                change,
                accessTime,
                modifyTime,
                changeTime,
                birthTime,
                acl);
    }
}
