package org.nfs41.server.local;

import org.junit.jupiter.api.AfterEach;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.testing.FileSystemContract;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The contract of file systems for a directory of the host, which each class chooses. */
abstract class LocalContract extends FileSystemContract {
    private LocalDirectory directory;

    abstract LocalDirectory newDirectory() throws IOException, InterruptedException;

    @Override
    protected FileSystem newFileSystem() {
        LocalDirectory.requireLinux();
        LocalDirectory.requireRoot();
        try {
            directory = newDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return directory.fileSystem();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }

    LocalDirectory directory() {
        return directory;
    }
}
