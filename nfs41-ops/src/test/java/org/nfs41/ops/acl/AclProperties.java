package org.nfs41.ops.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.xdr.AceMask.*;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.xdr.AceFlags;

/** RFC 8881 sections 6.3.2 and 6.4: mode and list always say the same. */
class AclProperties {
    private static final int OWNER = 0;
    private static final int GROUP = 1;
    private static final int MODE_MASK = READ_DATA | WRITE_DATA | APPEND_DATA | EXECUTE;

    @Property(tries = 512)
    void theListOfAModeHasThatMode(@ForAll @IntRange(max = 0777) int mode) {
        assertThat(AclMode.modeOf(AclMode.aclOf(mode))).isEqualTo(mode);
    }

    @Property
    void theListOfAModeGrantsEachCallerTheBitsOfHisClass(
            @ForAll @IntRange(max = 0777) int mode, @ForAll("callers") Credentials caller) {
        int shift = caller.uid() == OWNER ? 6 : caller.isInGroup(GROUP) ? 3 : 0;
        int bits = mode >> shift & 7;
        int expected =
                ((bits & 4) != 0 ? READ_DATA : 0)
                        | ((bits & 2) != 0 ? WRITE_DATA | APPEND_DATA : 0)
                        | ((bits & 1) != 0 ? EXECUTE : 0);
        assertThat(AclMode.aclOf(mode).allowed(caller, OWNER, GROUP, MODE_MASK))
                .isEqualTo(expected);
    }

    @Property
    void settingTheModeOfAnyListGivesItThatMode(
            @ForAll("lists") Acl acl, @ForAll @IntRange(max = 0777) int mode) {
        assertThat(AclMode.modeOf(AclMode.withMode(acl, mode))).isEqualTo(mode);
    }

    @Property
    void settingTheSameModeAgainChangesNothing(
            @ForAll("lists") Acl acl, @ForAll @IntRange(max = 0777) int mode) {
        Acl once = AclMode.withMode(acl, mode);
        assertThat(AclMode.withMode(once, mode)).isEqualTo(once);
    }

    @Property
    void namedUsersGetNoMoreThanTheGroupsBits(
            @ForAll("lists") Acl acl, @ForAll @IntRange(max = 0777) int mode) {
        int group = AclMode.withMode(acl, mode).allowedTo(Special.GROUP);
        for (Ace ace : AclMode.withMode(acl, mode).entries()) {
            if (!(ace.who() instanceof Special) && ace.isEffective() && ace.allows()) {
                assertThat(ace.mask() & MODE_MASK & ~group).isZero();
            }
        }
    }

    @Property
    void whatIsInheritedComesFromTheParentAndOnlyThat(
            @ForAll("lists") Acl parent, @ForAll boolean directory) {
        Acl child = AclInheritance.of(parent, directory);
        if (child != null) {
            for (Ace ace : child.entries()) {
                assertThat(parent.entries())
                        .anyMatch(from ->
                                from.who().equals(ace.who())
                                        && from.mask() == ace.mask()
                                        && from.allows() == ace.allows()
                                        && from.isInheritable());
                assertThat(directory || ace.flags() == 0).isTrue();
            }
        }
    }

    @Provide
    Arbitrary<Credentials> callers() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, 4);
        return Combinators.combine(ids, ids, ids).as(Credentials::new);
    }

    @Provide
    Arbitrary<Acl> lists() {
        Arbitrary<AceWho> who =
                Arbitraries.of(
                        Special.OWNER,
                        Special.GROUP,
                        Special.EVERYONE,
                        new AceWho.User(2),
                        new AceWho.NamedGroup(3));
        Arbitrary<Integer> flags =
                Arbitraries.integers()
                        .between(0, 15)
                        .filter(bits ->
                                (bits & AceFlags.INHERIT_ONLY) == 0
                                        || (bits & Ace.INHERITABLE) != 0);
        Arbitrary<Integer> masks =
                Arbitraries.of(
                                READ_DATA,
                                WRITE_DATA,
                                APPEND_DATA,
                                EXECUTE,
                                DELETE,
                                READ_ACL,
                                WRITE_ACL,
                                READ_ATTRIBUTES)
                        .set()
                        .map(bits -> bits.stream().reduce(0, (a, b) -> a | b));
        return Combinators.combine(Arbitraries.of(true, false), flags, masks, who)
                .as(Ace::new)
                .list()
                .ofMaxSize(8)
                .map(Acl::new);
    }
}
