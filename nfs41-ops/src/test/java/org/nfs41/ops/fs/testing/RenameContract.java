package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.Renamed;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Renaming. */
interface RenameContract extends Users {
    @Test
    default void aRenamedFileIsFoundByItsNewNameOnly() {
        FsUser user = superuser();
        Inode file = user.file(user.root(), "old");
        long before = user.stat(file).change();
        assertThat(user.rename(user.root(), "old", "new")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(user.root(), "new")).isEqualTo(file);
        assertThat(user.names(user.root())).containsExactly("new");
        assertThat(user.stat(file).linkCount()).isEqualTo(1);
        assertThat(user.stat(file).change()).isGreaterThan(before);
    }

    @Test
    default void renamingAFileOverAnotherOneEndsThat() {
        FsUser user = superuser();
        Inode winner = user.file(user.root(), "winner");
        Inode loser = user.file(user.root(), "loser");
        assertThat(user.rename(user.root(), "winner", "loser")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(user.root(), "loser")).isEqualTo(winner);
        assertThat(user.names(user.root())).containsExactly("loser");
        assertThat(user.fs().getAttributes(user.caller(), loser).status())
                .isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void renamingOverAFileWithAnotherNameLeavesThat() {
        FsUser user = superuser();
        user.file(user.root(), "winner");
        Inode loser = user.file(user.root(), "loser");
        user.link(loser, user.root(), "refuge");
        assertThat(user.rename(user.root(), "winner", "loser")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(user.root(), "refuge")).isEqualTo(loser);
        assertThat(user.stat(loser).linkCount()).isEqualTo(1);
    }

    @Test
    default void renamingBetweenTwoNamesOfOneFileDoesNothing() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode file = user.file(root, "f");
        user.link(file, root, "g");
        Renamed renamed =
                ok(user.fs().rename(user.caller(), root, Opaque.utf8("f"), root, Opaque.utf8("g")));
        assertThat(renamed.source().after()).isEqualTo(renamed.source().before());
        assertThat(user.names(root)).containsExactlyInAnyOrder("f", "g");
        assertThat(user.rename(root, "f", "f")).isEqualTo(NfsStatus.OK);
        assertThat(user.stat(file).linkCount()).isEqualTo(2);
    }

    @Test
    default void aDirectoryMovesWithAllThatIsInIt() {
        FsUser user = superuser();
        Inode from = user.directory(user.root(), "from");
        Inode to = user.directory(user.root(), "to");
        Inode moved = user.directory(from, "d");
        Inode file = user.file(moved, "f");
        assertThat(user.rename(from, "d", to, "e")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(user.lookup(to, "e"), "f")).isEqualTo(file);
        assertThat(ok(user.fs().parent(user.caller(), moved))).isEqualTo(to);
        assertThat(user.stat(from).linkCount()).isEqualTo(2);
        assertThat(user.stat(to).linkCount()).isEqualTo(3);
    }

    @Test
    default void aDirectoryReplacesAnEmptyOne() {
        FsUser user = superuser();
        Inode from = user.directory(user.root(), "from");
        Inode moved = user.directory(from, "d");
        Inode empty = user.directory(user.root(), "empty");
        assertThat(user.rename(from, "d", user.root(), "empty")).isEqualTo(NfsStatus.OK);
        assertThat(user.lookup(user.root(), "empty")).isEqualTo(moved);
        assertThat(user.stat(user.root()).linkCount()).isEqualTo(4);
        assertThat(user.stat(from).linkCount()).isEqualTo(2);
        assertThat(user.fs().getAttributes(user.caller(), empty).status())
                .isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void whatDoesNotFitIsNotReplaced() {
        FsUser user = superuser();
        Inode root = user.root();
        user.file(root, "file");
        user.directory(root, "empty");
        user.file(user.directory(root, "full"), "f");
        assertThat(user.rename(root, "file", "empty")).isEqualTo(NfsStatus.EXIST);
        assertThat(user.rename(root, "empty", "file")).isEqualTo(NfsStatus.EXIST);
        assertThat(user.rename(root, "empty", "full")).isEqualTo(NfsStatus.EXIST);
        assertThat(user.names(root)).containsExactlyInAnyOrder("file", "empty", "full");
    }

    @Test
    default void aDirectoryDoesNotGoIntoItself() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode top = user.directory(root, "top");
        Inode middle = user.directory(top, "middle");
        Inode low = user.directory(middle, "low");
        assertThat(user.rename(root, "top", top, "x")).isEqualTo(NfsStatus.INVAL);
        assertThat(user.rename(root, "top", low, "x")).isEqualTo(NfsStatus.INVAL);
        assertThat(user.rename(top, "middle", low, "x")).isEqualTo(NfsStatus.INVAL);
        assertThat(user.rename(middle, "low", root, "top")).isEqualTo(NfsStatus.EXIST);
    }

    @Test
    default void thereMustBeAnObjectAndTwoDirectories() {
        FsUser user = superuser();
        Inode root = user.root();
        Inode file = user.file(root, "f");
        assertThat(user.rename(root, "none", "new")).isEqualTo(NfsStatus.NOENT);
        assertThat(user.rename(root, "f", file, "new")).isEqualTo(NfsStatus.NOTDIR);
        assertThat(user.rename(file, "f", root, "new")).isEqualTo(NfsStatus.NOTDIR);
    }

    @Test
    default void bothDirectoriesTellOfTheirChange() {
        FsUser user = superuser();
        Inode from = user.directory(user.root(), "from");
        Inode to = user.directory(user.root(), "to");
        user.file(from, "f");
        long fromBefore = user.stat(from).change();
        long toBefore = user.stat(to).change();
        Renamed renamed =
                ok(user.fs().rename(user.caller(), from, Opaque.utf8("f"), to, Opaque.utf8("g")));
        assertThat(renamed.source().before()).isEqualTo(fromBefore);
        assertThat(renamed.source().after())
                .isGreaterThan(fromBefore)
                .isEqualTo(user.stat(from).change());
        assertThat(renamed.target().before()).isEqualTo(toBefore);
        assertThat(renamed.target().after())
                .isGreaterThan(toBefore)
                .isEqualTo(user.stat(to).change());
    }
}
