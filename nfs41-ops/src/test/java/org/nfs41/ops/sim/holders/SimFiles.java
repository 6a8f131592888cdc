package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.AclKeeping;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsLimits;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One directory of files that everybody may use. Whatever reads or writes a file may take its time
 * before it does so and after: other requests are served meanwhile. What concerns names is done at
 * once, as names are locked by threads, of which there is one here.
 */
final class SimFiles implements FileSystem {
    static final long DIRECTORY = 1;

    private static final FsLimits LIMITS = new FsLimits(1 << 30, 255, 255, 1000, AclKeeping.NONE);

    private final Map<Long, SimInode> byId = new HashMap<>();
    private final SimInode directory = new SimInode(DIRECTORY, FileType.NF4DIR);
    private final Runnable dawdle;

    /** Each name has a new one whenever it is given. */
    private final TreeMap<Long, Opaque> cookies = new TreeMap<>();

    private long lastCookie = 2;
    private long lastId = DIRECTORY;

    /** An empty directory; {@code dawdle} takes some time now and then. */
    SimFiles(Runnable dawdle) {
        this.dawdle = dawdle;
        directory.links = 2;
        byId.put(DIRECTORY, directory);
    }

    /** The file with that name, or 0. */
    long named(Opaque name) {
        SimInode file = directory.names.get(name);
        return file == null ? 0 : file.fileId();
    }

    /** How often objects are kept alive beside their names. */
    int retained() {
        return byId.values().stream().mapToInt(file -> file.retained).sum();
    }

    /** Nobody keeps anything alive any more. */
    void releaseAll() {
        for (SimInode file : List.copyOf(byId.values())) {
            file.retained = 0;
            forgetIfGone(file);
        }
    }

    @Override
    public Inode root() {
        return directory;
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
        target.putLong(inode.fileId());
    }

    @Override
    public FsResult<Inode> resolve(Opaque handle, int index) {
        SimInode file = byId.get(handle.longAt(index));
        return file == null ? FsResult.failed(NfsStatus.STALE) : FsResult.ok(file);
    }

    @Override
    public NfsStatus retain(Inode inode) {
        SimInode file = of(inode);
        if (file.isGone()) {
            return NfsStatus.STALE;
        }
        file.retained++;
        return NfsStatus.OK;
    }

    @Override
    public void release(Inode inode) {
        SimInode file = of(inode);
        if (--file.retained < 0) {
            throw new IllegalStateException(file + " is released more often than retained");
        }
        forgetIfGone(file);
    }

    @Override
    public FsResult<FileStat> getAttributes(Credentials caller, Inode inode) {
        return of(inode).isGone()
                ? FsResult.failed(NfsStatus.STALE)
                : FsResult.ok(of(inode).stat());
    }

    @Override
    public NfsStatus setAttributes(Credentials caller, Inode inode, AttributeChanges changes) {
        dawdle.run();
        SimInode file = of(inode);
        if (file.isGone()) {
            return NfsStatus.STALE;
        }
        file.change++;
        file.mode = changes.mode() == null ? file.mode : changes.mode();
        file.size = changes.size() == null ? file.size : Math.max(file.size, changes.size());
        dawdle.run();
        return NfsStatus.OK;
    }

    @Override
    public FsResult<Integer> access(Credentials caller, Inode inode, int requested) {
        return FsResult.ok(requested);
    }

    @Override
    public FsResult<Inode> lookup(Credentials caller, Inode in, Opaque name) {
        SimInode file = of(in).names.get(name);
        return file == null ? FsResult.failed(NfsStatus.NOENT) : FsResult.ok(file);
    }

    @Override
    public FsResult<Inode> parent(Credentials caller, Inode in) {
        return FsResult.failed(NfsStatus.NOENT);
    }

    @Override
    public FsResult<DirectoryRead> readDirectory(
            Credentials caller, Inode in, long cookie, long verifier, DirectoryVisitor visitor) {
        for (var entry : new TreeMap<>(cookies).tailMap(cookie, false).entrySet()) {
            SimInode file = of(in).names.get(entry.getValue());
            if (file != null && !visitor.visit(entry.getKey(), entry.getValue(), file)) {
                return FsResult.ok(new DirectoryRead(1, false));
            }
        }
        return FsResult.ok(new DirectoryRead(1, true));
    }

    /** All names that there are. */
    Set<Opaque> names() {
        return directory.names.keySet();
    }

    @Override
    public FsResult<Opaque> readLink(Credentials caller, Inode link) {
        return FsResult.failed(NfsStatus.WRONG_TYPE);
    }

