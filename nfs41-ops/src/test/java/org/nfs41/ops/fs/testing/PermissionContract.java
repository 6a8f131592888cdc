package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** What the mode bits allow to whom. */
interface PermissionContract extends Users {
    @Test
    default void theClassOfTheCallerDecidesAlone() {
        Inode file = alice().file(alice().root(), "f", 0426);
        superuser().set(file, AttributeChanges.NONE.withGid(2000));
        assertThat(alice().access(file, Access.ALL)).isEqualTo(Access.READ);
        assertThat(bob().access(file, Access.ALL)).isEqualTo(Access.MODIFY | Access.EXTEND);
        FsUser other = alice().as(new Credentials(5, 5));
        assertThat(other.access(file, Access.ALL))
                .isEqualTo(Access.READ | Access.MODIFY | Access.EXTEND);
        assertThat(other.access(file, Access.MODIFY)).isEqualTo(Access.MODIFY);
    }

    @Test
    default void theSuperuserMayAllButRunWhatNobodyCanRun() {
        int data = Access.READ | Access.MODIFY | Access.EXTEND;
        Inode plain = alice().file(alice().root(), "plain", 0);
        Inode program = alice().file(alice().root(), "program", 0100);
        assertThat(superuser().access(plain, Access.ALL)).isEqualTo(data);
        assertThat(superuser().access(program, Access.ALL)).isEqualTo(data | Access.EXECUTE);
    }

    @Test
    default void directoriesHaveBitsOfTheirOwn() {
        int all = Access.READ | Access.LOOKUP | Access.MODIFY | Access.EXTEND | Access.DELETE;
        Inode directory = alice().directory(alice().root(), "d", 0751);
        assertThat(alice().access(directory, Access.ALL)).isEqualTo(all);
        assertThat(bob().access(directory, Access.ALL)).isEqualTo(Access.LOOKUP);
    }

    @Test
    default void readingNeedsReadPermissionOrOwnershipOrExecution() {
        Inode root = alice().root();
        Inode hidden = alice().file(root, "hidden", 0);
        Inode program = alice().file(root, "program", 0711);
        assertThat(bob().tryRead(hidden)).isEqualTo(NfsStatus.ACCESS);
        assertThat(alice().tryRead(hidden)).isEqualTo(NfsStatus.OK);
        assertThat(superuser().tryRead(hidden)).isEqualTo(NfsStatus.OK);
        assertThat(bob().tryRead(program)).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void writingNeedsWritePermissionOrOwnership() {
        Inode file = alice().file(alice().root(), "f", 0444);
        assertThat(bob().tryWrite(file, 0, "x").status()).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().set(file, AttributeChanges.ofSize(0))).isEqualTo(NfsStatus.ACCESS);
        assertThat(alice().tryWrite(file, 0, "x").status()).isEqualTo(NfsStatus.OK);
        assertThat(alice().set(file, AttributeChanges.ofSize(0))).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void namesAreLookedUpWithSearchPermission() {
        Inode directory = alice().directory(alice().root(), "d", 0744);
        alice().file(directory, "f");
        assertThat(bob().tryLookup(directory, "f")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().names(directory)).containsExactly("f");
        assertThat(bob().fs().parent(bob().caller(), directory).status())
                .isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    default void aDirectoryIsReadWithReadPermission() {
        Inode directory = alice().directory(alice().root(), "d", 0711);
        alice().file(directory, "f");
        assertThat(bob().tryLookup(directory, "f")).isEqualTo(NfsStatus.OK);
        assertThat(
                        bob().fs()
                                .readDirectory(bob().caller(), directory, 0, 0, (c, n, i) -> true)
                                .status())
                .isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    default void entriesChangeWithWriteAndSearchPermission() {
        Inode root = alice().root();
        Inode closed = alice().directory(root, "closed", 0755);
        Inode file = alice().file(closed, "f", 0666);
        bob().file(root, "mine");
        assertThat(bob().tryFile(closed, "g")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().tryDirectory(closed, "g")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().link(file, closed, "g")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().remove(closed, "f")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().rename(closed, "f", root, "g")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().rename(root, "mine", closed, "f")).isEqualTo(NfsStatus.ACCESS);
        // the name is taken, whoever asks
        assertThat(bob().tryDirectory(closed, "f")).isEqualTo(NfsStatus.EXIST);
        AttributeChanges none = AttributeChanges.NONE;
        assertThat(ok(bob().create(closed, "f", none, CreateMode.UNCHECKED)).inode())
                .isEqualTo(file);
    }

    @Test
    default void inAStickyDirectoryEachRemovesHisOwn() {
        Inode shared = superuser().directory(superuser().root(), "tmp", 01777);
        alice().file(shared, "a", 0666);
        bob().file(shared, "b", 0666);
        assertThat(bob().remove(shared, "a")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().rename(shared, "a", "c")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().rename(shared, "b", "a")).isEqualTo(NfsStatus.ACCESS);
        assertThat(alice().remove(shared, "a")).isEqualTo(NfsStatus.OK);
        assertThat(superuser().remove(shared, "b")).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void theOwnerOfAStickyDirectoryRemovesAll() {
        Inode shared = alice().directory(alice().root(), "d", 01777);
        bob().file(shared, "b");
        assertThat(alice().remove(shared, "b")).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void aSetGidDirectoryGivesItsGroup() {
        Inode team = superuser().directory(superuser().root(), "team", 0777);
        superuser().set(team, AttributeChanges.NONE.withGid(2000));
        superuser().set(team, AttributeChanges.ofMode(02777));
        Inode file = alice().file(team, "f", 0644);
        Inode below = alice().directory(team, "d", 0755);
        assertThat(alice().stat(file).gid()).isEqualTo(2000);
        assertThat(alice().stat(file).mode()).isEqualTo(0644);
        assertThat(alice().stat(below).gid()).isEqualTo(2000);
        assertThat(alice().stat(below).mode()).isEqualTo(02755);
    }

    @Test
    default void aDirectoryChangesItsParentOnlyIfItIsWritable() {
        Inode root = alice().root();
        Inode to = bob().directory(root, "to");
        alice().directory(root, "d", 0755);
        assertThat(bob().rename(root, "d", to, "d")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().rename(root, "d", "e")).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void devicesAreTheSuperusers() {
        FsUser user = alice();
        assertThat(node(user, FileType.NF4CHR)).isEqualTo(NfsStatus.PERM);
        assertThat(node(user, FileType.NF4BLK)).isEqualTo(NfsStatus.PERM);
        assertThat(node(user, FileType.NF4FIFO)).isEqualTo(NfsStatus.OK);
        assertThat(node(user, FileType.NF4SOCK)).isEqualTo(NfsStatus.OK);
        assertThat(node(user, FileType.NF4REG)).isEqualTo(NfsStatus.BADTYPE);
    }

    private static NfsStatus node(FsUser user, FileType type) {
        Opaque name = Opaque.utf8("node" + type.value());
        AttributeChanges none = AttributeChanges.NONE;
        return user.fs().createNode(user.caller(), user.root(), name, type, 0, 0, none).status();
    }
}
