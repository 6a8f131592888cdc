package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.acl.Ace;
import org.nfs41.ops.acl.AceWho;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.AclKeeping;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.NfsStatus;

import java.util.List;

/** Access control lists, for file systems that keep them (RFC 8881 chapter 6). */
interface AclContract extends Users {
    /** Lets bob read, and beside him only the owner. */
    Acl FOR_BOB =
            Acl.of(
                    Ace.allow(new AceWho.User(1001), AceMask.READ_DATA),
                    Ace.allow(Special.OWNER, AceMask.GENERIC_READ | AceMask.GENERIC_WRITE));

    private Inode directoryWith(Acl acl) {
        Inode directory = alice().directory(alice().root(), "d", 0755);
        assertThat(alice().set(directory, AttributeChanges.NONE.withAcl(acl)))
                .isEqualTo(NfsStatus.OK);
        return directory;
    }

    private void require() {
        assumeTrue(
                superuser().fs().limits().acls() == AclKeeping.EXACT,
                "it keeps no access control lists as they are given");
    }

    @Test
    default void aListIsKeptAsGivenAndGivesTheModeItsBits() {
        require();
        Inode file = alice().file(alice().root(), "f", 04777);
        long before = alice().stat(file).change();
        assertThat(alice().set(file, AttributeChanges.NONE.withAcl(FOR_BOB)))
                .isEqualTo(NfsStatus.OK);
        assertThat(alice().stat(file).acl()).isEqualTo(FOR_BOB);
        assertThat(alice().stat(file).mode()).isEqualTo(04600);
        assertThat(alice().stat(file).change()).isGreaterThan(before);
    }

    @Test
    default void aListDecidesWhoMayWhat() {
        require();
        Inode file = alice().file(alice().root(), "f", 0);
        alice().set(file, AttributeChanges.NONE.withAcl(FOR_BOB));
        assertThat(bob().access(file, Access.ALL)).isEqualTo(Access.READ);
        assertThat(bob().tryRead(file)).isEqualTo(NfsStatus.OK);
        assertThat(bob().tryWrite(file, 0, "x").status()).isEqualTo(NfsStatus.ACCESS);
        Acl denied = Acl.of(Ace.deny(new AceWho.User(1001), AceMask.READ_DATA), everything());
        alice().set(file, AttributeChanges.NONE.withAcl(denied));
        assertThat(bob().access(file, Access.ALL))
                .isEqualTo(Access.MODIFY | Access.EXTEND | Access.EXECUTE);
    }

    @Test
    default void settingTheModeTakesFromNamedUsersWhatTheGroupHasNot() {
        require();
        Inode file = alice().file(alice().root(), "f");
        alice().set(file, AttributeChanges.NONE.withAcl(FOR_BOB));
        alice().set(file, AttributeChanges.ofMode(0600));
        assertThat(bob().access(file, Access.ALL)).isZero();
        assertThat(alice().stat(file).mode()).isEqualTo(0600);
        Acl after = alice().stat(file).acl();
        assertThat(after).isNotNull();
        assertThat(AclMode.modeOf(after)).isEqualTo(0600);
    }

    @Test
    default void modeAndListTogetherAreSetInThatOrder() {
        require();
        Inode file = alice().file(alice().root(), "f");
        alice().set(file, AttributeChanges.ofMode(02777).withAcl(FOR_BOB));
        assertThat(alice().stat(file).mode()).isEqualTo(02600);
        assertThat(alice().stat(file).acl()).isEqualTo(FOR_BOB);
    }

