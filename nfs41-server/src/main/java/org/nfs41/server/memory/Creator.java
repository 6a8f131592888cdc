package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclInheritance;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.server.memory.MemoryDirectory.Entry;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

/** Makes new objects. Thread-safe; only the directory is locked, nobody else knows the object. */
final class Creator {
    private final Volume volume;

    Creator(Volume volume) {
        this.volume = volume;
    }

    FsResult<Created> create(
            Credentials caller,
            MemoryDirectory directory,
            Opaque name,
            NewObject object,
            AttributeChanges initial,
            CreateMode mode) {
        long stamp = directory.lock().writeLock();
        try {
            return createLocked(caller, directory, name, object, initial, mode);
        } finally {
            directory.lock().unlockWrite(stamp);
        }
    }

    private FsResult<Created> createLocked(
            Credentials caller,
            MemoryDirectory directory,
            Opaque name,
            NewObject object,
            AttributeChanges initial,
            CreateMode mode) {
        if (directory.isRemoved()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        FileStat above = directory.stat();
        if (!PosixPermissions.maySearch(caller, above)) {
            return FsResult.failed(NfsStatus.ACCESS);
        }
        Entry taken = directory.findLocked(name);
        if (taken != null) {
            return answerTaken(caller, above, taken.inode(), mode);
        }
        boolean isDirectory = object instanceof NewObject.OfDirectory;
        NfsStatus refusal = check(caller, above, object);
        FileStat blank = blank(caller, above, object);
        if (refusal.equals(NfsStatus.OK)) {
            refusal = checkInitial(caller, blank, initial);
        }
        if (!refusal.equals(NfsStatus.OK)) {
            return FsResult.failed(refusal);
        }
        FileStat stat = AttributeEdits.initial(caller, blank, initial, above);
        int bytes = Space.ENTRY_BYTES + object.contentBytes() + Space.bytesOf(stat.acl());
        if (!volume.space().takeInode(bytes)) {
            return FsResult.failed(NfsStatus.NOSPC);
        }
        MemoryInode inode = make(directory, object, stat, mode);
        volume.add(inode);
        directory.addLocked(name, inode);
        directory.touchLocked(isDirectory ? 1 : 0, stat.birthTime());
        ChangeInfo change = new ChangeInfo(true, above.change(), directory.stat().change());
        return FsResult.ok(new Created(inode, true, change));
    }

    private static FsResult<Created> answerTaken(
            Credentials caller, FileStat directory, MemoryInode taken, CreateMode mode) {
        ChangeInfo unchanged = new ChangeInfo(true, directory.change(), directory.change());
        return switch (mode) {
            case CreateMode.Unchecked() -> FsResult.ok(new Created(taken, false, unchanged));
            case CreateMode.Guarded() -> FsResult.failed(NfsStatus.EXIST);
            case CreateMode.Exclusive(long verifier) ->
                    taken instanceof MemoryFile file
                                    && file.wasCreatedWith(verifier)
                                    && PosixPermissions.ownsOrSuper(caller, file.stat())
                            ? FsResult.ok(new Created(taken, true, unchanged))
                            : FsResult.failed(NfsStatus.EXIST);
        };
    }

    private NfsStatus check(Credentials caller, FileStat above, NewObject object) {
        if (!PosixPermissions.mayChangeEntries(caller, above)) {
            return NfsStatus.ACCESS;
        }
        FileType type = object.type();
        boolean device = type.equals(FileType.NF4BLK) || type.equals(FileType.NF4CHR);
        if (device && !caller.isSuperuser()) {
            return NfsStatus.PERM;
        }
        boolean full = above.linkCount() >= volume.limits().maxLinks();
        return full && type.equals(FileType.NF4DIR) ? NfsStatus.MLINK : NfsStatus.OK;
    }

    private static NfsStatus checkInitial(
            Credentials caller, FileStat blank, AttributeChanges initial) {
        Long size = initial.size();
        if (size != null && size > PageTree.MAX_BYTES) {
            return NfsStatus.FBIG;
        }
        return PosixPermissions.checkChanges(caller, blank, initial);
    }

    /** The attributes of the object before those that the client asks for. */
    private FileStat blank(Credentials caller, FileStat above, NewObject object) {
        NfsTime now = volume.now();
        boolean inheritsGroup = (above.mode() & PosixPermissions.SET_GID) != 0;
        boolean link = object instanceof NewObject.OfSymlink;
        boolean directory = object instanceof NewObject.OfDirectory;
        Acl acl = link ? null : AclInheritance.of(above.acl(), directory);
        int deviceMajor = 0;
        int deviceMinor = 0;
        if (object instanceof NewObject.OfSpecial special) {
            deviceMajor = special.deviceMajor();
            deviceMinor = special.deviceMinor();
        }
        return new FileStat(
                object.type(),
                acl == null ? object.defaultMode() : AclMode.modeOf(acl),
                directory ? 2 : 1,
                caller.uid(),
                inheritsGroup ? above.gid() : caller.gid(),
                deviceMajor,
                deviceMinor,
                object.contentBytes(),
                object.contentBytes(),
                volume.newFileId(),
                1,
                now,
                now,
                now,
                now,
                acl);
    }

    private MemoryInode make(
            MemoryDirectory directory, NewObject object, FileStat stat, CreateMode mode) {
        return switch (object) {
            case NewObject.OfFile() -> new MemoryFile(stat, volume.space(), createVerifierOf(mode));
            case NewObject.OfAttribute() ->
                    new MemoryFile(stat, volume.space(), (AttributeDirectory) directory);
            case NewObject.OfDirectory() -> new MemoryDirectory(stat, directory);
            case NewObject.OfSymlink(Opaque text) -> new MemorySymlink(stat, text);
            case NewObject.OfSpecial special -> new MemorySpecial(stat);
        };
    }

    private static @Nullable Long createVerifierOf(CreateMode mode) {
        return mode instanceof CreateMode.Exclusive(long verifier) ? verifier : null;
    }
}
