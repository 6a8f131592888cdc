package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reading directories. */
interface DirectoryContract extends Users {
    /** A directory read in parts, as a client does it. */
    final class Reading {
        private final FsUser user;
        private final Inode directory;
        private long verifier;

        /** The names so far, and the cookie of each. */
        final List<String> names = new ArrayList<>();

        final List<Long> cookies = new ArrayList<>();

        Reading(FsUser user, Inode directory) {
            this.user = user;
            this.directory = directory;
        }

        /** Takes up to {@code count} more names; whether those were the last. */
        boolean next(int count) {
            int limit = names.size() + count;
            DirectoryRead read =
                    ok(
                            user.fs()
                                    .readDirectory(
                                            user.caller(),
                                            directory,
                                            cookies.isEmpty() ? 0 : cookies.getLast(),
                                            verifier,
                                            (cookie, name, inode) -> {
                                                if (names.size() == limit) {
                                                    return false;
                                                }
                                                names.add(name.utf8());
                                                cookies.add(cookie);
                                                return true;
                                            }));
            verifier = read.verifier();
            return read.eof();
        }

        NfsStatus from(long cookie, long givenVerifier) {
            return user.fs()
                    .readDirectory(
                            user.caller(), directory, cookie, givenVerifier, (c, n, i) -> true)
                    .status();
        }
    }

    private static void fill(FsUser user, Inode directory, int files) {
        for (int i = 0; i < files; i++) {
            user.file(directory, "f" + i);
        }
    }

    @Test
    default void readingInPartsGivesEachEntryOnceWithACookieOver2() {
        FsUser user = superuser();
        fill(user, user.root(), 20);
        Reading reading = new Reading(user, user.root());
        assertThat(reading.next(7)).isFalse();
        assertThat(reading.next(7)).isFalse();
        assertThat(reading.next(7)).isTrue();
        assertThat(reading.names).hasSize(20).doesNotHaveDuplicates();
        assertThat(reading.cookies).doesNotHaveDuplicates().allMatch(cookie -> cookie > 2);
        assertThat(reading.next(7)).isTrue();
        assertThat(reading.names).hasSize(20);
    }

    @Test
    default void theEndIsToldWhenTheLastEntryJustFits() {
        FsUser user = superuser();
        fill(user, user.root(), 5);
        assertThat(new Reading(user, user.root()).next(5)).isTrue();
    }

    @Test
    default void theOfferedObjectIsTheNamesObject() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        List<Inode> offered = new ArrayList<>();
        ok(
                user.fs()
                        .readDirectory(
                                user.caller(),
                                user.root(),
                                0,
                                0,
                                (cookie, name, inode) -> offered.add(inode)));
        assertThat(offered).containsExactly(file);
    }

    @Test
    default void entriesThatStayAreReadOnceWhileOthersComeAndGo() {
        FsUser user = superuser();
        Inode root = user.root();
        fill(user, root, 100);
        Reading reading = new Reading(user, root);
        int round = 0;
        boolean eof = false;
        while (!eof && round < 50) {
            eof = reading.next(10);
            user.file(root, "new" + round);
            // what was read goes, and what was not read yet
            user.remove(root, "f" + (2 * round));
            user.remove(root, "f" + (98 - 2 * round));
            round++;
        }
        Set<String> stayed = new HashSet<>();
        for (int i = 1; i < 100; i += 2) {
            stayed.add("f" + i);
        }
        assertThat(eof).isTrue();
        assertThat(reading.names).doesNotHaveDuplicates().containsAll(stayed);
    }

    @Test
    default void aReadingGoesOnAfterAnEntryThatWasRemoved() {
        FsUser user = superuser();
        fill(user, user.root(), 10);
        Reading reading = new Reading(user, user.root());
        reading.next(5);
        user.remove(user.root(), reading.names.getLast());
        assertThat(reading.next(10)).isTrue();
        assertThat(reading.names).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    default void reservedCookiesAndForeignVerifiersAreRefused() {
        FsUser user = superuser();
        fill(user, user.root(), 3);
        Reading reading = new Reading(user, user.root());
        reading.next(1);
        assertThat(reading.from(1, reading.verifier)).isEqualTo(NfsStatus.BAD_COOKIE);
        assertThat(reading.from(2, reading.verifier)).isEqualTo(NfsStatus.BAD_COOKIE);
        assertThat(reading.from(reading.cookies.getLast(), reading.verifier + 1))
                .isEqualTo(NfsStatus.NOT_SAME);
        assertThat(reading.from(0, reading.verifier + 1)).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void anEmptyDirectoryIsAtItsEndAtOnce() {
        FsUser user = superuser();
        Inode directory = user.directory(user.root(), "d");
        Reading reading = new Reading(user, directory);
        assertThat(reading.next(1)).isTrue();
        assertThat(reading.names).isEmpty();
    }

    @Test
    default void onlyDirectoriesAreRead() {
        FsUser user = superuser();
        Reading reading = new Reading(user, user.file(user.root(), "f"));
        assertThat(reading.from(0, 0)).isEqualTo(NfsStatus.NOTDIR);
    }
}
