package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;

/**
 * A tree of files that the server exports: the interface to implement for a new kind of storage.
 *
 * <h2>Results</h2>
 *
 * <p>What a client can cause is answered with a status, never with an exception; an exception is a
 * bug and reaches the client as NFS4ERR_SERVERFAULT. A call that fails has changed nothing. Besides
 * the errors that a method names, any may answer NFS4ERR_STALE (the object is gone), NFS4ERR_IO
 * (the storage failed) and NFS4ERR_DELAY (ask again later). An {@link Inode} of another file system
 * is a bug of the caller.
 *
 * <h2>What the caller has checked</h2>
 *
 * <p>Names and the texts of symbolic links have passed {@link FileNames}: a file system meets no
 * empty name, no {@code .} or {@code ..}, and none longer than its {@link #limits()}. An {@link
 * Opaque} argument may be a view of a network buffer: {@link Opaque#detach()} it before keeping it.
 * Offsets and sizes are not negative; {@code offset + length} is not more than the largest {@code
 * long}.
 *
 * <h2>Permissions</h2>
 *
 * <p>The file system decides what the caller's {@link Credentials} allow, by the rules of POSIX;
 * {@link PosixPermissions} has them ready. NFS4ERR_ACCESS answers a caller whom the permission bits
 * refuse, NFS4ERR_PERM one who is not the owner where ownership counts (RFC 8881 section 15.1.6).
 * NFS has no open files as POSIX has, where permission is checked once: so {@link #read}, {@link
 * #write} and a change of size are always allowed to the owner, and reading also to those who may
 * execute. A strict check, as at OPEN, is the caller's, with {@link #access}.
 *
 * <h2>Threads</h2>
 *
 * <p>All methods may be called by any number of threads at once, and each is atomic as seen by the
 * others. They should not wait for anything but storage; the server calls those that {@linkplain
 * #mayBlock may} wait for it on threads of their own, the others on its event loops.
 *
 * <h2>Life of an object</h2>
 *
 * <p>An object lives as long as it has a name or is retained: {@link #retain} and {@link #release}
 * count. While it lives, its handle resolves and all calls that take no name of it work; after that
 * they answer NFS4ERR_STALE, and its handle is never given to another object.
 */
public interface FileSystem {
    /** The most bytes that {@link #putHandle} may put. */
    int MAX_HANDLE_BYTES = 64;

    /** The directory at the top, which always exists. */
    Inode root();

    /**
     * Whether calls may have to wait for storage. The answer is always the same. True costs a
     * request about as much as it costs by itself; false where it is not so holds up the requests
     * of all clients.
     */
    default boolean mayBlock() {
        return true;
    }

    /**
     * Whether objects may change otherwise than by calls of this interface, for example by programs
     * of the host. The answer is always the same. Where it is true clients are given no
     * delegations: nothing would recall them in time.
     */
    default boolean mayChangeUnseen() {
        return true;
    }

    /**
     * What tells {@code inode} from all objects of this and any other file system that the server
     * exports: {@code equals} and {@code hashCode} are those of the object. Where two file systems
     * show the same objects, theirs must be equal, or clients of one could hold opens, locks and
     * delegations that those of the other do not know of. By default no other does.
     */
    default Object identityOf(Inode inode) {
        return new OwnObject(this, inode);
    }

    /**
     * Whether {@link #resolve} with this handle, and {@link #getAttributes} and {@link #access} of
     * its object, can be called now without waiting for storage. The server asks before it executes
     * a request on an event loop; a file system that may block and does not know says no. This call
     * itself never waits, and that the handle is good has not been checked.
     */
    default boolean isAtHand(Opaque handle, int index) {
        return !mayBlock();
    }

    /**
     * Whether {@link #read} of this range, or {@link #region} if the reply can end in one, can be
     * called now without waiting: as {@link #isAtHand(Opaque, int)}. If so, the same thread is
     * about to call it, once, unless the request fails before; until then it asks nothing else. So
     * the data can be fetched now.
     */
    default boolean isAtHand(Opaque handle, int index, long offset, int length) {
        return !mayBlock();
    }

    /**
     * Puts the bytes by which {@link #resolve} finds {@code inode} again, for as long as it lives,
     * at the position of {@code target}, and moves that on. At least 1 and at most {@link
     * #MAX_HANDLE_BYTES} bytes, always the same for the same object; big endian. After a restart of
     * the server they mean the same object or are stale, never another object.
     */
    void putHandle(Inode inode, ByteBuffer target);

    /**
     * The object whose handle is the bytes of {@code handle} from {@code index} to its end.
     *
     * <p>The bytes have come through the network but passed a check against corruption and, if the
     * server has a secret of its own, forgery. NFS4ERR_BADHANDLE if no object could have such a
     * handle, NFS4ERR_STALE if the object is gone.
     */
    FsResult<Inode> resolve(Opaque handle, int index);

