package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.server.memory.MemoryDirectory.Entry;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.util.Objects;

/** Gives objects further names and takes names away. Thread-safe. */
final class Linker {
    /**
     * How often an entry may turn out to have changed between looking it up and having its locks
     * before the client is asked to try again. More than once is already rare.
     */
    static final int MAX_ATTEMPTS = 1000;

    private final Volume volume;

    Linker(Volume volume) {
        this.volume = volume;
    }

    FsResult<ChangeInfo> link(
            Credentials caller, MemoryInode target, MemoryDirectory directory, Opaque name) {
        if (target instanceof MemoryDirectory) {
            return FsResult.failed(NfsStatus.ISDIR);
        }
        AttributeDirectory attributes =
                target instanceof MemoryFile file ? file.attributeOf() : null;
        if (attributes != null || directory instanceof AttributeDirectory) {
            return FsResult.failed(directory == attributes ? NfsStatus.NOTSUPP : NfsStatus.XDEV);
        }
        try (InodeLocks _ = InodeLocks.of(directory, target)) {
            FileStat above = directory.stat();
            NfsStatus refusal = checkLinkLocked(caller, target, directory, name);
            if (!refusal.equals(NfsStatus.OK)) {
                return FsResult.failed(refusal);
            }
            if (!volume.space().take(Space.ENTRY_BYTES)) {
                return FsResult.failed(NfsStatus.NOSPC);
            }
            NfsTime now = volume.now();
            directory.addLocked(name, target);
            directory.touchLocked(0, now);
            target.statLocked(new StatEdit(target.stat()).addLinks(1).changed(now).done());
            return FsResult.ok(new ChangeInfo(true, above.change(), directory.stat().change()));
        }
    }

    private NfsStatus checkLinkLocked(
            Credentials caller, MemoryInode target, MemoryDirectory directory, Opaque name) {
        if (directory.isRemoved() || target.isRemoved()) {
            return NfsStatus.STALE;
        }
        if (!PosixPermissions.maySearch(caller, directory.stat())) {
            return NfsStatus.ACCESS;
        }
        if (directory.findLocked(name) != null) {
            return NfsStatus.EXIST;
        }
        if (!PosixPermissions.mayChangeEntries(caller, directory.stat())) {
            return NfsStatus.ACCESS;
        }
        boolean full = target.stat().linkCount() >= volume.limits().maxLinks();
        return full ? NfsStatus.MLINK : NfsStatus.OK;
    }

    FsResult<ChangeInfo> remove(Credentials caller, MemoryDirectory directory, Opaque name) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Entry seen = directory.find(name);
            try (InodeLocks _ = InodeLocks.of(directory, seen == null ? null : seen.inode())) {
                if (Objects.equals(directory.findLocked(name), seen)) {
                    return removeLocked(caller, directory, seen);
                }
            }
        }
        return FsResult.failed(NfsStatus.DELAY);
    }

    private FsResult<ChangeInfo> removeLocked(
            Credentials caller, MemoryDirectory directory, @Nullable Entry entry) {
        if (directory.isRemoved()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        FileStat above = directory.stat();
        if (!PosixPermissions.maySearch(caller, above)) {
            return FsResult.failed(NfsStatus.ACCESS);
        }
        if (entry == null) {
            return FsResult.failed(NfsStatus.NOENT);
        }
        if (!mayRemove(caller, directory, entry)) {
            return FsResult.failed(NfsStatus.ACCESS);
        }
        boolean isDirectory = entry.inode() instanceof MemoryDirectory;
        if (entry.inode() instanceof MemoryDirectory victim && !victim.isEmptyLocked()) {
            return FsResult.failed(NfsStatus.NOTEMPTY);
        }
        NfsTime now = volume.now();
        directory.removeLocked(entry);
        directory.touchLocked(isDirectory ? -1 : 0, now);
        volume.space().give(Space.ENTRY_BYTES);
        dropNameLocked(entry.inode(), now);
        return FsResult.ok(new ChangeInfo(true, above.change(), directory.stat().change()));
    }

    /** Whether {@code caller} may take {@code entry} out of {@code directory}. */
    static boolean mayRemove(Credentials caller, MemoryDirectory directory, Entry entry) {
        return PosixPermissions.mayRemove(caller, directory.stat(), entry.inode().stat());
    }

    /**
     * Counts one name less for {@code inode}, and ends it if that was the last and none holds it.
     */
    void dropNameLocked(MemoryInode inode, NfsTime now) {
        // an empty directory has no links left but its name and its own "."
        int links = inode instanceof MemoryDirectory ? inode.stat().linkCount() : 1;
        if (inode.unlinkLocked(links, now)) {
            volume.endLocked(inode);
        }
    }
}
