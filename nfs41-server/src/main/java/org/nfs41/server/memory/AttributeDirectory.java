package org.nfs41.server.memory;

import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.acl.NamedAttributeAcl;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;

/**
 * The directory of an object's named attributes, hidden behind it (RFC 8881 section 5.3).
 *
 * <p>It and its entries are locked after all other objects: who has locked one of them locks no
 * other kind of object.
 */
final class AttributeDirectory extends MemoryDirectory {
    private final MemoryInode object;

    /** The empty directory of an object. */
    AttributeDirectory(FileStat stat, MemoryInode object) {
        super(stat, null);
        this.object = object;
    }

    /** Whose named attributes it holds. */
    MemoryInode object() {
        return object;
    }

    @Override
    MemoryInode above() {
        return object;
    }

    /** Its owner and permissions are always those that follow from the object's. */
    @Override
    FileStat stat() {
        return permitted(super.stat(), object.stat());
    }

    /** The attributes of such a directory, with what the object's permissions make of its own. */
    static FileStat permitted(FileStat own, FileStat object) {
        Acl acl = object.acl() == null ? null : NamedAttributeAcl.of(object.acl());
        int mode = PosixPermissions.attributeDirectoryMode(object.mode());
        return new StatEdit(own)
                .mode(acl == null ? mode : AclMode.modeOf(acl))
                .uid(object.uid())
                .gid(object.gid())
                .acl(acl)
                .done();
    }
}
