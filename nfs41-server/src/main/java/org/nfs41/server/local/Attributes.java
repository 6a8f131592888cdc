package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sets attributes. Safe for use by several threads. */
final class Attributes {
    /** In place of nanoseconds: the host's time now, and no change (utimensat(2)). */
    private static final long NOW = 0x3fff_ffff;

    private static final long OMIT = 0x3fff_fffe;

    /** In place of an id: no change. */
    private static final int KEEP = -1;

    private final Volume volume;

    Attributes(Volume volume) {
        this.volume = volume;
    }

    void set(Credentials caller, LocalInode inode, AttributeChanges changes) throws HostException {
        try (OpenObject open = volume.cache().acquire(inode)) {
            FileStat stat = open.stat();
            require(caller, stat, changes);
            if (changes.equals(AttributeChanges.NONE)) {
                return;
            }
            apply(open, stat, changes, PosixPermissions.modeAfter(caller, stat, changes));
            open.touch();
            volume.stability().object(open);
        }
    }

    /** Fails unless {@code caller} may make the changes to such an object. */
    static void require(Credentials caller, FileStat stat, AttributeChanges changes)
            throws HostException {
        Volume.require(PosixPermissions.checkChanges(caller, stat, changes));
        Acl acl = changes.acl();
        if (acl != null) {
            Volume.require(!stat.type().equals(FileType.NF4LNK), NfsStatus.ATTRNOTSUPP);
            PosixAclMapping.of(acl, stat.type().equals(FileType.NF4DIR));
        }
    }

    /**
     * Makes the changes, which have been allowed. What the host is most likely to refuse comes
     * first: it has no way to change all or nothing.
     *
     * @param stat the attributes before
     * @param mode the mode to come
     */
    static void apply(OpenObject open, FileStat stat, AttributeChanges changes, int mode)
            throws HostException {
        Long size = changes.size();
        if (size != null) {
            HostException.check(Libc.ftruncate(open.writeFd(), size));
        }
        boolean given = setOwner(open, stat, changes.uid(), changes.gid());
        // the host drops set-id bits with the owner, and the mode is that of the link's target
        boolean link = stat.type().equals(FileType.NF4LNK);
        if (!link && (mode != stat.mode() || given)) {
            setMode(open, mode);
        }
        Acl acl = changes.acl();
        if (acl != null) {
            boolean directory = open.inode().isDirectory();
            open.acls().set(open.fd(), directory, PosixAclMapping.of(acl, directory));
        }
        setTimes(open, changes.accessTime(), changes.modifyTime());
    }

    /** Sets the mode of an object that is no symbolic link. */
    static void setMode(OpenObject open, int mode) throws HostException {
        HostException.check(Libc.chmod(Scratch.current().fdPath(open.fd()), mode));
    }

    private static boolean setOwner(
            OpenObject open, FileStat stat, @Nullable Integer uid, @Nullable Integer gid)
            throws HostException {
        boolean change = (uid != null && uid != stat.uid()) || (gid != null && gid != stat.gid());
        if (change) {
            HostException.check(
                    Libc.fchownat(
                            open.fd(),
                            Scratch.current().empty(),
                            uid != null ? uid : KEEP,
                            gid != null ? gid : KEEP,
                            Libc.AT_EMPTY_PATH));
        }
        return change;
    }

    private static void setTimes(
            OpenObject open, @Nullable TimeChange access, @Nullable TimeChange modify)
            throws HostException {
        if (access == null && modify == null) {
            return;
        }
        Scratch scratch = Scratch.current();
        MemorySegment times = scratch.pairs();
        putTime(times, 0, access);
        putTime(times, 2, modify);
        HostException.check(Libc.utimensat(open.fd(), scratch.empty(), times, Libc.AT_EMPTY_PATH));
    }

    private static void putTime(MemorySegment times, int index, @Nullable TimeChange change) {
        long seconds = 0;
        long nanos;
        switch (change) {
            case null -> nanos = OMIT;
            case TimeChange.ToNow() -> nanos = NOW;
            case TimeChange.To(NfsTime time) -> {
                seconds = time.seconds();
                nanos = Integer.toUnsignedLong(time.nanos());
            }
        }
        times.setAtIndex(ValueLayout.JAVA_LONG, index, seconds);
        times.setAtIndex(ValueLayout.JAVA_LONG, index + 1L, nanos);
    }
}
