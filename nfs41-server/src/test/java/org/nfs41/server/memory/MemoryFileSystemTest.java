package org.nfs41.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.WriteResult;
import org.nfs41.ops.fs.testing.FileSystemContract;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The contract, and what is the memory file system's own. */
class MemoryFileSystemTest extends FileSystemContract {
    private static final long MIB = 1 << 20;
    private static final int COLLIDING_BITS = 15;
    private static final AttributeChanges NONE = AttributeChanges.NONE;

    private Instant now = Instant.parse("2026-01-01T00:00:00.000000001Z");
    private final InstantSource clock = () -> now;

    @Override
    protected FileSystem newFileSystem() {
        return new MemoryFileSystem(MemoryOptions.ofCapacity(256 * MIB).withClock(clock));
    }

    private static FsUser small(long capacity) {
        FileSystem fs = new MemoryFileSystem(MemoryOptions.ofCapacity(capacity));
        return new FsUser(fs, Credentials.SUPERUSER);
    }

    private static int writeMib(FsUser user, Inode file, int mib) {
        ByteBuffer source = ByteBuffer.allocate(1 << 20);
        WriteResult written =
                ok(
                        user.fs()
                                .write(
                                        user.caller(),
                                        file,
                                        mib * MIB,
                                        source,
                                        0,
                                        source.capacity(),
                                        StableHow.UNSTABLE));
        return written.count();
    }

