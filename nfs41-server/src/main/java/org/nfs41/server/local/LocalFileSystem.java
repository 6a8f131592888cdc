package org.nfs41.server.local;

import static org.nfs41.server.local.Answers.answer;
import static org.nfs41.server.local.Answers.perform;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.AclKeeping;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.FileRegion;
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
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A directory of the host with all that is in it, on Linux.
 *
 * <p>Objects are the host's: other programs may use them at the same time, and change them unless
 * the options say that they do not. What is mounted below the directory is not part of it. A server
 * that is root gives new objects to their makers and decides by mode, owner and group what is
 * allowed; one that is not can only do what its own user may do, too, and everything it makes is
 * that user's.
 *
 * <p>Handles outlive the server, renames and links where the kernel gives handles and lets the
 * server use them. What it takes to be sure of an object's identity elsewhere, what the change
 * attribute is made of, and what else is not as on other file systems is in {@code
 * docs/decisions/0009-local-file-system.md}.
 *
 * <p>All methods may block on the host's storage. {@link #close} it at the end.
 */
public final class LocalFileSystem implements FileSystem, AutoCloseable {
    /** The text of a symbolic link with its zero byte is a path, which has 4096 bytes. */
    private static final int MAX_LINK_TEXT_BYTES = 4095;

    /** What ext4 allows, which has one of the lowest limits; the host knows its own. */
    private static final int MAX_LINKS = 65_000;

    private final LocalHost host;
    private final Volume volume;
    private final HandleSeal seal;
    private final boolean exclusive;
    private final FsLimits limits;
    private final Names names;
    private final Content content;
    private final Attributes attributes;
    private final Creator creator;
    private final Linker linker;
    private final Renamer renamer;
    private final NamedAttributes named;
    private final AttributeEntries namedEntries;
    private final AttributeValues namedValues;

    private LocalFileSystem(LocalHost host, LocalOptions options, int maxNameBytes) {
        this.host = host;
        this.volume = host.volume();
        this.seal = new HandleSeal(options.handleKey(), volume.root().key());
        this.exclusive = options.exclusive();
        AclKeeping acls = volume.cache().acls().kept() ? AclKeeping.NEAREST : AclKeeping.NONE;
        this.limits =
                new FsLimits(Long.MAX_VALUE, maxNameBytes, MAX_LINK_TEXT_BYTES, MAX_LINKS, acls);
        this.names = new Names(volume);
        this.content = new Content(volume);
        this.attributes = new Attributes(volume);
        this.creator = new Creator(volume);
        this.linker = new Linker(volume);
        this.renamer = new Renamer(volume);
        AttributeStore store = AttributeStore.of(volume, options.handleKey());
        this.named = new NamedAttributes(store);
        this.namedEntries = new AttributeEntries(store);
        this.namedValues = new AttributeValues(store);
    }

    /**
     * Opens a directory.
     *
     * @throws IOException with one line on what is wrong, if there is no such directory, if it may
     *     not be used, or if this is not Linux
     */
    public static LocalFileSystem open(LocalOptions options) throws IOException {
        return open(options, Stability.Sync.OF_HOST);
    }

    /** Opens a directory whose content is stored by {@code sync}. */
    static LocalFileSystem open(LocalOptions options, Stability.Sync sync) throws IOException {
        LocalHost host = LocalHost.open(options, sync);
        try {
            int maxNameBytes = FileSystemStat.of(host.rootFd()).maxNameBytes();
            return new LocalFileSystem(host, options, maxNameBytes);
        } catch (HostException e) {
            host.close();
            throw new IOException(options.directory() + " cannot be examined: " + e.status(), e);
        }
    }

    /** Whether handles are the kernel's, and so outlive all that happens to names. */
    public boolean hasKernelHandles() {
        return host.hasKernelHandles();
    }

    /** Closes everything. No other method may be called from now on. */
    @Override
    public void close() {
        host.close();
    }