    /**
     * Keeps {@code inode} alive although its last name is removed, until {@link #release} was
     * called as often as this. For files that are open. NFS4ERR_STALE if it is gone already.
     */
    NfsStatus retain(Inode inode);

    /**
     * Whether {@link #retain} may be called for what one could do without, as for delegations: if
     * only few objects can be retained there must be room for opens.
     */
    default boolean hasRoomToRetain() {
        return true;
    }

    /**
     * Takes back one {@link #retain}. The last one ends an object that has no name any more, and
     * frees its storage.
     */
    void release(Inode inode);

    /** The attributes of {@code inode}; no permission is needed. Called most often of all. */
    FsResult<FileStat> getAttributes(Credentials caller, Inode inode);

    /**
     * Sets all attributes that {@code changes} names, or none of them.
     *
     * <p>The mode is set by the owner (NFS4ERR_PERM for others); set-gid is dropped unless the
     * caller is in the object's group. The owner is changed by the superuser; the group also by the
     * owner, to a group that he is in; either change clears the set-id bits of what is not a
     * directory. A size is set by whoever may write and by the owner, on regular files only
     * (NFS4ERR_INVAL for others; NFS4ERR_FBIG over the limit); set-id bits then go as with {@link
     * #write}. Times are set to now by whoever may write and by the owner, to a time given by the
     * owner alone. The superuser may do all of it.
     *
     * <p>Where objects have access control lists, one is set by whoever may set the mode, is kept
     * as given, and gives the mode its permission bits; a mode that is set changes the list ({@link
     * PosixPermissions#aclAfter}). What a list allows, beside what it says of reading and writing:
     * WRITE_ACL to set mode and list, WRITE_ATTRIBUTES to set times. NFS4ERR_ATTRNOTSUPP for one
     * that only a directory can have.
     */
    NfsStatus setAttributes(Credentials caller, Inode inode, AttributeChanges changes);

    /**
     * Which of the {@link Access} bits in {@code requested} the caller is granted; those that mean
     * nothing for the object's type are not.
     */
    FsResult<Integer> access(Credentials caller, Inode inode, int requested);

    /**
     * The object with {@code name} in {@code directory}, which the caller may search.
     * NFS4ERR_NOTDIR, or NFS4ERR_SYMLINK for a symbolic link, if that is no directory;
     * NFS4ERR_NOENT.
     */
    FsResult<Inode> lookup(Credentials caller, Inode directory, Opaque name);

    /**
     * The directory that {@code directory} is in, for LOOKUPP. NFS4ERR_NOENT for the root,
     * NFS4ERR_NOTDIR, or NFS4ERR_SYMLINK for a symbolic link. The caller needs search permission on
     * {@code directory}.
     */
    FsResult<Inode> parent(Credentials caller, Inode directory);

    /**
     * Whether an entry keeps the cookie that {@link #readDirectory} gives with it, whatever becomes
     * of other entries. The answer is always the same. Where it is not so a cookie is a position
     * among the entries, good to go on from as long as nothing changes, and clients are not
     * notified of changes of directories: a notification tells the cookie of one entry only.
     */
    default boolean hasLastingCookies() {
        return true;
    }

    /**
     * Offers the entries of {@code directory} after {@code cookie} to {@code visitor} until it
     * refuses one. {@code .} and {@code ..} are no entries. The caller needs read permission.
     *
     * <p>An entry keeps its cookie while others come and go, if {@linkplain #hasLastingCookies it
     * lasts}; one that exists during the whole of a reading in many calls is offered exactly once.
     * Cookies are greater than 2 (RFC 8881 section 18.23.3). The visitor may call this file system,
     * but only to read.
     *
     * @param cookie 0 for the beginning, else that of the last entry taken: NFS4ERR_BAD_COOKIE if
     *     no entry ever had it
     * @param verifier what the earlier reading gave; ignored for cookie 0. NFS4ERR_NOT_SAME if its
     *     cookies mean nothing any more
     */
    FsResult<DirectoryRead> readDirectory(
            Credentials caller,
            Inode directory,
            long cookie,
            long verifier,
            DirectoryVisitor visitor);

    /**
     * Where {@code name} is among the entries that {@link #readDirectory} offers; no permission is
     * needed. NFS4ERR_NOENT. Asked around each change of a directory whose changes clients are told
     * of, so that a file system with large directories should know better than by reading them.
     */
    default FsResult<EntryPlace> place(Inode directory, Opaque name) {
        PlaceFinder finder = new PlaceFinder(name);
        return switch (readDirectory(Credentials.SUPERUSER, directory, 0, 0, finder)) {
            case FsResult.Ok<DirectoryRead> read -> finder.result();
            case FsResult.Failed<DirectoryRead> failed -> failed.as();
        };
    }

