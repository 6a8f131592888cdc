package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Looking up, creating, linking and removing. */
interface NameContract extends Users {
    @Test
    default void anEmptyFileSystemHasARootWithoutEntries() {
        Inode root = superuser().root();
        assertThat(root.type()).isEqualTo(FileType.NF4DIR);
        assertThat(superuser().stat(root).linkCount()).isEqualTo(2);
        assertThat(superuser().names(root)).isEmpty();
    }

    @Test
    default void lookingUpFindsWhatWasCreated() {
        Inode root = superuser().root();
        Inode file = superuser().file(root, "f");
        assertThat(superuser().lookup(root, "f")).isEqualTo(file).hasSameHashCodeAs(file);
        assertThat(file.fileId()).isNotZero().isEqualTo(superuser().stat(file).fileId());
        assertThat(file.type()).isEqualTo(FileType.NF4REG);
    }

    @Test
    default void lookingUpFailsForAMissingNameAndInWhatIsNoDirectory() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode file = user.file(root, "f");
        Inode link = user.symlink(root, "l", "f");
        assertThat(user.tryLookup(root, "g")).isEqualTo(NfsStatus.NOENT);
        assertThat(user.tryLookup(file, "g")).isEqualTo(NfsStatus.NOTDIR);
        assertThat(user.tryLookup(link, "g")).isEqualTo(NfsStatus.SYMLINK);
    }

    @Test
    default void namesAreBytesNotWords() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode composed = user.file(root, "\u00e9");
        Inode decomposed = user.file(root, "e\u0301");
        Inode upper = user.file(root, "A");
        assertThat(composed).isNotEqualTo(decomposed);
        assertThat(user.tryLookup(root, "a")).isEqualTo(NfsStatus.NOENT);
        assertThat(user.lookup(root, "A")).isEqualTo(upper);
    }

    @Test
    default void theLongestNameWorks() {
        FsUser user = superuser();
        String longest = "n".repeat(user.fs().limits().maxNameBytes());
        Inode file = user.file(user.root(), longest);
        assertThat(user.lookup(user.root(), longest)).isEqualTo(file);
        assertThat(user.names(user.root())).containsExactly(longest);
    }

    @Test
    default void aTakenNameIsRefusedWhateverIsToBeMade() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode file = user.file(root, "f");
        assertThat(user.tryFile(root, "f")).isEqualTo(NfsStatus.EXIST);
        assertThat(user.tryDirectory(root, "f")).isEqualTo(NfsStatus.EXIST);
        assertThat(user.link(file, root, "f")).isEqualTo(NfsStatus.EXIST);
    }

    @Test
    default void nothingIsMadeInWhatIsNoDirectory() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        assertThat(user.tryFile(file, "g")).isEqualTo(NfsStatus.NOTDIR);
        assertThat(user.tryDirectory(file, "g")).isEqualTo(NfsStatus.NOTDIR);
        assertThat(user.link(file, file, "g")).isEqualTo(NfsStatus.NOTDIR);
        assertThat(user.remove(file, "g")).isEqualTo(NfsStatus.NOTDIR);
    }

    @Test
    default void aSymbolicLinkKeepsItsText() {
        FsUser user = superuser();
        Inode link = user.symlink(user.root(), "l", "../no/where");
        assertThat(ok(user.fs().readLink(user.caller(), link)))
                .isEqualTo(Opaque.utf8("../no/where"));
        assertThat(user.stat(link).size()).isEqualTo(11);
        assertThat(link.type()).isEqualTo(FileType.NF4LNK);
        Inode file = user.file(user.root(), "f");
        assertThat(user.fs().readLink(user.caller(), file).status())
                .isEqualTo(NfsStatus.WRONG_TYPE);
    }

    @Test
    default void theParentOfADirectoryIsTheOneItIsIn() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode above = user.directory(root, "above");
        Inode below = user.directory(above, "below");
        assertThat(ok(user.fs().parent(user.caller(), below))).isEqualTo(above);
        assertThat(ok(user.fs().parent(user.caller(), above))).isEqualTo(root);
        assertThat(user.fs().parent(user.caller(), root).status()).isEqualTo(NfsStatus.NOENT);
        Inode file = user.file(root, "f");
        assertThat(user.fs().parent(user.caller(), file).status()).isEqualTo(NfsStatus.NOTDIR);
    }

    @Test
    default void aDirectoryCountsItsSubdirectories() {
        FsUser user = superuser();
        Inode above = user.directory(user.root(), "above");
        user.directory(above, "a");
        user.directory(above, "b");
        user.file(above, "f");
        assertThat(user.stat(above).linkCount()).isEqualTo(4);
        assertThat(user.remove(above, "a")).isEqualTo(NfsStatus.OK);
        assertThat(user.stat(above).linkCount()).isEqualTo(3);
    }

    @Test
    default void onlyAnEmptyDirectoryCanBeRemoved() {
        FsUser user = superuser();
        Inode directory = user.directory(user.root(), "d");
        user.file(directory, "f");
        assertThat(user.remove(user.root(), "d")).isEqualTo(NfsStatus.NOTEMPTY);
        assertThat(user.remove(directory, "f")).isEqualTo(NfsStatus.OK);
        assertThat(user.remove(user.root(), "d")).isEqualTo(NfsStatus.OK);
        assertThat(user.remove(user.root(), "d")).isEqualTo(NfsStatus.NOENT);
        assertThat(user.tryLookup(user.root(), "d")).isEqualTo(NfsStatus.NOENT);
    }

    @Test
    default void nothingCanBePutIntoARemovedDirectory() {
        FsUser user = superuser();
        Inode directory = user.directory(user.root(), "d");
        Inode file = user.file(user.root(), "f");
        assertThat(user.remove(user.root(), "d")).isEqualTo(NfsStatus.OK);
        assertThat(user.tryFile(directory, "g")).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryDirectory(directory, "g")).isEqualTo(NfsStatus.STALE);
        assertThat(user.link(file, directory, "g")).isEqualTo(NfsStatus.STALE);
        assertThat(user.rename(user.root(), "f", directory, "g")).isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void aFileWithTwoNamesIsOneFile() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        long before = user.stat(file).change();
        assertThat(user.link(file, user.root(), "g")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(user.root(), "g")).isEqualTo(file);
        assertThat(user.stat(file).linkCount()).isEqualTo(2);
        assertThat(user.stat(file).change()).isGreaterThan(before);
        assertThat(user.remove(user.root(), "f")).isEqualTo(NfsStatus.OK);
        assertThat(user.stat(file).linkCount()).isEqualTo(1);
    }

    @Test
    default void aDirectoryHasOneNameOnly() {
        FsUser user = superuser();
        Inode directory = user.directory(user.root(), "d");
        assertThat(user.link(directory, user.root(), "e")).isEqualTo(NfsStatus.ISDIR);
    }

    @Test
    default void specialFilesKeepTheirTypeAndNumbers() {
        FsUser user = superuser();
        Inode disk =
                ok(user.fs()
                                .createNode(
                                        user.caller(),
                                        user.root(),
                                        Opaque.utf8("disk"),
                                        FileType.NF4BLK,
                                        8,
                                        17,
                                        AttributeChanges.ofMode(0600)))
                        .inode();
        assertThat(disk.type()).isEqualTo(FileType.NF4BLK);
        assertThat(user.stat(disk).deviceMajor()).isEqualTo(8);
        assertThat(user.stat(disk).deviceMinor()).isEqualTo(17);
        assertThat(user.stat(disk).mode()).isEqualTo(0600);
    }

    @Test
    default void anUncheckedCreateFindsTheFileThatIsThere() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f", 0600, "content");
        AttributeChanges initial = AttributeChanges.ofMode(0777).withSize(0);
        Created created = ok(user.create(user.root(), "f", initial, CreateMode.UNCHECKED));
        assertThat(created.inode()).isEqualTo(file);
        assertThat(created.created()).isFalse();
        assertThat(created.directory().before()).isEqualTo(created.directory().after());
        assertThat(user.text(file)).isEqualTo("content");
        assertThat(user.stat(file).mode()).isEqualTo(0600);
    }

    @Test
    default void anExclusiveCreateCanBeRepeated() {
        FsUser user = superuser();
        Inode root = user.root();
        AttributeChanges readOnly = AttributeChanges.ofMode(0444);
        CreateMode mode = new CreateMode.Exclusive(0x1234);
        Created first = ok(user.create(root, "f", readOnly, mode));
        Created again = ok(user.create(root, "f", readOnly, mode));
        assertThat(again.inode()).isEqualTo(first.inode());
        assertThat(first.created()).isTrue();
        assertThat(again.created()).isTrue();
        assertThat(user.stat(first.inode()).mode()).isEqualTo(0444);
        assertThat(user.create(root, "f", readOnly, new CreateMode.Exclusive(0x1235)).status())
                .isEqualTo(NfsStatus.EXIST);
    }

    @Test
    default void anExclusiveCreateIsNotRepeatedForAnotherUser() {
        FsUser user = alice();
        CreateMode mode = new CreateMode.Exclusive(7);
        ok(user.create(user.root(), "f", AttributeChanges.NONE, mode));
        assertThat(bob().create(user.root(), "f", AttributeChanges.NONE, mode).status())
                .isEqualTo(NfsStatus.EXIST);
    }

    @Test
    default void anExclusiveCreateIsNotFooledByAFileThatWasMadeAnotherWay() {
        FsUser user = superuser();
        user.file(user.root(), "f");
        AttributeChanges none = AttributeChanges.NONE;
        assertThat(user.create(user.root(), "f", none, new CreateMode.Exclusive(0)).status())
                .isEqualTo(NfsStatus.EXIST);
    }

    @Test
    default void changeInfoIsTheDirectorysChangeAttribute() {
        FsUser user = superuser();
        Inode root = user.root();
        long start = user.stat(root).change();
        Created created = ok(user.create(root, "f", AttributeChanges.NONE, CreateMode.GUARDED));
        ChangeInfo linked =
                ok(user.fs().link(user.caller(), created.inode(), root, Opaque.utf8("g")));
        ChangeInfo removed = ok(user.fs().remove(user.caller(), root, Opaque.utf8("f")));
        assertThat(created.directory().before()).isEqualTo(start);
        assertThat(created.directory().after()).isGreaterThan(start);
        assertThat(linked.before()).isEqualTo(created.directory().after());
        assertThat(linked.after()).isGreaterThan(linked.before());
        assertThat(removed.before()).isEqualTo(linked.after());
        assertThat(removed.after())
                .isGreaterThan(removed.before())
                .isEqualTo(user.stat(root).change());
    }
}
