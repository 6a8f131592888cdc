package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The access control list of one object, read again when the object has changed since. For use
 * under a lock.
 *
 * <p>A change sets the time of change, but two within a tick of the host's clock set the same: what
 * was read that early is not relied upon.
 */
final class AccessRules {
    /** Longer than any tick. */
    private static final long SETTLED_MILLIS = 100;

    private final HostAcls acls;
    private final LongSupplier clock;
    private @Nullable NfsTime changed;
    private boolean settled;
    private @Nullable Acl acl;

    /** Those of an object; {@code clock} gives the host's time in milliseconds. */
    AccessRules(HostAcls acls, LongSupplier clock) {
        this.acls = acls;
        this.clock = clock;
    }

    /**
     * The list of the object whose descriptor and attributes these are; null if it has none.
     *
     * @param contentFd a descriptor that is open for its content, or -1
     */
    @Nullable Acl of(int fd, int contentFd, FileStat stat) throws HostException {
        if (!acls.kept() || stat.type().equals(FileType.NF4LNK)) {
            return null;
        }
        if (!settled || !stat.changeTime().equals(changed)) {
            long now = clock.getAsLong();
            acl = read(fd, contentFd, stat);
            changed = stat.changeTime();
            settled = now - millis(stat.changeTime()) > SETTLED_MILLIS;
        }
        return acl;
    }

    private @Nullable Acl read(int fd, int contentFd, FileStat stat) throws HostException {
        PosixAcl access = contentFd < 0 ? acls.access(fd) : acls.accessByContent(contentFd);
        boolean directory = stat.type().equals(FileType.NF4DIR);
        PosixAcl inherited = directory ? acls.inherited(fd) : null;
        if (inherited == null) {
            return access == null ? null : access.toNfs();
        }
        return (access == null ? PosixAcl.ofMode(stat.mode()) : access).toNfs(inherited);
    }

    /** Whether the host has the list in memory, as it was asked for it before. */
    boolean isAtHand() {
        return !acls.kept() || changed != null;
    }

    private static long millis(NfsTime time) {
        return TimeUnit.SECONDS.toMillis(time.seconds())
                + TimeUnit.NANOSECONDS.toMillis(time.nanos());
    }
}