    @Override
    public Inode root() {
        return volume.root();
    }

    @Override
    public boolean mayChangeUnseen() {
        return !exclusive;
    }

    /** With an entry the host gives the position of the next. */
    @Override
    public boolean hasLastingCookies() {
        return false;
    }

    @Override
    public boolean hasRoomToRetain() {
        return volume.cache().hasRoomToRetain();
    }

    @Override
    public Object identityOf(Inode inode) {
        return switch ((HostInode) inode) {
            case LocalInode object -> hostObject(object);
            case AttributeDirectory(LocalInode object, _, _) ->
                    new HostAttribute(hostObject(object), Opaque.EMPTY);
            case NamedAttribute(LocalInode object, Opaque name, _, _) ->
                    new HostAttribute(hostObject(object), name);
        };
    }

    private HostObject hostObject(LocalInode inode) {
        return new HostObject(host.device(), inode.key());
    }

    @Override
    public void putHandle(Inode inode, ByteBuffer target) {
        seal.put(((HostInode) inode).key(), target);
    }

    @Override
    public boolean isAtHand(Opaque handle, int index) {
        try (OpenObject open = atHand(handle, index)) {
            return open != null && open.isStatAtHand();
        }
    }

    @Override
    public boolean isAtHand(Opaque handle, int index, long offset, int length) {
        try (OpenObject open = atHand(handle, index)) {
            return open != null && open.isStatAtHand() && Content.prefetch(open, offset, length);
        }
    }

    /** The object, which will not be closed as idle before the request that asks is done. */
    private @Nullable OpenObject atHand(Opaque handle, int index) {
        boolean known = volume.prompt() && handle.length() > index + HandleSeal.CHECK_BYTES;
        return known ? volume.cache().known(HandleSeal.unverified(handle, index)) : null;
    }

    @Override
    public FsResult<Inode> resolve(Opaque handle, int index) {
        return answer(() -> find(seal.open(handle, index)));
    }

    private Inode find(HandleKey key) throws HostException {
        if (AttributeKeys.areOf(key)) {
            return named.find(key);
        }
        try (OpenObject open = volume.cache().acquire(key)) {
            return open.inode();
        }
    }

    @Override
    public NfsStatus retain(Inode inode) {
        return perform(inode, volume.cache()::retain, named::retain);
    }

    @Override
    public void release(Inode inode) {
        switch ((HostInode) inode) {
            case LocalInode object -> volume.cache().release(object);
            case AttributeInode attribute -> named.release(attribute);
        }
    }

    @Override
    public FsResult<FileStat> getAttributes(Credentials caller, Inode inode) {
        return answer(inode, this::stat, namedValues::stat);
    }

    @Override
    public NfsStatus setAttributes(Credentials caller, Inode inode, AttributeChanges changes) {
        return perform(
                inode,
                object -> attributes.set(caller, object, changes),
                attribute -> namedValues.set(caller, attribute, changes));
    }

    @Override
    public FsResult<Integer> access(Credentials caller, Inode inode, int requested) {
        return answer(
                inode,
                object -> PosixPermissions.granted(caller, stat(object)) & requested,
                attribute -> namedValues.granted(caller, attribute) & requested);
    }

    @Override
    public FsResult<Inode> lookup(Credentials caller, Inode directory, Opaque name) {
        return answer(
                directory,
                object -> names.lookup(caller, object, name),
                attributes -> named.lookup(caller, attributes, name));
    }

    @Override
    public FsResult<Inode> parent(Credentials caller, Inode directory) {
        return answer(
                directory,
                object -> names.parent(caller, object),
                attributes -> named.parent(caller, attributes));
    }

    @Override
    public FsResult<DirectoryRead> readDirectory(
            Credentials caller,
            Inode directory,
            long cookie,
            long verifier,
            DirectoryVisitor visitor) {
        return answer(
                directory,
                object -> names.read(caller, object, cookie, verifier, visitor),
                attributes -> named.read(caller, attributes, cookie, verifier, visitor));
    }

