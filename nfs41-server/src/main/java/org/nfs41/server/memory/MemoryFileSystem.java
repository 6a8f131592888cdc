package org.nfs41.server.memory;

import org.nfs41.ops.fs.AclKeeping;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.EntryPlace;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsLimits;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;

/**
 * A file system in memory: POSIX semantics, bounded size, nothing kept when the server ends.
 *
 * <p>Looking up names, listing directories and reading attributes take no lock. Reading and writing
 * lock the file, changing names the directories and objects that it is about: in the order of their
 * file ids, so that there is no deadlock. Moving a directory to another parent is done by one
 * thread at a time.
 *
 * <p>The access time of a file is set by the first read after its content or that time was changed,
 * not by each one; that of other objects only by clients.
 */
public final class MemoryFileSystem implements FileSystem {
    /** The bounds that every memory file system has. */
    private static final int MAX_NAME_BYTES = 255;

    private static final int MAX_LINK_TEXT_BYTES = 4096;
    private static final int HANDLE_BYTES = 2 * Long.BYTES;

    private final Volume volume;
    private final long instance;
    private final MemoryDirectory root;
    private final NameReader names;
    private final FileContent content;
    private final Creator creator;
    private final Linker linker;
    private final Renamer renamer;
    private final NamedAttributes namedAttributes;

    /** An empty one. */
    public MemoryFileSystem(MemoryOptions options) {
        this.volume =
                new Volume(
                        new Space(options.capacityBytes(), options.maxFiles()),
                        new FsLimits(
                                PageTree.MAX_BYTES,
                                MAX_NAME_BYTES,
                                MAX_LINK_TEXT_BYTES,
                                options.maxLinks(),
                                AclKeeping.EXACT),
                        options.clock());
        this.instance = options.instance();
        this.names = new NameReader(instance);
        this.content = new FileContent(volume, instance);
        this.creator = new Creator(volume);
        this.linker = new Linker(volume);
        this.renamer = new Renamer(volume, linker);
        this.namedAttributes = new NamedAttributes(volume, creator, linker);
        this.root = new MemoryDirectory(rootStat(options.rootMode()), null);
        if (!volume.space().takeInode(0)) {
            throw new IllegalArgumentException("no capacity for even the root directory");
        }
        volume.add(root);
    }

