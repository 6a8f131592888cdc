package org.nfs41.server.local;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs as a user who is not root and tells what came of it: see {@link UnprivilegedTest}. */
final class Unprivileged {
    private static final Credentials CALLER = new Credentials(1000, 1000);

    private final Path directory;
    private LocalFileSystem fileSystem;

    private Unprivileged(Path directory) throws IOException {
        this.directory = directory;
        this.fileSystem = open();
    }

    public static void main(String[] args) throws IOException {
        new Unprivileged(Path.of(args[0])).run();
    }

    private LocalFileSystem open() throws IOException {
        return LocalFileSystem.open(LocalOptions.of(directory, Opaque.of(new byte[16])));
    }

    private void restart() throws IOException {
        fileSystem.close();
        fileSystem = open();
    }

    private static void tell(String what, Object is) {
        System.out.println(what + "=" + is);
    }

    private static <T> T ok(FsResult<T> result) {
        if (result instanceof FsResult.Ok<T>(T value)) {
            return value;
        }
        throw new IllegalStateException(result.status().toString());
    }

    private FsResult<Created> create(String name, AttributeChanges initial, CreateMode mode) {
        return fileSystem.createFile(CALLER, fileSystem.root(), Opaque.utf8(name), initial, mode);
    }

    private FsResult<Inode> lookup(String name) {
        return fileSystem.lookup(CALLER, fileSystem.root(), Opaque.utf8(name));
    }

    private NfsStatus read(Credentials caller, Inode file) {
        return fileSystem.read(caller, file, 0, ByteBuffer.allocate(10), 0, 10).status();
    }

    private void run() throws IOException {
        tell("kernelHandles", fileSystem.hasKernelHandles());
        AttributeChanges mode = AttributeChanges.ofMode(0644);
        Inode made = ok(create("made", mode, CreateMode.GUARDED)).inode();
        FileStat stat = ok(fileSystem.getAttributes(CALLER, made));
        tell("owner", stat.uid());
        tell("mode", Integer.toOctalString(stat.mode()));
        AttributeChanges gift = AttributeChanges.NONE.withUid(1001);
        tell("give", fileSystem.setAttributes(Credentials.SUPERUSER, made, gift));
        tell("readOthers", read(Credentials.SUPERUSER, ok(lookup("secret"))));
        ByteBuffer handle = ByteBuffer.allocate(64);
        fileSystem.putHandle(made, handle);
        Opaque kept = Opaque.wrap(handle.flip()).detach();
        Files.createDirectory(directory.resolve("d"));
        Files.move(directory.resolve("made"), directory.resolve("d/moved"));
        restart();
        tell("resolved", fileSystem.resolve(kept, 0).status());
        Files.delete(directory.resolve("d/moved"));
        restart();
        tell("removed", fileSystem.resolve(kept, 0).status());
        CreateMode once = new CreateMode.Exclusive(42);
        Inode first = ok(create("once", mode, once)).inode();
        tell("markIsShown", fileSystem.hasNamedAttributes(first));
        restart();
        FsResult<Created> again = create("once", mode, once);
        tell("repeated", again.status());
        tell("same", again.status().isOk() && ok(again).inode().equals(first));
        tell("other", create("once", mode, new CreateMode.Exclusive(43)).status());
        fileSystem.close();
    }
}
