package org.nfs41.ops.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.xdr.AceMask.*;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.xdr.AceFlags;

class AclTest {
    private static final int OWNER = 1000;
    private static final int GROUP = 100;

    private static int allowed(Acl acl, Credentials caller, int wanted) {
        return acl.allowed(caller, OWNER, GROUP, wanted);
    }

    @Test
    void theFirstEntryThatNamesABitDecidesIt() {
        Credentials user = new Credentials(7, 7);
        Acl acl =
                Acl.of(
                        Ace.deny(new AceWho.User(7), WRITE_DATA),
                        Ace.allow(Special.EVERYONE, READ_DATA | WRITE_DATA),
                        Ace.deny(Special.EVERYONE, READ_DATA));
        assertThat(allowed(acl, user, READ_DATA | WRITE_DATA)).isEqualTo(READ_DATA);
        assertThat(allowed(acl, new Credentials(8, 8), READ_DATA | WRITE_DATA))
                .isEqualTo(READ_DATA | WRITE_DATA);
    }

    @Test
    void whatNoEntryNamesIsNotAllowedAndUndecided() {
        Acl acl = Acl.of(Ace.deny(Special.OWNER, DELETE), Ace.allow(Special.OWNER, READ_DATA));
        Credentials owner = new Credentials(OWNER, 5);
        assertThat(allowed(acl, owner, READ_DATA | DELETE | WRITE_OWNER)).isEqualTo(READ_DATA);
        assertThat(acl.undecided(owner, OWNER, GROUP, READ_DATA | DELETE | WRITE_OWNER))
                .isEqualTo(WRITE_OWNER);
    }

    @Test
    void groupsMatchMembersByFurtherGroupsToo() {
        Acl acl =
                Acl.of(
                        Ace.allow(Special.GROUP, READ_DATA),
                        Ace.allow(new AceWho.NamedGroup(55), EXECUTE));
        assertThat(allowed(acl, new Credentials(7, 1, GROUP, 55), READ_DATA | EXECUTE))
                .isEqualTo(READ_DATA | EXECUTE);
        assertThat(allowed(acl, new Credentials(7, 1), READ_DATA | EXECUTE)).isZero();
    }

    @Test
    void anEntryThatIsOnlyInheritedDecidesNothing() {
        int flags = AceFlags.INHERIT_ONLY | AceFlags.FILE_INHERIT;
        Acl acl = Acl.of(new Ace(true, flags, READ_DATA, Special.EVERYONE));
        assertThat(allowed(acl, new Credentials(7, 7), READ_DATA)).isZero();
        assertThat(AclMode.modeOf(acl)).isZero();
    }

    @Test
    void modeNeedsBothWriteBits() {
        assertThat(AclMode.modeOf(Acl.of(Ace.allow(Special.EVERYONE, WRITE_DATA)))).isZero();
        assertThat(AclMode.modeOf(Acl.of(Ace.allow(Special.EVERYONE, WRITE_DATA | APPEND_DATA))))
                .isEqualTo(0222);
    }

    @Test
    void aDenialBeyondTheModeOutlivesChmod() {
        Acl acl =
                AclMode.withMode(
                        Acl.of(
                                Ace.deny(Special.EVERYONE, READ_ACL),
                                Ace.allow(Special.EVERYONE, READ_ACL | READ_DATA)),
                        0644);
        assertThat(allowed(acl, new Credentials(7, 7), READ_ACL | READ_DATA)).isEqualTo(READ_DATA);
    }

    @Test
    void aFileInheritsWhatIsMeantForFilesWithoutFlags() {
        Acl parent =
                Acl.of(
                        new Ace(true, AceFlags.FILE_INHERIT, READ_DATA, new AceWho.User(7)),
                        new Ace(true, AceFlags.DIRECTORY_INHERIT, EXECUTE, Special.GROUP),
                        Ace.allow(Special.OWNER, WRITE_DATA));
        assertThat(AclInheritance.of(parent, false))
                .isEqualTo(Acl.of(Ace.allow(new AceWho.User(7), READ_DATA)));
    }

    @Test
    void aDirectoryPassesOnWhatIsMeantForFilesWithoutBeingAffected() {
        Acl parent =
                Acl.of(
                        new Ace(true, AceFlags.FILE_INHERIT, READ_DATA, Special.GROUP),
                        new Ace(true, AceFlags.DIRECTORY_INHERIT, EXECUTE, Special.GROUP));
        assertThat(AclInheritance.of(parent, true))
                .isEqualTo(
                        Acl.of(
                                new Ace(
                                        true,
                                        AceFlags.FILE_INHERIT | AceFlags.INHERIT_ONLY,
                                        READ_DATA,
                                        Special.GROUP),
                                new Ace(true, AceFlags.DIRECTORY_INHERIT, EXECUTE, Special.GROUP)));
    }

    @Test
    void whatDoesNotPropagateIsInheritedOnce() {
        int once = AceFlags.NO_PROPAGATE_INHERIT;
        Acl parent =
                Acl.of(
                        new Ace(true, once | AceFlags.FILE_INHERIT, READ_DATA, Special.GROUP),
                        new Ace(true, once | AceFlags.DIRECTORY_INHERIT, EXECUTE, Special.GROUP));
        assertThat(AclInheritance.of(parent, true))
                .isEqualTo(Acl.of(Ace.allow(Special.GROUP, EXECUTE)));
    }

    @Test
    void nothingInheritableGivesNoList() {
        assertThat(AclInheritance.of(AclMode.aclOf(0755), true)).isNull();
        assertThat(AclInheritance.of(null, false)).isNull();
    }
}
