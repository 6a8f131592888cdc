package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;

/** Setting attributes, and who may. */
interface AttributeContract extends Users {
    /** A moment long ago. */
    NfsTime LONG_AGO = new NfsTime(86_400, 5);

    @Test
    default void aNewFileBelongsToItsMaker() {
        Inode file = alice().file(alice().root(), "f", 0640);
        FileStat stat = alice().stat(file);
        assertThat(stat.uid()).isEqualTo(1000);
        assertThat(stat.gid()).isEqualTo(1000);
        assertThat(stat.mode()).isEqualTo(0640);
        assertThat(stat.linkCount()).isEqualTo(1);
        assertThat(stat.size()).isZero();
        assertThat(stat.birthTime()).isEqualTo(stat.modifyTime());
    }

    @Test
    default void withoutAModeThereIsADefault() {
        FsUser user = alice();
        user.tryFile(user.root(), "f");
        user.tryDirectory(user.root(), "d");
        assertThat(user.stat(user.lookup(user.root(), "f")).mode()).isEqualTo(0644);
        assertThat(user.stat(user.lookup(user.root(), "d")).mode()).isEqualTo(0755);
    }

    @Test
    default void aFileIsMadeWithAllThatWasAskedFor() {
        FsUser user = superuser();
        AttributeChanges initial =
                AttributeChanges.ofMode(0604)
                        .withUid(7)
                        .withGid(8)
                        .withSize(9)
                        .withModifyTime(new TimeChange.To(LONG_AGO));
        Inode file = ok(user.create(user.root(), "f", initial, CreateMode.GUARDED)).inode();
        FileStat stat = user.stat(file);
        assertThat(stat.mode()).isEqualTo(0604);
        assertThat(stat.uid()).isEqualTo(7);
        assertThat(stat.gid()).isEqualTo(8);
        assertThat(stat.size()).isEqualTo(9);
        assertThat(stat.modifyTime()).isEqualTo(LONG_AGO);
        assertThat(user.read(file, 0, 20)).hasSize(9).containsOnly(0);
    }

    @Test
    default void aFileIsNotMadeForSomebodyElse() {
        AttributeChanges initial = AttributeChanges.NONE.withUid(1001);
        assertThat(alice().create(alice().root(), "f", initial, CreateMode.GUARDED).status())
                .isEqualTo(NfsStatus.PERM);
        assertThat(alice().names(alice().root())).isEmpty();
    }

    @Test
    default void theModeIsTheOwnersToSet() {
        Inode file = alice().file(alice().root(), "f");
        long before = alice().stat(file).change();
        AttributeChanges mode = AttributeChanges.ofMode(0600);
        assertThat(bob().set(file, mode)).isEqualTo(NfsStatus.PERM);
        assertThat(alice().stat(file).change()).isEqualTo(before);
        assertThat(alice().set(file, mode)).isEqualTo(NfsStatus.OK);
        assertThat(alice().stat(file).mode()).isEqualTo(0600);
        assertThat(alice().stat(file).change()).isGreaterThan(before);
        assertThat(superuser().set(file, AttributeChanges.ofMode(07777))).isEqualTo(NfsStatus.OK);
        assertThat(alice().stat(file).mode()).isEqualTo(07777);
    }

    @Test
    default void onlyTheSuperuserGivesFilesAway() {
        Inode file = alice().file(alice().root(), "f");
        AttributeChanges toBob = AttributeChanges.NONE.withUid(1001);
        assertThat(alice().set(file, toBob)).isEqualTo(NfsStatus.PERM);
        assertThat(bob().set(file, toBob)).isEqualTo(NfsStatus.PERM);
        assertThat(alice().set(file, AttributeChanges.NONE.withUid(1000))).isEqualTo(NfsStatus.OK);
        assertThat(superuser().set(file, toBob)).isEqualTo(NfsStatus.OK);
        assertThat(bob().stat(file).uid()).isEqualTo(1001);
    }

