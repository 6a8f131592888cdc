package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The server's name space: its exports joined under one root, and the filehandles of all objects.
 *
 * <p>A server with one export at {@code /} shows that export's root as its own. Any others hang in
 * a pseudo file system of read-only directories (RFC 8881 section 7.3); looking up the last name of
 * an export's path leads into the export, and LOOKUPP of the export's root out of it.
 *
 * <p>Which clients may see which exports is for the callers to ask of an object's export. Safe for
 * use by several threads.
 */
public final class ExportTable {
    /** How long the key is that filehandles are checked by. */
    public static final int HANDLE_KEY_BYTES = HandleCheck.KEY_BYTES;

    /**
     * The first four bytes of each handle: "NF41" with the form's version, 1, in place of the 1.
     */
    private static final int MAGIC = 'N' << 24 | 'F' << 16 | '4' << 8 | 1;

    private static final int EXPORT_AT = 4;
    private static final int CHECK_AT = 8;
    private static final int INODE_AT = 16;
    private static final int MAX_BYTES = INODE_AT + FileSystem.MAX_HANDLE_BYTES;

    private final HandleCheck check;
    private volatile NameSpace space;

    /**
     * A table that checks filehandles against corruption, but not forgery: anyone who knows this
     * code can make up handles, whose objects are then still under their permissions.
     */
    public ExportTable(List<Export> exports, NfsTime created) {
        this(exports, created, Opaque.of(new byte[HANDLE_KEY_BYTES]));
    }

    /**
     * A table of these exports.
     *
     * @param created what the pseudo directories show as their times and change attribute; not
     *     before that of an earlier table of the same server
     * @param handleKey {@link #HANDLE_KEY_BYTES} secret bytes; keep them over a restart, or all
     *     handles from before are NFS4ERR_BADHANDLE
     * @throws IllegalArgumentException if two exports have the same id or path, or one is below
     *     another
     */
    public ExportTable(List<Export> exports, NfsTime created, Opaque handleKey) {
        this.check = new HandleCheck(handleKey);
        this.space = new NameSpace(exports, created);
    }

    /**
     * Puts other exports in place of those that there are. What is exported again, with the same
     * file system, is what it was to its clients, whatever its policy; handles of what is not are
     * NFS4ERR_STALE from now on. Requests in execution end under the exports they began with.
     *
     * @param created as in the constructor
     * @throws IllegalArgumentException as the constructor; nothing has changed then
     */
    public void replace(List<Export> exports, NfsTime created) {
        space = new NameSpace(exports, created);
    }

    /** The exports, without the pseudo file system. */
    public List<Export> exports() {
        return space.exports();
    }

    /** Whether there is a file system that {@linkplain FileSystem#mayBlock may block}. */
    public boolean mayBlock() {
        return space.mayBlock();
    }