    @Test
    default void aListIsSetByTheOwnerAndByWhomItLets() {
        require();
        Inode file = alice().file(alice().root(), "f", 0666);
        AttributeChanges list = AttributeChanges.NONE.withAcl(FOR_BOB);
        assertThat(bob().set(file, list)).isEqualTo(NfsStatus.PERM);
        Acl lets = Acl.of(Ace.allow(new AceWho.NamedGroup(2000), AceMask.WRITE_ACL));
        alice().set(file, AttributeChanges.NONE.withAcl(lets));
        assertThat(bob().set(file, list)).isEqualTo(NfsStatus.OK);
        assertThat(alice().set(file, AttributeChanges.NONE.withAcl(Acl.of())))
                .isEqualTo(NfsStatus.OK);
        assertThat(superuser().set(file, list)).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void newObjectsInheritWhatIsMeantForThem() {
        require();
        int both = AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT;
        Ace forBob = new Ace(true, both, AceMask.READ_DATA, new AceWho.User(1001));
        Inode directory = directoryWith(new Acl(List.of(forBob, everything())));
        Inode inherits =
                ok(alice().create(directory, "f", AttributeChanges.NONE, CreateMode.GUARDED))
                        .inode();
        assertThat(alice().stat(inherits).acl())
                .isEqualTo(Acl.of(Ace.allow(new AceWho.User(1001), AceMask.READ_DATA)));
        assertThat(alice().stat(inherits).mode()).isZero();
        Inode withMode = alice().file(directory, "g", 0640);
        assertThat(alice().stat(withMode).mode()).isEqualTo(0640);
        assertThat(bob().access(withMode, Access.ALL)).isEqualTo(Access.READ);
        AttributeChanges own = AttributeChanges.NONE.withAcl(Acl.of());
        Inode withList = ok(alice().create(directory, "h", own, CreateMode.GUARDED)).inode();
        assertThat(alice().stat(withList).acl()).isEqualTo(Acl.of());
        Inode below = alice().directory(directory, "e", 0750);
        assertThat(bob().access(below, Access.READ)).isEqualTo(Access.READ);
    }

    @Test
    default void aFileHasNothingForDirectoriesToInherit() {
        require();
        Inode file = alice().file(alice().root(), "f");
        Acl acl = Acl.of(new Ace(true, AceFlags.DIRECTORY_INHERIT, 1, Special.OWNER));
        assertThat(alice().set(file, AttributeChanges.NONE.withAcl(acl)))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
    }

    @Test
    default void deletingIsDecidedByEitherList() {
        require();
        Ace child = Ace.allow(new AceWho.User(1001), AceMask.DELETE_CHILD | AceMask.EXECUTE);
        Inode directory = directoryWith(new Acl(List.of(child, ownersAll())));
        alice().file(directory, "f");
        assertThat(bob().tryFile(directory, "new")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().remove(directory, "f")).isEqualTo(NfsStatus.OK);
        Inode keeps = alice().directory(alice().root(), "keeps", 0777);
        Inode file = alice().file(keeps, "f");
        Acl denied = Acl.of(Ace.deny(new AceWho.User(1001), AceMask.DELETE), everything());
        alice().set(file, AttributeChanges.NONE.withAcl(denied));
        assertThat(bob().remove(keeps, "f")).isEqualTo(NfsStatus.ACCESS);
        assertThat(alice().remove(keeps, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void listsTakeSpaceAndGiveItBack() {
        require();
        Inode file = alice().file(alice().root(), "f");
        FsStatistics before = ok(superuser().fs().statistics());
        alice().set(file, AttributeChanges.NONE.withAcl(FOR_BOB));
        assertThat(ok(superuser().fs().statistics()).freeBytes())
                .isLessThanOrEqualTo(before.freeBytes());
        alice().set(file, AttributeChanges.NONE.withAcl(Acl.of()));
        assertThat(ok(superuser().fs().statistics()).freeBytes()).isEqualTo(before.freeBytes());
    }

    private static Ace everything() {
        return Ace.allow(Special.EVERYONE, 0x1f01ff & ~AceMask.DELETE);
    }

    private static Ace ownersAll() {
        return Ace.allow(Special.OWNER, 0x1f01ff);
    }
}