    @Test
    void namesChosenToCollideDoNotSlowADirectoryDown() {
        FsUser user = superuser();
        int hash = name(0).hashCode();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(15),
                () -> {
                    for (int i = 0; i < 1 << COLLIDING_BITS; i++) {
                        assertThat(name(i).hashCode()).isEqualTo(hash);
                        ok(user.create(user.root(), name(i).utf8(), NONE, CreateMode.GUARDED));
                    }
                });
    }

    /** Each bit is one of two pairs of letters that mean the same to the hash of a buffer. */
    private static Opaque name(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < COLLIDING_BITS; bit++) {
            name.append((number >> bit & 1) == 0 ? "aA" : "BB");
        }
        return Opaque.utf8(name.toString());
    }

    @Test
    void aFullFileSystemTakesWhatFitsAndThenRefuses() {
        FsUser user = small(2 * MIB);
        Inode file = user.file(user.root(), "f");
        assertThat(writeMib(user, file, 0)).isEqualTo(1 << 20);
        int second = writeMib(user, file, 1);
        assertThat(second).isPositive().isLessThan(1 << 20);
        long size = user.stat(file).size();
        assertThat(size).isEqualTo(MIB + second);
        ByteBuffer more = ByteBuffer.allocate(1 << 16);
        assertThat(
                        user.fs()
                                .write(
                                        user.caller(),
                                        file,
                                        size,
                                        more,
                                        0,
                                        1 << 16,
                                        StableHow.UNSTABLE)
                                .status())
                .isEqualTo(NfsStatus.NOSPC);
        assertThat(user.stat(file).size()).isEqualTo(size);
        user.set(file, AttributeChanges.ofSize(0));
        assertThat(writeMib(user, file, 0)).isEqualTo(1 << 20);
    }

    @Test
    void namesAndObjectsAreBoundedToo() {
        FsUser user = small(MIB);
        Inode file = user.file(user.root(), "f");
        FsStatistics before = ok(user.fs().statistics());
        int links = 0;
        while (user.link(file, user.root(), "l" + links).equals(NfsStatus.OK)) {
            links++;
        }
        assertThat(links).isBetween(1, (int) MIB / Space.ENTRY_BYTES);
        assertThat(user.link(file, user.root(), "one more")).isEqualTo(NfsStatus.NOSPC);
        assertThat(user.tryFile(user.root(), "one more")).isEqualTo(NfsStatus.NOSPC);
        for (int i = 0; i < links; i++) {
            assertThat(user.remove(user.root(), "l" + i)).isEqualTo(NfsStatus.OK);
        }
        assertThat(ok(user.fs().statistics())).isEqualTo(before);
    }

    @Test
    void sparseFilesCannotOutgrowTheirSpaceByTheirPageTables() {
        FsUser user = small(MIB);
        Inode file = user.file(user.root(), "f");
        int writes = 0;
        while (writes < 1000
                && user.tryWrite(file, (long) writes << 32, "x").status().equals(NfsStatus.OK)) {
            writes++;
        }
        assertThat(writes).isBetween(50, 256);
        assertThat(user.remove(user.root(), "f")).isEqualTo(NfsStatus.OK);
        FsStatistics empty = ok(user.fs().statistics());
        assertThat(empty.freeBytes()).isEqualTo(MIB - Space.INODE_BYTES);
    }

    @Test
    void theNumberOfObjectsIsLimited() {
        MemoryOptions options = MemoryOptions.ofCapacity(64 * MIB).withMaxFiles(3);
        FsUser user = new FsUser(new MemoryFileSystem(options), Credentials.SUPERUSER);
        user.file(user.root(), "a");
        user.directory(user.root(), "b");
        assertThat(user.tryFile(user.root(), "c")).isEqualTo(NfsStatus.NOSPC);
        user.remove(user.root(), "a");
        assertThat(user.tryFile(user.root(), "c")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void afterARestartOldHandlesAreStale() {
        FsUser before = superuser();
        FsUser after = new FsUser(newFileSystem(), Credentials.SUPERUSER);
        assertThat(after.fs().resolve(before.handle(before.root()), 0).status())
                .isEqualTo(NfsStatus.STALE);
    }

    @Test
    void malformedHandlesAreTold() {
        FsUser user = superuser();
        byte[] longer = new byte[user.handle(user.root()).length() + 1];
        assertThat(user.fs().resolve(Opaque.of(longer), 0).status()).isEqualTo(NfsStatus.BADHANDLE);
    }

    @Test
    void timestampsComeFromTheClock() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        NfsTime created = new NfsTime(now.getEpochSecond(), 1);
        now = now.plusSeconds(10);
        NfsTime written = new NfsTime(now.getEpochSecond(), 1);
        user.write(file, 0, "x");
        FileStat stat = user.stat(file);
        assertThat(stat.birthTime()).isEqualTo(created);
        assertThat(stat.accessTime()).isEqualTo(created);
        assertThat(stat.modifyTime()).isEqualTo(written);
        assertThat(stat.changeTime()).isEqualTo(written);
    }

    @Test
    void theFirstReadAfterAWriteSetsTheAccessTime() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0644, "x");
        now = now.plusSeconds(10);
        user.text(file);
        NfsTime first = new NfsTime(now.getEpochSecond(), 1);
        assertThat(user.stat(file).accessTime()).isEqualTo(first);
        now = now.plus(Duration.ofHours(1));
        user.text(file);
        assertThat(user.stat(file).accessTime()).isEqualTo(first);
    }

    @Test
    void attributesThatDoNotChangeAreTheSameObject() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        assertThat(user.stat(file)).isSameAs(user.stat(file));
    }

    @Test
    void namedAttributesTakeSpaceAndGiveItBack() {
        FsUser user = alice();
        FsStatistics before = ok(user.fs().statistics());
        Inode file = user.file(user.root(), "f");
        Inode directory = ok(user.fs().attributeDirectory(user.caller(), file, true));
        user.file(directory, "icon", 0644, "x".repeat(100_000));
        Inode open = user.file(directory, "open", 0644, "text");
        FsStatistics with = ok(user.fs().statistics());
        assertThat(with.freeFiles()).isEqualTo(before.freeFiles() - 4);
        assertThat(with.freeBytes()).isLessThan(before.freeBytes() - 100_000);
        assertThat(user.fs().retain(open)).isEqualTo(NfsStatus.OK);
        assertThat(user.remove(user.root(), "f")).isEqualTo(NfsStatus.OK);
        assertThat(user.tryLookup(directory, "open")).isEqualTo(NfsStatus.STALE);
        assertThat(user.text(open)).isEqualTo("text");
        user.fs().release(open);
        assertThat(ok(user.fs().statistics())).isEqualTo(before);
    }

    @Test
    void aNamedAttributeStaysTheSameObjectWithAnotherName() {
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        Inode directory = ok(user.fs().attributeDirectory(user.caller(), file, true));
        Inode a = user.file(directory, "a", 0644, "one");
        Inode b = user.file(directory, "b", 0644, "two");
        assertThat(user.fs().retain(b)).isEqualTo(NfsStatus.OK);
        assertThat(user.rename(directory, "a", "b")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(directory, "b")).isEqualTo(a);
        assertThat(user.text(b)).as("it is retained").isEqualTo("two");
        user.fs().release(b);
        assertThat(user.tryRead(b)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void releasingMoreThanWasRetainedIsABug() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        assertThatThrownBy(() -> user.fs().release(file)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDirectoryOf100000EntriesWorks() {
        FsUser user = superuser();
        Inode directory = user.directory(user.root(), "big");
        Inode file = user.file(directory, "f0");
        int entries = 100_000;
        user.file(directory, "g0");
        for (int i = 1; i < entries / 2; i++) {
            assertThat(user.tryFile(directory, "f" + i)).isEqualTo(NfsStatus.OK);
            assertThat(user.link(file, directory, "g" + i)).isEqualTo(NfsStatus.OK);
        }
        assertThat(user.stat(directory).size()).isEqualTo(entries);
        Set<String> names = new HashSet<>();
        List<Long> cookie = new ArrayList<>(List.of(0L));
        long verifier = 0;
        boolean eof = false;
        while (!eof) {
            int limit = names.size() + 1000;
            DirectoryRead read =
                    ok(
                            user.fs()
                                    .readDirectory(
                                            user.caller(),
                                            directory,
                                            cookie.getFirst(),
                                            verifier,
                                            (at, name, inode) -> {
                                                if (names.size() == limit) {
                                                    return false;
                                                }
                                                cookie.set(0, at);
                                                return names.add(name.utf8());
                                            }));
            verifier = read.verifier();
            eof = read.eof();
        }
        assertThat(names).hasSize(entries);
        for (String name : names) {
            assertThat(user.remove(directory, name)).isEqualTo(NfsStatus.OK);
        }
        assertThat(user.remove(user.root(), "big")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void theLinkCountIsLimited() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        int max = user.fs().limits().maxLinks();
        for (int i = 1; i < max; i++) {
            assertThat(user.link(file, user.root(), "l" + i)).isEqualTo(NfsStatus.OK);
        }
        assertThat(user.link(file, user.root(), "one more")).isEqualTo(NfsStatus.MLINK);
    }
}