    /**
     * Whether the bytes of {@code bytes} from {@code from} to {@code to} contain a filehandle from
     * which a way leads to a file system that may block, at {@code from} or a multiple of four
     * bytes behind it, as in XDR. Other bytes that look like one count as well.
     */
    public boolean mayBlock(ByteBuffer bytes, int from, int to) {
        NameSpace now = space;
        for (int at = from; at <= to - EXPORT_AT - Integer.BYTES; at += Integer.BYTES) {
            if (bytes.getInt(at) == MAGIC && now.mayBlock(bytes.getInt(at + EXPORT_AT))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the object of a filehandle, as it came from a client, {@linkplain FileSystem#isAtHand
     * is at hand}: nothing that is done to it by handle alone waits for storage. False if it is no
     * handle at all.
     */
    public boolean isAtHand(Opaque handle) {
        FileSystem of = fileSystemOf(handle);
        return of != null && of.isAtHand(handle, INODE_AT);
    }

    /** Whether this part of the object's content is at hand, too, for one READ. */
    public boolean isAtHand(Opaque handle, long offset, int length) {
        FileSystem of = fileSystemOf(handle);
        return of != null && of.isAtHand(handle, INODE_AT, offset, length);
    }

    private @Nullable FileSystem fileSystemOf(Opaque handle) {
        boolean whole = handle.length() > INODE_AT && handle.length() <= MAX_BYTES;
        Export export =
                whole && handle.intAt(0) == MAGIC ? space.export(handle.intAt(EXPORT_AT)) : null;
        return export == null ? null : export.fileSystem();
    }

    /**
     * What PUTROOTFH and PUTPUBFH set. A client that may not see the export at {@code /} has an
     * empty directory there.
     */
    public FileRef root(ClientAddress client) {
        NameSpace now = space;
        boolean visible = now.root().export().policy().ruleFor(client).isVisible();
        return visible ? now.root() : now.emptyRoot();
    }

    /** The object with {@code name} in {@code directory}: {@link FileSystem#lookup}, and across. */
    public FsResult<FileRef> lookup(Credentials caller, FileRef directory, Opaque name) {
        return switch (directory.fileSystem().lookup(caller, directory.inode(), name)) {
            case FsResult.Ok<Inode>(Inode inode) -> FsResult.ok(entry(directory, inode));
            case FsResult.Failed<Inode> failed -> failed.as();
        };
    }

    /**
     * What an entry of {@code directory} with {@code inode} is to the client: the root of an export
     * if one is there that he may see, else that object. For READDIR; {@link #lookup} has done it
     * already.
     */
    public FileRef entry(FileRef directory, Inode inode, ClientAddress client) {
        FileRef entry = entry(directory, inode);
        boolean visible = entry.export().policy().ruleFor(client).isVisible();
        return visible ? entry : new FileRef(directory.export(), inode);
    }

    private static FileRef entry(FileRef directory, Inode inode) {
        if (directory.export().id() == Export.PSEUDO_ID
                && inode instanceof PseudoDirectory covered) {
            Export mounted = covered.mounted();
            if (mounted != null) {
                return new FileRef(mounted, mounted.fileSystem().root());
            }
        }
        return new FileRef(directory.export(), inode);
    }

    /** The directory above {@code directory}: {@link FileSystem#parent}, and across. */
    public FsResult<FileRef> parent(Credentials caller, FileRef directory) {
        FileRef above = space.above(directory);
        if (above != null) {
            return FsResult.ok(above);
        }
        return switch (directory.fileSystem().parent(caller, directory.inode())) {
            case FsResult.Ok<Inode>(Inode inode) ->
                    FsResult.ok(new FileRef(directory.export(), inode));
            case FsResult.Failed<Inode> failed -> failed.as();
        };
    }

    /**
     * The {@code mounted_on_fileid} of {@code file}: for an export's root the id of the directory
     * that it covers, else its own (RFC 8881 section 5.8.2.23).
     */
    public long mountedOnFileId(FileRef file) {
        PseudoDirectory covered = space.coveredBy(file);
        return covered != null ? covered.fileId() : file.inode().fileId();
    }

    /** The filehandle of {@code file}; at most 80 bytes, always the same for the same object. */
    public FileHandle handleOf(FileRef file) {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        int id = file.export().id();
        bytes.putInt(0, MAGIC).putInt(EXPORT_AT, id).position(INODE_AT);
        file.fileSystem().putHandle(file.inode(), bytes);
        Opaque handle = Opaque.wrap(bytes.flip());
        bytes.putLong(CHECK_AT, check.of(id, handle, INODE_AT));
        return new FileHandle(handle);
    }

    /**
     * The object of a filehandle. NFS4ERR_BADHANDLE if the handle is none of this server's,
     * NFS4ERR_STALE if its object is gone or not exported any more.
     */
    public FsResult<FileRef> resolve(FileHandle handle) {
        Opaque bytes = handle.data();
        if (bytes.length() <= INODE_AT
                || bytes.length() > MAX_BYTES
                || bytes.intAt(0) != MAGIC
                || bytes.longAt(CHECK_AT) != check.of(bytes.intAt(EXPORT_AT), bytes, INODE_AT)) {
            return FsResult.failed(NfsStatus.BADHANDLE);
        }
        Export export = space.export(bytes.intAt(EXPORT_AT));
        if (export == null) {
            return FsResult.failed(NfsStatus.STALE);
        }
        return switch (export.fileSystem().resolve(bytes, INODE_AT)) {
            case FsResult.Ok<Inode>(Inode inode) -> FsResult.ok(new FileRef(export, inode));
            case FsResult.Failed<Inode> failed -> failed.as();
        };
    }
}