    @Test
    default void theOwnerChoosesAmongHisOwnGroups() {
        Inode file = bob().file(bob().root(), "f");
        assertThat(bob().set(file, AttributeChanges.NONE.withGid(2000))).isEqualTo(NfsStatus.OK);
        assertThat(bob().stat(file).gid()).isEqualTo(2000);
        assertThat(bob().set(file, AttributeChanges.NONE.withGid(1000))).isEqualTo(NfsStatus.PERM);
        assertThat(alice().set(file, AttributeChanges.NONE.withGid(1000)))
                .isEqualTo(NfsStatus.PERM);
    }

    @Test
    default void allIsSetOrNothing() {
        Inode file = alice().file(alice().root(), "f", 0644, "content");
        FileStat before = alice().stat(file);
        AttributeChanges changes = AttributeChanges.ofMode(0600).withSize(0).withUid(1001);
        assertThat(alice().set(file, changes)).isEqualTo(NfsStatus.PERM);
        assertThat(alice().stat(file)).isEqualTo(before);
    }

    @Test
    default void settingNothingChangesNothing() {
        Inode file = alice().file(alice().root(), "f");
        FileStat before = alice().stat(file);
        assertThat(bob().set(file, AttributeChanges.NONE)).isEqualTo(NfsStatus.OK);
        assertThat(alice().stat(file)).isEqualTo(before);
    }

    @Test
    default void timesCanBeSetByTheOwner() {
        Inode file = alice().file(alice().root(), "f", 0666);
        AttributeChanges longAgo =
                AttributeChanges.NONE
                        .withAccessTime(new TimeChange.To(LONG_AGO))
                        .withModifyTime(new TimeChange.To(LONG_AGO));
        assertThat(bob().set(file, longAgo)).isEqualTo(NfsStatus.PERM);
        assertThat(alice().set(file, longAgo)).isEqualTo(NfsStatus.OK);
        assertThat(alice().stat(file).accessTime()).isEqualTo(LONG_AGO);
        assertThat(alice().stat(file).modifyTime()).isEqualTo(LONG_AGO);
        assertThat(alice().stat(file).changeTime()).isNotEqualTo(LONG_AGO);
    }

    @Test
    default void timesCanBeSetToNowByWhoeverMayWrite() {
        AttributeChanges now = AttributeChanges.NONE.withModifyTime(TimeChange.NOW);
        Inode open = alice().file(alice().root(), "open", 0666);
        Inode closed = alice().file(alice().root(), "closed", 0644);
        assertThat(bob().set(open, now)).isEqualTo(NfsStatus.OK);
        assertThat(bob().set(closed, now)).isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    default void writingTakesAwaySetIds() {
        Inode file = alice().file(alice().root(), "f", 0777);
        superuser().set(file, AttributeChanges.ofMode(06777));
        superuser().write(file, 0, "x");
        assertThat(alice().stat(file).mode()).isEqualTo(06777);
        bob().write(file, 0, "x");
        assertThat(alice().stat(file).mode()).isEqualTo(0777);
    }

    @Test
    default void truncatingAndGivingAwayTakeAwaySetIds() {
        Inode file = alice().file(alice().root(), "f", 0777);
        superuser().set(file, AttributeChanges.ofMode(06777));
        alice().set(file, AttributeChanges.ofSize(0));
        assertThat(alice().stat(file).mode()).isEqualTo(0777);
        superuser().set(file, AttributeChanges.ofMode(06777));
        superuser().set(file, AttributeChanges.NONE.withUid(1001));
        assertThat(alice().stat(file).mode()).isEqualTo(0777);
    }

    @Test
    default void setGidIsForMembersOfTheGroup() {
        Inode file = alice().file(alice().root(), "f");
        assertThat(superuser().set(file, AttributeChanges.NONE.withGid(5))).isEqualTo(NfsStatus.OK);
        assertThat(alice().set(file, AttributeChanges.ofMode(02755))).isEqualTo(NfsStatus.OK);
        assertThat(alice().stat(file).mode()).isEqualTo(0755);
    }
}
