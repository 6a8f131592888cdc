package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;

/**
 * The attributes to set on an object; null stands for "leave it".
 *
 * @param mode the new mode, 0 to 07777
 * @param uid the new owner, unsigned
 * @param gid the new owning group, unsigned
 * @param size the new length in bytes, not negative; regular files only
 * @param accessTime the new access time
 * @param modifyTime the new modification time
 * @param acl the new access control list, which is set after the mode (RFC 8881 section 6.4.1.3)
 */
public record AttributeChanges(
        @Nullable Integer mode,
        @Nullable Integer uid,
        @Nullable Integer gid,
        @Nullable Long size,
        @Nullable TimeChange accessTime,
        @Nullable TimeChange modifyTime,
        @Nullable Acl acl) {

    /** Changes nothing. */
    public static final AttributeChanges NONE =
            new AttributeChanges(null, null, null, null, null, null, null);

    /** Changes the mode alone. */
    public static AttributeChanges ofMode(int mode) {
        return NONE.withMode(mode);
    }

    /** Changes the size alone. */
    public static AttributeChanges ofSize(long size) {
        return NONE.withSize(size);
    }

    /** These, and the mode. */
    public AttributeChanges withMode(int newMode) {
        return new AttributeChanges(newMode, uid, gid, size, accessTime, modifyTime, acl);
    }

    /** These, and the owner. */
    public AttributeChanges withUid(int newUid) {
        return new AttributeChanges(mode, newUid, gid, size, accessTime, modifyTime, acl);
    }

    /** These, and the owning group. */
    public AttributeChanges withGid(int newGid) {
        return new AttributeChanges(mode, uid, newGid, size, accessTime, modifyTime, acl);
    }

    /** These, and the size. */
    public AttributeChanges withSize(long newSize) {
        return new AttributeChanges(mode, uid, gid, newSize, accessTime, modifyTime, acl);
    }

    /** These, and the access time. */
    public AttributeChanges withAccessTime(TimeChange newTime) {
        return new AttributeChanges(mode, uid, gid, size, newTime, modifyTime, acl);
    }

    /** These, and the modification time. */
    public AttributeChanges withModifyTime(TimeChange newTime) {
        return new AttributeChanges(mode, uid, gid, size, accessTime, newTime, acl);
    }

    /** These, and the access control list. */
    public AttributeChanges withAcl(Acl newAcl) {
        return new AttributeChanges(mode, uid, gid, size, accessTime, modifyTime, newAcl);
    }
}
