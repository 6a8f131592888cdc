package org.nfs41.ops.fs;

/**
 * The bounds of a file system, which do not change while it is exported.
 *
 * @param maxFileSize the largest size of a file, in bytes
 * @param maxNameBytes the longest name of a directory entry, in bytes of UTF-8
 * @param maxLinkTextBytes the longest text of a symbolic link, in bytes of UTF-8
 * @param maxLinks the largest link count of an object
 * @param acls whether objects can have an access control list (RFC 8881 chapter 6)
 */
public record FsLimits(
        long maxFileSize, int maxNameBytes, int maxLinkTextBytes, int maxLinks, AclKeeping acls) {
    /** Whether the {@code acl} attribute is supported. */
    public boolean keepsAcls() {
        return acls != AclKeeping.NONE;
    }
}