    private FileStat rootStat(int mode) {
        NfsTime now = volume.now();
        long fileId = volume.newFileId();
        return new FileStat(
                FileType.NF4DIR, mode, 2, 0, 0, 0, 0, 0, 0, fileId, 1, now, now, now, now, null);
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public boolean mayChangeUnseen() {
        return false;
    }

    @Override
    public void putHandle(Inode inode, ByteBuffer target) {
        target.putLong(instance).putLong(inode.fileId());
    }

    @Override
    public FsResult<Inode> resolve(Opaque handle, int index) {
        if (handle.length() - index != HANDLE_BYTES) {
            return FsResult.failed(NfsStatus.BADHANDLE);
        }
        if (handle.longAt(index) != instance) {
            return FsResult.failed(NfsStatus.STALE);
        }
        MemoryInode inode = volume.find(handle.longAt(index + Long.BYTES));
        return inode == null ? FsResult.failed(NfsStatus.STALE) : FsResult.ok(inode);
    }

    @Override
    public NfsStatus retain(Inode inode) {
        return volume.retain(memory(inode));
    }

    @Override
    public void release(Inode inode) {
        volume.release(memory(inode));
    }

    @Override
    public FsResult<FileStat> getAttributes(Credentials caller, Inode inode) {
        MemoryInode memory = memory(inode);
        FileStat stat = memory.stat();
        return memory.isGone() ? FsResult.failed(NfsStatus.STALE) : FsResult.ok(stat);
    }

    @Override
    public NfsStatus setAttributes(Credentials caller, Inode inode, AttributeChanges changes) {
        MemoryInode memory = memory(inode);
        if (memory instanceof AttributeDirectory && !changes.equals(AttributeChanges.NONE)) {
            return NfsStatus.ATTRNOTSUPP;
        }
        long stamp = memory.lock().writeLock();
        try {
            return memory.isGone()
                    ? NfsStatus.STALE
                    : content.setAttributesLocked(caller, memory, changes);
        } finally {
            memory.lock().unlockWrite(stamp);
        }
    }

    @Override
    public FsResult<Integer> access(Credentials caller, Inode inode, int requested) {
        MemoryInode memory = memory(inode);
        int granted = PosixPermissions.granted(caller, memory.stat()) & requested;
        return memory.isGone() ? FsResult.failed(NfsStatus.STALE) : FsResult.ok(granted);
    }

    @Override
    public FsResult<Inode> lookup(Credentials caller, Inode directory, Opaque name) {
        return names.lookup(caller, memory(directory), name);
    }

    @Override
    public FsResult<Inode> parent(Credentials caller, Inode directory) {
        return names.parent(caller, memory(directory));
    }

    @Override
    public FsResult<DirectoryRead> readDirectory(
            Credentials caller, Inode inode, long cookie, long verifier, DirectoryVisitor visitor) {
        return inode instanceof MemoryDirectory directory
                ? names.list(caller, directory, cookie, verifier, visitor)
                : FsResult.failed(NfsStatus.NOTDIR);
    }

    @Override
    public FsResult<EntryPlace> place(Inode inode, Opaque name) {
        return inode instanceof MemoryDirectory directory
                ? directory.place(name)
                : FsResult.failed(NfsStatus.NOTDIR);
    }

    @Override
    public FsResult<Opaque> readLink(Credentials caller, Inode link) {
        if (!(link instanceof MemorySymlink symlink)) {
            return FsResult.failed(NfsStatus.WRONG_TYPE);
        }
        return symlink.isGone() ? FsResult.failed(NfsStatus.STALE) : FsResult.ok(symlink.text());
    }

    @Override
    public FsResult<Created> createFile(
            Credentials caller,
            Inode directory,
            Opaque name,
            AttributeChanges initial,
            CreateMode mode) {
        NewObject object =
                directory instanceof AttributeDirectory
                        ? new NewObject.OfAttribute()
                        : new NewObject.OfFile();
        return create(caller, directory, name, object, initial, mode);
    }

    @Override
    public FsResult<Created> createDirectory(
            Credentials caller, Inode directory, Opaque name, AttributeChanges initial) {
        NewObject object = new NewObject.OfDirectory();
        return create(caller, directory, name, object, initial, CreateMode.GUARDED);
    }

    @Override
    public FsResult<Created> createSymlink(
            Credentials caller,
            Inode directory,
            Opaque name,
            Opaque text,
            AttributeChanges initial) {
        NewObject object = new NewObject.OfSymlink(text);
        return create(caller, directory, name, object, initial, CreateMode.GUARDED);
    }

    @Override
    public FsResult<Created> createNode(
            Credentials caller,
            Inode directory,
            Opaque name,
            FileType type,
            int deviceMajor,
            int deviceMinor,
            AttributeChanges initial) {
        boolean special =
                type.equals(FileType.NF4BLK)
                        || type.equals(FileType.NF4CHR)
                        || type.equals(FileType.NF4SOCK)
                        || type.equals(FileType.NF4FIFO);
        if (!special) {
            return FsResult.failed(NfsStatus.BADTYPE);
        }
        NewObject object = new NewObject.OfSpecial(type, deviceMajor, deviceMinor);
        return create(caller, directory, name, object, initial, CreateMode.GUARDED);
    }

    private FsResult<Created> create(
            Credentials caller,
            Inode directory,
            Opaque name,
            NewObject object,
            AttributeChanges initial,
            CreateMode mode) {
        return switch (directory) {
            case AttributeDirectory attributes ->
                    namedAttributes.create(caller, attributes, name, object, initial, mode);
            case MemoryDirectory memory ->
                    creator.create(caller, memory, name, object, initial, mode);
            default -> FsResult.failed(NfsStatus.NOTDIR);
        };
    }

    @Override
    public FsResult<ChangeInfo> link(
            Credentials caller, Inode target, Inode directory, Opaque name) {
        return directory instanceof MemoryDirectory memory
                ? linker.link(caller, memory(target), memory, name)
                : FsResult.failed(NfsStatus.NOTDIR);
    }

    @Override
    public FsResult<ChangeInfo> remove(Credentials caller, Inode directory, Opaque name) {
        return switch (directory) {
            case AttributeDirectory attributes -> namedAttributes.remove(caller, attributes, name);
            case MemoryDirectory memory -> linker.remove(caller, memory, name);
            default -> FsResult.failed(NfsStatus.NOTDIR);
        };
    }

    @Override
    public FsResult<Renamed> rename(
            Credentials caller,
            Inode oldDirectory,
            Opaque oldName,
            Inode newDirectory,
            Opaque newName) {
        return oldDirectory instanceof MemoryDirectory from
                        && newDirectory instanceof MemoryDirectory to
                ? renamer.rename(caller, from, oldName, to, newName)
                : FsResult.failed(NfsStatus.NOTDIR);
    }

    @Override
    public FsResult<ReadResult> read(
            Credentials caller, Inode file, long offset, ByteBuffer target, int index, int length) {
        return file instanceof MemoryFile memory
                ? content.read(caller, memory, offset, target, index, length)
                : FsResult.failed(notFile(file));
    }

    @Override
    public FsResult<WriteResult> write(
            Credentials caller,
            Inode file,
            long offset,
            ByteBuffer source,
            int index,
            int length,
            StableHow stability) {
        return file instanceof MemoryFile memory
                ? content.write(caller, memory, offset, source, index, length)
                : FsResult.failed(notFile(file));
    }

    @Override
    public FsResult<Long> commit(Credentials caller, Inode file, long offset, int length) {
        return file instanceof MemoryFile memory
                ? content.commit(caller, memory)
                : FsResult.failed(notFile(file));
    }

    @Override
    public FsResult<Inode> attributeDirectory(Credentials caller, Inode inode, boolean create) {
        return namedAttributes.directory(caller, memory(inode), create);
    }

    @Override
    public boolean hasNamedAttributes(Inode inode) {
        AttributeDirectory attributes = memory(inode).attributes();
        return attributes != null && !attributes.isEmptyLocked();
    }

    @Override
    public FsResult<FsStatistics> statistics() {
        return FsResult.ok(volume.space().statistics());
    }

    @Override
    public FsLimits limits() {
        return volume.limits();
    }

    private static MemoryInode memory(Inode inode) {
        return (MemoryInode) inode;
    }

    private static NfsStatus notFile(Inode inode) {
        return switch (inode) {
            case MemoryDirectory _ -> NfsStatus.ISDIR;
            case MemorySymlink _ -> NfsStatus.SYMLINK;
            default -> NfsStatus.WRONG_TYPE;
        };
    }
}