    @Override
    public FsResult<Opaque> readLink(Credentials caller, Inode link) {
        return answer(
                link,
                names::readLink,
                attribute -> {
                    throw new HostException(NfsStatus.WRONG_TYPE);
                });
    }

    @Override
    public FsResult<Created> createFile(
            Credentials caller,
            Inode directory,
            Opaque name,
            AttributeChanges initial,
            CreateMode mode) {
        return create(caller, directory, name, new NewObject.OfFile(), initial, mode);
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
        return answer(
                directory,
                of -> creator.create(caller, of, name, object, initial, mode),
                of -> namedEntries.create(caller, of, name, object, initial, mode));
    }

    @Override
    public FsResult<ChangeInfo> link(
            Credentials caller, Inode target, Inode directory, Opaque name) {
        return target instanceof LocalInode object && directory instanceof LocalInode above
                ? answer(() -> linker.link(caller, object, above, name))
                : FsResult.failed(AttributeEntries.linkRefusal(target, directory));
    }

    @Override
    public FsResult<ChangeInfo> remove(Credentials caller, Inode directory, Opaque name) {
        return answer(
                directory,
                object -> linker.remove(caller, object, name),
                attributes -> namedEntries.remove(caller, attributes, name));
    }

    @Override
    public FsResult<Renamed> rename(
            Credentials caller,
            Inode oldDirectory,
            Opaque oldName,
            Inode newDirectory,
            Opaque newName) {
        return answer(
                oldDirectory,
                from -> renamer.rename(caller, from, oldName, above(newDirectory), newName),
                from -> namedEntries.rename(caller, from, oldName, newDirectory, newName));
    }

    /** What is no named attribute does not become one. */
    private static LocalInode above(Inode newDirectory) throws HostException {
        if (newDirectory instanceof LocalInode object) {
            return object;
        }
        throw new HostException(NfsStatus.XDEV);
    }

    @Override
    public FsResult<ReadResult> read(
            Credentials caller, Inode file, long offset, ByteBuffer target, int index, int length) {
        return answer(
                file,
                object -> content.read(caller, object, offset, target, index, length),
                attribute -> namedValues.read(caller, attribute, offset, target, index, length));
    }

    @Override
    public @Nullable FileRegion region(Credentials caller, Inode file, long offset, int length) {
        try {
            return file instanceof LocalInode object
                    ? content.region(caller, object, offset, length)
                    : null;
        } catch (HostException e) {
            return null;
        }
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
        return answer(
                file,
                object -> content.write(caller, object, offset, source, index, length, stability),
                attribute ->
                        namedValues.write(
                                caller, attribute, offset, source, index, length, stability));
    }

    @Override
    public FsResult<Long> commit(Credentials caller, Inode file, long offset, int length) {
        return answer(file, content::commit, namedValues::commit);
    }

    @Override
    public FsResult<Inode> attributeDirectory(Credentials caller, Inode inode, boolean create) {
        return answer(() -> named.directory(caller, (LocalInode) inode, create));
    }

    @Override
    public boolean hasNamedAttributes(Inode inode) {
        return inode instanceof LocalInode object && named.exist(object);
    }

    /** A named attribute has no more of its own than its name and its value. */
    @Override
    public boolean keepsAttributes(Inode inode) {
        return inode instanceof LocalInode;
    }

    @Override
    public long maxFileSize(Inode inode) {
        return inode instanceof LocalInode ? limits.maxFileSize() : UserXattrs.MAX_VALUE_BYTES;
    }

    @Override
    public FsResult<FsStatistics> statistics() {
        return answer(() -> FileSystemStat.of(host.rootFd()).statistics());
    }

    @Override
    public FsLimits limits() {
        return limits;
    }

    private FileStat stat(LocalInode inode) throws HostException {
        try (OpenObject open = volume.cache().acquire(inode)) {
            return open.stat();
        }
    }
}