    /**
     * The verifier that {@link #readDirectory} gives now; no permission is needed. It changes only
     * with a change of the directory.
     */
    default FsResult<Long> cookieVerifier(Inode directory) {
        DirectoryVisitor nothing = (cookie, name, inode) -> false;
        return switch (readDirectory(Credentials.SUPERUSER, directory, 0, 0, nothing)) {
            case FsResult.Ok<DirectoryRead>(DirectoryRead read) -> FsResult.ok(read.verifier());
            case FsResult.Failed<DirectoryRead> failed -> failed.as();
        };
    }

    /**
     * The text of a symbolic link, good to keep. NFS4ERR_WRONG_TYPE for others. No permission is
     * needed.
     */
    FsResult<Opaque> readLink(Credentials caller, Inode link);

    /**
     * Makes a regular file.
     *
     * <p>This and the other calls that make an object need write and search permission for the
     * directory, answer NFS4ERR_NOTDIR, NFS4ERR_EXIST, NFS4ERR_NOSPC, NFS4ERR_ROFS, and give the
     * object these attributes: the caller as owner; the caller's group, or the directory's if that
     * is set-gid (a new directory is then set-gid too); mode 0644 (directories 0755, symbolic links
     * 0777); then {@code initial} as with {@link #setAttributes} by the new owner, whose refusal
     * refuses the whole. No one ever sees the object without them. Without a list of its own among
     * them it has what {@link org.nfs41.ops.acl.AclInheritance} gives it.
     *
     * @param mode what to do when the name is taken. {@link CreateMode.Unchecked} then answers with
     *     that object and needs only search permission: its type, the caller's access to it and its
     *     truncation are the caller's to look after
     */
    FsResult<Created> createFile(
            Credentials caller,
            Inode directory,
            Opaque name,
            AttributeChanges initial,
            CreateMode mode);

    /** Makes an empty directory; see {@link #createFile}. NFS4ERR_MLINK. */
    FsResult<Created> createDirectory(
            Credentials caller, Inode directory, Opaque name, AttributeChanges initial);

    /** Makes a symbolic link to {@code text}, which is not looked at; see {@link #createFile}. */
    FsResult<Created> createSymlink(
            Credentials caller,
            Inode directory,
            Opaque name,
            Opaque text,
            AttributeChanges initial);

    /**
     * Makes a special file; see {@link #createFile}.
     *
     * @param type NF4BLK and NF4CHR, which need the superuser (NFS4ERR_PERM), NF4SOCK or NF4FIFO;
     *     NFS4ERR_BADTYPE if the file system has no such objects
     * @param deviceMajor the device's major number; 0 for a socket or pipe
     * @param deviceMinor the device's minor number; 0 for a socket or pipe
     */
    FsResult<Created> createNode(
            Credentials caller,
            Inode directory,
            Opaque name,
            FileType type,
            int deviceMajor,
            int deviceMinor,
            AttributeChanges initial);

    /**
     * Gives {@code target} another name: {@code name} in {@code directory}, which the caller may
     * write and search. NFS4ERR_ISDIR if the target is a directory, NFS4ERR_MLINK, NFS4ERR_NOTDIR,
     * NFS4ERR_EXIST.
     */
    FsResult<ChangeInfo> link(Credentials caller, Inode target, Inode directory, Opaque name);

    /**
     * Removes a name, and the object if that was its last name and it is not retained.
     * NFS4ERR_NOTEMPTY for a directory with entries, NFS4ERR_NOENT, NFS4ERR_NOTDIR. The caller
     * needs write and search permission for the directory and, if that is sticky, must own it or
     * the object: NFS4ERR_ACCESS, since RFC 8881 has no NFS4ERR_PERM here.
     */
    FsResult<ChangeInfo> remove(Credentials caller, Inode directory, Opaque name);

    /**
     * Gives the object at {@code oldName} the name {@code newName}, in one step as seen by others.
     *
     * <p>What had the new name is removed: a non-directory by a non-directory, an empty directory
     * by a directory; else NFS4ERR_EXIST (RFC 8881 section 18.26.3). Nothing happens if both are
     * names of the same object. NFS4ERR_INVAL if a directory would come to be within itself,
     * NFS4ERR_NOENT, NFS4ERR_NOTDIR, NFS4ERR_MLINK. Permissions are those of {@link #remove} and
     * {@link #createFile}; a directory that changes its parent must also be writable by the caller.
     */
    FsResult<Renamed> rename(
            Credentials caller,
            Inode oldDirectory,
            Opaque oldName,
            Inode newDirectory,
            Opaque newName);

