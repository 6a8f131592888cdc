package org.nfs41.server.memory;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

/** Named attributes of files and directories. Thread-safe. */
final class NamedAttributes {
    private final Volume volume;
    private final Creator creator;
    private final Linker linker;

    NamedAttributes(Volume volume, Creator creator, Linker linker) {
        this.volume = volume;
        this.creator = creator;
        this.linker = linker;
    }

    /** The directory of an object's named attributes. */
    FsResult<Inode> directory(Credentials caller, MemoryInode object, boolean create) {
        FileType type = object.type();
        if (!type.equals(FileType.NF4REG) && !type.equals(FileType.NF4DIR)) {
            return FsResult.failed(NfsStatus.NOTSUPP);
        }
        FileStat permissions = AttributeDirectory.permitted(object.stat(), object.stat());
        if (object.isGone()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        if (!PosixPermissions.maySearch(caller, permissions)) {
            return FsResult.failed(NfsStatus.ACCESS);
        }
        AttributeDirectory found = object.attributes();
        if (create) {
            return found == null ? make(caller, object) : FsResult.ok(found);
        }
        return found == null || found.isEmptyLocked()
                ? FsResult.failed(NfsStatus.NOENT)
                : FsResult.ok(found);
    }

    private FsResult<Inode> make(Credentials caller, MemoryInode object) {
        long stamp = object.lock().writeLock();
        try {
            AttributeDirectory other = object.attributes();
            if (object.isGone()) {
                return FsResult.failed(NfsStatus.STALE);
            }
            if (other != null) {
                return FsResult.ok(other);
            }
            FileStat permissions = AttributeDirectory.permitted(object.stat(), object.stat());
            if (!PosixPermissions.mayChangeEntries(caller, permissions)) {
                return FsResult.failed(NfsStatus.ACCESS);
            }
            if (!volume.space().takeInode(0)) {
                return FsResult.failed(NfsStatus.NOSPC);
            }
            AttributeDirectory made = new AttributeDirectory(blank(), object);
            volume.add(made);
            object.attributesLocked(made);
            return FsResult.ok(made);
        } finally {
            object.lock().unlockWrite(stamp);
        }
    }

    private FileStat blank() {
        NfsTime now = volume.now();
        long fileId = volume.newFileId();
        FileType type = FileType.NF4ATTRDIR;
        return new FileStat(type, 0, 2, 0, 0, 0, 0, 0, 0, fileId, 1, now, now, now, now, null);
    }

    /** Makes a named attribute. */
    FsResult<Created> create(
            Credentials caller,
            AttributeDirectory directory,
            Opaque name,
            NewObject object,
            AttributeChanges initial,
            CreateMode mode) {
        if (!(object instanceof NewObject.OfAttribute)) {
            return FsResult.failed(NfsStatus.WRONG_TYPE);
        }
        if (mode instanceof CreateMode.Exclusive) {
            return FsResult.failed(NfsStatus.INVAL);
        }
        FsResult<Created> created = creator.create(caller, directory, name, object, initial, mode);
        if (created instanceof FsResult.Ok<Created>(Created done) && done.created()) {
            touch(directory.object());
        }
        return created;
    }

    /** Removes a named attribute. */
    FsResult<ChangeInfo> remove(Credentials caller, AttributeDirectory directory, Opaque name) {
        FsResult<ChangeInfo> removed = linker.remove(caller, directory, name);
        if (removed.status().isOk()) {
            touch(directory.object());
        }
        return removed;
    }

    /** Whether an object has named attributes is an attribute of it: its change attribute grows. */
    private void touch(MemoryInode object) {
        NfsTime now = volume.now();
        long stamp = object.lock().writeLock();
        try {
            object.statLocked(new StatEdit(object.stat()).changed(now).done());
        } finally {
            object.lock().unlockWrite(stamp);
        }
    }
}