    @Override
    public FsResult<Created> createFile(
            Credentials caller, Inode in, Opaque name, AttributeChanges initial, CreateMode mode) {
        SimInode there = directory.names.get(name);
        if (there != null) {
            return mode instanceof CreateMode.Unchecked
                    ? FsResult.ok(new Created(there, false, unchanged()))
                    : FsResult.failed(NfsStatus.EXIST);
        }
        SimInode file = new SimInode(++lastId, FileType.NF4REG);
        byId.put(file.fileId(), file);
        return FsResult.ok(new Created(file, true, put(name, file)));
    }

    @Override
    public FsResult<Created> createDirectory(
            Credentials caller, Inode in, Opaque name, AttributeChanges initial) {
        return FsResult.failed(NfsStatus.ROFS);
    }

    @Override
    public FsResult<Created> createSymlink(
            Credentials caller, Inode in, Opaque name, Opaque text, AttributeChanges initial) {
        return FsResult.failed(NfsStatus.ROFS);
    }

    @Override
    public FsResult<Created> createNode(
            Credentials caller,
            Inode in,
            Opaque name,
            FileType type,
            int deviceMajor,
            int deviceMinor,
            AttributeChanges initial) {
        return FsResult.failed(NfsStatus.ROFS);
    }

    @Override
    public FsResult<ChangeInfo> link(Credentials caller, Inode target, Inode in, Opaque name) {
        if (directory.names.containsKey(name)) {
            return FsResult.failed(NfsStatus.EXIST);
        }
        SimInode file = of(target);
        if (file.links == 0) {
            return FsResult.failed(NfsStatus.STALE);
        }
        return FsResult.ok(put(name, file));
    }

    @Override
    public FsResult<ChangeInfo> remove(Credentials caller, Inode in, Opaque name) {
        SimInode file = directory.names.get(name);
        return file == null ? FsResult.failed(NfsStatus.NOENT) : FsResult.ok(take(name, file));
    }

    @Override
    public FsResult<Renamed> rename(
            Credentials caller, Inode from, Opaque oldName, Inode to, Opaque newName) {
        SimInode file = directory.names.get(oldName);
        SimInode there = directory.names.get(newName);
        if (file == null) {
            return FsResult.failed(NfsStatus.NOENT);
        }
        if (file.equals(there)) {
            return FsResult.ok(new Renamed(unchanged(), unchanged()));
        }
        long before = directory.change;
        file.links++;
        take(oldName, file);
        if (there != null) {
            take(newName, there);
        }
        put(newName, file);
        file.links--;
        ChangeInfo change = new ChangeInfo(true, before, directory.change);
        return FsResult.ok(new Renamed(change, change));
    }

    @Override
    public FsResult<ReadResult> read(
            Credentials caller,
            Inode inode,
            long offset,
            ByteBuffer target,
            int index,
            int length) {
        dawdle.run();
        SimInode file = of(inode);
        if (file.isGone()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        if (file.size == 0) {
            return FsResult.ok(new ReadResult(0, true));
        }
        target.putLong(index, file.value);
        dawdle.run();
        return FsResult.ok(new ReadResult(Long.BYTES, file.size == Long.BYTES));
    }

    @Override
    public FsResult<WriteResult> write(
            Credentials caller,
            Inode inode,
            long offset,
            ByteBuffer source,
            int index,
            int length,
            StableHow stability) {
        dawdle.run();
        SimInode file = of(inode);
        if (file.isGone()) {
            return FsResult.failed(NfsStatus.STALE);
        }
        file.value = source.getLong(index);
        file.size = Math.max(file.size, length);
        file.change++;
        dawdle.run();
        return FsResult.ok(new WriteResult(length, StableHow.FILE_SYNC, 1));
    }

    @Override
    public FsResult<Long> commit(Credentials caller, Inode file, long offset, int length) {
        return FsResult.ok(1L);
    }

    @Override
    public FsResult<FsStatistics> statistics() {
        return FsResult.ok(new FsStatistics(0, 0, 0, 0, 0, 0));
    }

    @Override
    public FsLimits limits() {
        return LIMITS;
    }

    private ChangeInfo put(Opaque name, SimInode file) {
        directory.names.put(name.detach(), file);
        cookies.put(++lastCookie, name.detach());
        file.links++;
        file.change++;
        return moved();
    }

    private ChangeInfo take(Opaque name, SimInode file) {
        directory.names.remove(name);
        cookies.values().remove(name);
        file.links--;
        file.change++;
        forgetIfGone(file);
        return moved();
    }

    private ChangeInfo moved() {
        return new ChangeInfo(true, directory.change, ++directory.change);
    }

    private ChangeInfo unchanged() {
        return new ChangeInfo(true, directory.change, directory.change);
    }

    private void forgetIfGone(@Nullable SimInode file) {
        if (file != null && file.isGone()) {
            byId.remove(file.fileId());
        }
    }

    private static SimInode of(Inode inode) {
        return (SimInode) inode;
    }
}
