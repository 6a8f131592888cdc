package org.nfs41.server.local;

import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/**
 * What all that is done to named attributes shares.
 *
 * @param volume where the objects are
 * @param keys of named attributes
 * @param locks all named attributes of an object are changed under its lock
 * @param retained those that somebody has open
 */
record AttributeStore(
        Volume volume, AttributeKeys keys, NameLocks locks, RetainedAttributes retained) {
    /** Of all exports, since an object may be in more than one. */
    private static final NameLocks LOCKS = new NameLocks();

    /** Those in {@code volume}, with keys that are made with {@code secret}. */
    static AttributeStore of(Volume volume, Opaque secret) {
        return new AttributeStore(
                volume, new AttributeKeys(secret), LOCKS, new RetainedAttributes());
    }

    /** The object that a directory of named attributes is of; NFS4ERR_NOTDIR for one of these. */
    static LocalInode ofDirectory(AttributeInode inode) throws HostException {
        Volume.require(inode instanceof AttributeDirectory, NfsStatus.NOTDIR);
        return inode.object();
    }

    /** The attributes of an object whose named attributes {@code caller} may look up. */
    static FileStat searchable(Credentials caller, OpenObject object) throws HostException {
        FileStat stat = object.stat();
        Volume.require(AttributeRules.maySearch(caller, stat), NfsStatus.ACCESS);
        return stat;
    }

    /** Fails unless {@code caller} may make and remove named attributes of the object. */
    static void requireChangeable(Credentials caller, FileStat object) throws HostException {
        Volume.require(AttributeRules.mayChangeEntries(caller, object), NfsStatus.ACCESS);
    }

    /**
     * Whether there is such an attribute; NFS4ERR_NAMETOOLONG if there cannot be one. A name that
     * is not for clients is as good as any other that is not there.
     */
    boolean has(OpenObject object, Opaque name) throws HostException {
        NfsStatus status = UserXattrs.check(name);
        Volume.require(!status.equals(NfsStatus.NAMETOOLONG), status);
        return volume.xattrs().has(object.fd(), name);
    }

    /** How the directory of an object's named attributes is left when nothing has changed. */
    static ChangeInfo unchanged(FileStat object) {
        return new ChangeInfo(false, object.change(), object.change());
    }

    /** How it is when something has. */
    static ChangeInfo changed(FileStat before, OpenObject object) throws HostException {
        return new ChangeInfo(false, before.change(), object.changed().change());
    }
}
