package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The read-only directories that join the exports under one root (RFC 8881 section 7.3).
 *
 * <p>Immutable. Going from a directory that an export covers into the export is {@link
 * ExportTable}'s part.
 */
final class PseudoFileSystem implements FileSystem {
    private static final FsLimits LIMITS =
            new FsLimits(Long.MAX_VALUE, 255, 4096, 65_000, AclKeeping.NONE);
    private static final FsStatistics STATISTICS = new FsStatistics(0, 0, 0, 0, 0, 0);

    private final NfsTime created;
    private final PseudoDirectory root = new PseudoDirectory(null, "/");
    private final Map<Long, PseudoDirectory> byId = new HashMap<>();
    private final Map<Integer, PseudoDirectory> byExport = new HashMap<>();

    PseudoFileSystem(List<Export> exports, NfsTime created) {
        this.created = created;
        register(root);
        for (Export export : exports) {
            place(export);
        }
    }

    private void place(Export export) {
        PseudoDirectory directory = root;
        for (Opaque name : export.components()) {
            refuseWithin(directory, export);
            directory = directory.childOrNew(name);
            register(directory);
        }
        refuseWithin(directory, export);
        if (!directory.namesByCookie().isEmpty()) {
            throw new IllegalArgumentException(
                    "there are exports below " + export.path() + ", which is not supported");
        }
        directory.mount(export);
        byExport.put(export.id(), directory);
    }

    private static void refuseWithin(PseudoDirectory directory, Export export) {
        Export mounted = directory.mounted();
        if (mounted != null) {
            throw new IllegalArgumentException(
                    "export " + export.path() + " is at or below export " + mounted.path());
        }
    }

    private void register(PseudoDirectory directory) {
        PseudoDirectory other = byId.putIfAbsent(directory.fileId(), directory);
        if (other != null && other != directory) {
            throw new IllegalArgumentException(
                    "choose another path for "
                            + directory.path()
                            + ": its file id is that of "
                            + other.path());
        }
    }

    /** The directory that {@code export} covers; null if it is not exported any more. */
    @Nullable PseudoDirectory mountPoint(Export export) {
        return byExport.get(export.id());
    }

    @Override
    public PseudoDirectory root() {
        return root;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public void putHandle(Inode inode, ByteBuffer target) {
        target.putLong(inode.fileId());
    }

    @Override
    public FsResult<Inode> resolve(Opaque handle, int index) {
        if (handle.length() - index != Long.BYTES) {
            return FsResult.failed(NfsStatus.BADHANDLE);
        }
        PseudoDirectory directory = byId.get(handle.longAt(index));
        return directory == null ? FsResult.failed(NfsStatus.STALE) : FsResult.ok(directory);
    }

    @Override
    public NfsStatus retain(Inode inode) {
        return NfsStatus.OK;
    }

    @Override
    public void release(Inode inode) {
        // its directories live as long as the server
    }

    @Override
    public FsResult<FileStat> getAttributes(Credentials caller, Inode inode) {
        return FsResult.ok(directory(inode).stat(created));
    }

    @Override
    public NfsStatus setAttributes(Credentials caller, Inode inode, AttributeChanges changes) {
        return NfsStatus.ROFS;
    }

    @Override
    public FsResult<Integer> access(Credentials caller, Inode inode, int requested) {
        return FsResult.ok(requested & (Access.READ | Access.LOOKUP));
    }

    @Override
    public FsResult<Inode> lookup(Credentials caller, Inode directory, Opaque name) {
        PseudoDirectory child = directory(directory).child(name);
        return child == null ? FsResult.failed(NfsStatus.NOENT) : FsResult.ok(child);
    }

    @Override
    public FsResult<Inode> parent(Credentials caller, Inode directory) {
        PseudoDirectory parent = directory(directory).parent();
        return parent == null ? FsResult.failed(NfsStatus.NOENT) : FsResult.ok(parent);
    }

    @Override
    public FsResult<DirectoryRead> readDirectory(
            Credentials caller,
            Inode directory,
            long cookie,
            long verifier,
            DirectoryVisitor visitor) {
        PseudoDirectory pseudo = directory(directory);
        if (cookie != 0 && !pseudo.namesByCookie().containsKey(cookie)) {
            return FsResult.failed(NfsStatus.BAD_COOKIE);
        }
        // cookies go by the order of the exports: others after a reload with other exports
        long current = pseudo.stat(created).change();
        if (cookie != 0 && verifier != current) {
            return FsResult.failed(NfsStatus.NOT_SAME);
        }
        for (var entry : pseudo.namesByCookie().tailMap(cookie, false).entrySet()) {
            PseudoDirectory child = pseudo.child(entry.getValue());
            if (child != null && !visitor.visit(entry.getKey(), entry.getValue(), child)) {
                return FsResult.ok(new DirectoryRead(current, false));
            }
        }
        return FsResult.ok(new DirectoryRead(current, true));
    }

    @Override
    public FsResult<Opaque> readLink(Credentials caller, Inode link) {
        return FsResult.failed(NfsStatus.WRONG_TYPE);
    }

    @Override
    public FsResult<Created> createFile(
            Credentials caller,
            Inode directory,
            Opaque name,
            AttributeChanges initial,
            CreateMode mode) {
        PseudoDirectory child = directory(directory).child(name);
        if (child != null && mode instanceof CreateMode.Unchecked) {
            long change = directory(directory).stat(created).change();
            return FsResult.ok(new Created(child, false, new ChangeInfo(true, change, change)));
        }
        return refuse(directory, name);
    }

    @Override
    public FsResult<Created> createDirectory(
            Credentials caller, Inode directory, Opaque name, AttributeChanges initial) {
        return refuse(directory, name);
    }

    @Override
    public FsResult<Created> createSymlink(
            Credentials caller,
            Inode directory,
            Opaque name,
            Opaque text,
            AttributeChanges initial) {
        return refuse(directory, name);
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
        return refuse(directory, name);
    }

    @Override
    public FsResult<ChangeInfo> link(
            Credentials caller, Inode target, Inode directory, Opaque name) {
        return FsResult.failed(NfsStatus.ROFS);
    }

    @Override
    public FsResult<ChangeInfo> remove(Credentials caller, Inode directory, Opaque name) {
        return FsResult.failed(NfsStatus.ROFS);
    }

    @Override
    public FsResult<Renamed> rename(
            Credentials caller,
            Inode oldDirectory,
            Opaque oldName,
            Inode newDirectory,
            Opaque newName) {
        return FsResult.failed(NfsStatus.ROFS);
    }

    @Override
    public FsResult<ReadResult> read(
            Credentials caller, Inode file, long offset, ByteBuffer target, int index, int length) {
        return FsResult.failed(NfsStatus.ISDIR);
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
        return FsResult.failed(NfsStatus.ISDIR);
    }

    @Override
    public FsResult<Long> commit(Credentials caller, Inode file, long offset, int length) {
        return FsResult.failed(NfsStatus.ISDIR);
    }

    @Override
    public FsResult<FsStatistics> statistics() {
        return FsResult.ok(STATISTICS);
    }

    @Override
    public FsLimits limits() {
        return LIMITS;
    }

    private static PseudoDirectory directory(Inode inode) {
        return (PseudoDirectory) inode;
    }

    /** A taken name is told apart, since {@code mkdir -p} asks for directories that exist. */
    private static FsResult<Created> refuse(Inode directory, Opaque name) {
        boolean taken = directory(directory).child(name) != null;
        return FsResult.failed(taken ? NfsStatus.EXIST : NfsStatus.ROFS);
    }
}