    /**
     * Reads a regular file into {@code target} from {@code index} on; the buffer's position and
     * limit are neither heeded nor changed. Holes read as zeros.
     *
     * @param offset where in the file
     * @param length how many bytes at most; fewer are read only at the end of the file
     * @return NFS4ERR_ISDIR, NFS4ERR_SYMLINK or NFS4ERR_WRONG_TYPE for what is not a regular file;
     *     NFS4ERR_ACCESS
     */
    FsResult<ReadResult> read(
            Credentials caller, Inode file, long offset, ByteBuffer target, int index, int length);

    /**
     * What {@link #read} would read, to be sent from the file itself. Never waits for storage.
     *
     * @return null to have {@link #read} called instead: where this cannot be, does not pay, or
     *     would fail
     */
    default @Nullable FileRegion region(Credentials caller, Inode file, long offset, int length) {
        return null;
    }

    /**
     * Writes {@code length} bytes of {@code source} from {@code index} on into a regular file at
     * {@code offset}; the buffer's position and limit are neither heeded nor changed, and its
     * content is not kept. What lies between the old end and the offset becomes a hole. Set-uid,
     * and set-gid where the group may execute, are cleared unless the caller is the superuser.
     *
     * @param stability how safely the data must be stored when this returns
     * @return errors as for {@link #read}; NFS4ERR_FBIG if the offset is at the limit,
     *     NFS4ERR_NOSPC if not one byte could be written, NFS4ERR_ROFS
     */
    FsResult<WriteResult> write(
            Credentials caller,
            Inode file,
            long offset,
            ByteBuffer source,
            int index,
            int length,
            StableHow stability);

    /**
     * Stores what was written to the file before, at least the given range, as safely as the file
     * system can.
     *
     * @param length how many bytes from {@code offset} on; 0 means to the end of the file
     * @return the verifier, as in {@link WriteResult}; errors as for {@link #read}
     */
    FsResult<Long> commit(Credentials caller, Inode file, long offset, int length);

    /**
     * The directory of the named attributes of {@code inode} (RFC 8881 sections 5.3 and 18.17), an
     * object of type NF4ATTRDIR whose entries are regular files of type NF4NAMEDATTR. Optional: a
     * file system without named attributes keeps this.
     *
     * <p>All calls work on them as on other directories and files, with these differences. {@link
     * #parent} of the directory is {@code inode}, whatever that is. Only {@link #createFile}, never
     * exclusively, makes entries; what makes other objects is NFS4ERR_WRONG_TYPE. {@link #link} is
     * NFS4ERR_NOTSUPP for an attribute of that directory, NFS4ERR_XDEV for what is none; {@link
     * #rename} has the same directory twice, which the caller has checked. The attributes of the
     * directory follow from those of {@code inode} and cannot be set: who may read that may list
     * and search the directory, who may write it may change its entries; an access control list
     * that names the rights to named attributes decides it by these. Attributes live and end with
     * {@code inode}, but one that is retained as any retained file does.
     *
     * <p>Storage may know an attribute by nothing but its name. Then one that is renamed is another
     * object, and one that is made again is the object that it was before, handle and all, with
     * another change attribute; {@link #remove} and {@link #rename} of one that is retained, or
     * onto one, are NFS4ERR_FILE_OPEN; and its object lives on while it is retained.
     *
     * @param inode not itself a named attribute or directory of such
     * @param create whether to make the directory if there is none
     * @return NFS4ERR_NOTSUPP if such objects have no named attributes, NFS4ERR_NOENT if this one
     *     has none and {@code create} is false, NFS4ERR_ACCESS, NFS4ERR_NOSPC
     */
    default FsResult<Inode> attributeDirectory(Credentials caller, Inode inode, boolean create) {
        return FsResult.failed(NfsStatus.NOTSUPP);
    }

    /** Whether {@code inode} has at least one named attribute; no permission is needed. */
    default boolean hasNamedAttributes(Inode inode) {
        return false;
    }

    /**
     * Whether {@code inode} keeps owner, mode, times and list as they are set. One that does not,
     * as a named attribute whose storage has nothing but its value, lets go those that it is
     * created with; to set them later is NFS4ERR_ATTRNOTSUPP, but for times that are set to now.
     */
    default boolean keepsAttributes(Inode inode) {
        return true;
    }

    /** The most that {@code inode} can hold: less than files do, perhaps, if it is none. */
    default long maxFileSize(Inode inode) {
        return limits().maxFileSize();
    }

    /** How full the file system is. */
    FsResult<FsStatistics> statistics();

    /** What it can hold at most. */
    FsLimits limits();
}
