package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Handles, and how long objects live. */
interface LifeContract extends Users {
    private static NfsStatus resolve(FsUser user, Opaque handle) {
        return user.fs().resolve(handle, 0).status();
    }

    @Test
    default void aHandleFindsItsObject() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        Opaque handle = user.handle(file);
        assertThat(handle.length()).isBetween(1, FileSystem.MAX_HANDLE_BYTES);
        assertThat(ok(user.fs().resolve(handle, 0))).isEqualTo(file).hasSameHashCodeAs(file);
        assertThat(ok(user.fs().resolve(user.handle(user.root()), 0))).isEqualTo(user.root());
    }

    @Test
    default void aHandleMayStandBehindOtherBytes() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        byte[] handle = user.handle(file).toByteArray();
        byte[] longer = new byte[handle.length + 3];
        System.arraycopy(handle, 0, longer, 3, handle.length);
        assertThat(ok(user.fs().resolve(Opaque.of(longer), 3))).isEqualTo(file);
    }

    @Test
    default void aHandleOutlivesTheNameItCameFrom() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        Opaque handle = user.handle(file);
        user.rename(user.root(), "f", "g");
        assertThat(user.handle(user.lookup(user.root(), "g"))).isEqualTo(handle);
        user.link(file, user.root(), "h");
        user.remove(user.root(), "g");
        assertThat(ok(user.fs().resolve(handle, 0))).isEqualTo(file);
    }

    @Test
    default void theHandleOfWhatIsGoneIsStale() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        Inode directory = user.directory(user.root(), "d");
        Opaque fileHandle = user.handle(file);
        Opaque directoryHandle = user.handle(directory);
        user.remove(user.root(), "f");
        user.remove(user.root(), "d");
        user.file(user.root(), "f");
        user.directory(user.root(), "d");
        assertThat(resolve(user, fileHandle)).isEqualTo(NfsStatus.STALE);
        assertThat(resolve(user, directoryHandle)).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryRead(file)).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryWrite(file, 0, "x").status()).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryLookup(directory, "x")).isEqualTo(NfsStatus.STALE);
        assertThat(user.fs().retain(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void bytesThatAreNoHandleFindNothing() {
        FsUser user = superuser();
        assertThat(resolve(user, Opaque.of((byte) 1))).isIn(NfsStatus.BADHANDLE, NfsStatus.STALE);
        assertThat(resolve(user, Opaque.of(new byte[FileSystem.MAX_HANDLE_BYTES])))
                .isIn(NfsStatus.BADHANDLE, NfsStatus.STALE);
    }

    @Test
    default void aRemovedFileThatIsRetainedGoesOn() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "content");
        Opaque handle = user.handle(file);
        assertThat(user.fs().retain(file)).isEqualTo(NfsStatus.OK);
        assertThat(user.fs().retain(file)).isEqualTo(NfsStatus.OK);
        assertThat(user.remove(user.root(), "f")).isEqualTo(NfsStatus.OK);
        assertThat(user.tryLookup(user.root(), "f")).isEqualTo(NfsStatus.NOENT);
        assertThat(ok(user.fs().resolve(handle, 0))).isEqualTo(file);
        assertThat(user.stat(file).linkCount()).isZero();
        user.write(file, 7, "!");
        assertThat(user.text(file)).isEqualTo("content!");
        user.fs().release(file);
        assertThat(user.text(file)).isEqualTo("content!");
        user.fs().release(file);
        assertThat(user.tryRead(file)).isEqualTo(NfsStatus.STALE);
        assertThat(resolve(user, handle)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void aReplacedFileThatIsRetainedGoesOn() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "old");
        user.file(user.root(), "g", 0644, "new");
        user.fs().retain(file);
        user.rename(user.root(), "g", "f");
        assertThat(user.text(file)).isEqualTo("old");
        assertThat(user.text(user.lookup(user.root(), "f"))).isEqualTo("new");
        user.fs().release(file);
        assertThat(user.tryRead(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void releasingAFileWithANameDoesNotEndIt() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "content");
        user.fs().retain(file);
        user.fs().release(file);
        assertThat(user.text(file)).isEqualTo("content");
    }

    @Test
    default void aFileThatEndsGivesItsSpaceBack() {
        FsUser user = superuser();
        FsStatistics before = ok(user.fs().statistics());
        Inode file = user.file(user.root(), "f", 0644, "x".repeat(1 << 20));
        FsStatistics with = ok(user.fs().statistics());
        assertThat(with.freeBytes()).isLessThanOrEqualTo(before.freeBytes() - (1 << 20));
        assertThat(with.freeFiles()).isEqualTo(before.freeFiles() - 1);
        user.fs().retain(file);
        user.remove(user.root(), "f");
        assertThat(ok(user.fs().statistics()).freeFiles()).isEqualTo(with.freeFiles());
        user.fs().release(file);
        assertThat(ok(user.fs().statistics())).isEqualTo(before);
    }
}
