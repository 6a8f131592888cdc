package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system as one user works with it: the calls that tests need, with names as text.
 *
 * <p>Methods that return a status hand on whatever comes; the others assert success.
 *
 * @param fs the file system
 * @param caller the user
 */
public record FsUser(FileSystem fs, Credentials caller) {
    /** The value of a result that must be a success. */
    public static <T> T ok(FsResult<T> result) {
        assertThat(result.status()).isEqualTo(NfsStatus.OK);
        return ((FsResult.Ok<T>) result).value();
    }

    /** Another user of the same file system. */
    public FsUser as(Credentials other) {
        return new FsUser(fs, other);
    }

    /** The root directory. */
    public Inode root() {
        return fs.root();
    }

    /** Makes a file with mode 0644. */
    public Inode file(Inode directory, String name) {
        return file(directory, name, 0644);
    }

    /** Makes a file. */
    public Inode file(Inode directory, String name, int mode) {
        return ok(create(directory, name, AttributeChanges.ofMode(mode), CreateMode.GUARDED))
                .inode();
    }

    /** Makes a file with the text as content. */
    public Inode file(Inode directory, String name, int mode, String text) {
        Inode file = file(directory, name, mode);
        write(file, 0, text);
        return file;
    }

    /** Asks for a file. */
    public FsResult<Created> create(
            Inode directory, String name, AttributeChanges initial, CreateMode mode) {
        return fs.createFile(caller, directory, Opaque.utf8(name), initial, mode);
    }

    /** Asks for a file that is not there yet, with default attributes. */
    public NfsStatus tryFile(Inode directory, String name) {
        return create(directory, name, AttributeChanges.NONE, CreateMode.GUARDED).status();
    }

    /** Makes a directory with mode 0755. */
    public Inode directory(Inode directory, String name) {
        return directory(directory, name, 0755);
    }

    /** Makes a directory. */
    public Inode directory(Inode directory, String name, int mode) {
        AttributeChanges initial = AttributeChanges.ofMode(mode);
        return ok(fs.createDirectory(caller, directory, Opaque.utf8(name), initial)).inode();
    }

    /** Asks for a directory. */
    public NfsStatus tryDirectory(Inode directory, String name) {
        return fs.createDirectory(caller, directory, Opaque.utf8(name), AttributeChanges.NONE)
                .status();
    }

    /** Makes a symbolic link. */
    public Inode symlink(Inode directory, String name, String text) {
        return ok(fs.createSymlink(
                        caller,
                        directory,
                        Opaque.utf8(name),
                        Opaque.utf8(text),
                        AttributeChanges.NONE))
                .inode();
    }

    /** The object with this name. */
    public Inode lookup(Inode directory, String name) {
        return ok(fs.lookup(caller, directory, Opaque.utf8(name)));
    }

    /** Whether there is an object with this name, and if not, why. */
    public NfsStatus tryLookup(Inode directory, String name) {
        return fs.lookup(caller, directory, Opaque.utf8(name)).status();
    }

    /** The attributes. */
    public FileStat stat(Inode inode) {
        return ok(fs.getAttributes(caller, inode));
    }

    /** Sets attributes. */
    public NfsStatus set(Inode inode, AttributeChanges changes) {
        return fs.setAttributes(caller, inode, changes);
    }

    /** Takes a name away. */
    public NfsStatus remove(Inode directory, String name) {
        return fs.remove(caller, directory, Opaque.utf8(name)).status();
    }

    /** Gives an object another name in the same directory. */
    public NfsStatus rename(Inode directory, String oldName, String newName) {
        return rename(directory, oldName, directory, newName);
    }

    /** Gives an object another name. */
    public NfsStatus rename(Inode from, String oldName, Inode to, String newName) {
        return fs.rename(caller, from, Opaque.utf8(oldName), to, Opaque.utf8(newName)).status();
    }

    /** Gives an object a further name. */
    public NfsStatus link(Inode target, Inode directory, String name) {
        return fs.link(caller, target, directory, Opaque.utf8(name)).status();
    }

    /** Which access bits are granted of those asked for. */
    public int access(Inode inode, int requested) {
        return ok(fs.access(caller, inode, requested));
    }

    /** Writes text, all of it. */
    public void write(Inode file, long offset, String text) {
        WriteResult written = ok(tryWrite(file, offset, text));
        assertThat(written.count()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Asks to write text. */
    public FsResult<WriteResult> tryWrite(Inode file, long offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return fs.write(
                caller, file, offset, ByteBuffer.wrap(bytes), 0, bytes.length, StableHow.FILE_SYNC);
    }

    /** The content from an offset on, at most so many bytes. */
    public byte[] read(Inode file, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        ReadResult result = ok(fs.read(caller, file, offset, target, 0, length));
        byte[] bytes = new byte[result.count()];
        target.get(0, bytes);
        return bytes;
    }

    /** The whole content of a small file, as text. */
    public String text(Inode file) {
        return new String(read(file, 0, 4096), StandardCharsets.UTF_8);
    }

    /** Asks to read. */
    public NfsStatus tryRead(Inode file) {
        return fs.read(caller, file, 0, ByteBuffer.allocate(16), 0, 16).status();
    }

    /** All names in a directory, in the order of reading. */
    public List<String> names(Inode directory) {
        List<String> names = new ArrayList<>();
        DirectoryRead read =
                ok(
                        fs.readDirectory(
                                caller,
                                directory,
                                0,
                                0,
                                (cookie, name, inode) -> names.add(name.utf8())));
        assertThat(read.eof()).isTrue();
        return names;
    }

    /** The handle's bytes. */
    public Opaque handle(Inode inode) {
        ByteBuffer bytes = ByteBuffer.allocate(FileSystem.MAX_HANDLE_BYTES);
        fs.putHandle(inode, bytes);
        return Opaque.wrap(bytes.flip());
    }
}
