package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.nfs41.ops.acl.Ace;
import org.nfs41.ops.acl.AceWho;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.server.local.PosixAcl.Named;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.NfsStatus;

import java.util.List;

/** Lists of clients as the host can keep them. */
class PosixAclMappingTest {
    private static final int OWNER = 1;
    private static final int GROUP = 1;
    private static final int WRITE = AceMask.WRITE_DATA | AceMask.APPEND_DATA;
    private static final int ALL = AceMask.READ_DATA | WRITE | AceMask.EXECUTE;

    @Provide
    Arbitrary<Ace> entries() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(1, 4);
        Arbitrary<AceWho> who =
                Arbitraries.oneOf(
                        Arbitraries.of(Special.values()),
                        ids.map(AceWho.User::new),
                        ids.map(AceWho.NamedGroup::new));
        Arbitrary<Integer> masks =
                Arbitraries.of(
                                AceMask.READ_DATA,
                                AceMask.WRITE_DATA,
                                AceMask.APPEND_DATA,
                                AceMask.EXECUTE)
                        .set()
                        .map(set -> set.stream().mapToInt(Integer::intValue).sum());
        return Combinators.combine(Arbitraries.of(true, false), masks, who)
                .as((allows, mask, whom) -> new Ace(allows, 0, mask, whom));
    }

    @Provide
    Arbitrary<Acl> lists() {
        return entries().list().ofMaxSize(7).map(Acl::new);
    }

    @Provide
    Arbitrary<PosixAcl> hostLists() {
        return new PosixAclTest().lists();
    }

    @Provide
    Arbitrary<Credentials> callers() {
        return new PosixAclTest().callers();
    }

    @Property(tries = 2000)
    void nobodyIsGrantedMoreThanTheListSays(
            @ForAll("lists") Acl acl, @ForAll("callers") Credentials caller) throws HostException {
        Acl kept = PosixAclMapping.of(acl, false).access().toNfs();
        int given = AclMode.granted(acl, caller, OWNER, GROUP);
        int granted = AclMode.granted(kept, caller, OWNER, GROUP);
        assertThat(granted & ~given).isZero();
    }

    @Property(tries = 500)
    void whatTheHostShowsIsKeptAsItIs(@ForAll("hostLists") PosixAcl acl) throws HostException {
        PosixAclMapping kept = PosixAclMapping.of(acl.toNfs(acl), true);
        assertThat(kept.access().toNfs()).isEqualTo(acl.toNfs());
        assertThat(kept.inherited()).isEqualTo(kept.access());
    }

    @Example
    void whatIsAllowedWithoutDenialIsKept() throws HostException {
        Acl acl =
                Acl.of(
                        Ace.allow(Special.OWNER, ALL),
                        Ace.allow(new AceWho.User(7), AceMask.READ_DATA | WRITE),
                        Ace.allow(Special.GROUP, AceMask.READ_DATA),
                        Ace.allow(new AceWho.NamedGroup(9), AceMask.EXECUTE),
                        Ace.allow(Special.EVERYONE, AceMask.EXECUTE));
        assertThat(PosixAclMapping.of(acl, false).access())
                .isEqualTo(
                        new PosixAcl(
                                7, List.of(new Named(7, 7)), 5, List.of(new Named(9, 1)), 7, 1));
    }

    @Example
    void aGroupThatIsDeniedIsDeniedToAllWhoMayBeInIt() throws HostException {
        Acl acl =
                Acl.of(
                        Ace.deny(new AceWho.NamedGroup(9), AceMask.READ_DATA),
                        Ace.allow(new AceWho.User(7), AceMask.READ_DATA),
                        Ace.allow(Special.EVERYONE, AceMask.READ_DATA));
        PosixAcl kept = PosixAclMapping.of(acl, false).access();
        assertThat(kept.users()).containsExactly(new Named(7, 0));
        assertThat(kept.group()).isZero();
        assertThat(kept.other()).isEqualTo(4);
    }

    @Example
    void whoMustNotDeleteEntriesCannotChangeTheDirectory() throws HostException {
        Acl acl =
                Acl.of(
                        Ace.deny(Special.EVERYONE, AceMask.DELETE_CHILD),
                        Ace.allow(Special.EVERYONE, ALL));
        assertThat(PosixAclMapping.of(acl, true).access().other()).isEqualTo(5);
        assertThat(PosixAclMapping.of(acl, false).access().other()).isEqualTo(7);
    }

    private static void assertRefused(Ace ace, boolean directory) {
        assertThatThrownBy(() -> PosixAclMapping.of(Acl.of(ace), directory))
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> assertThat(e.status()).isEqualTo(NfsStatus.ATTRNOTSUPP));
    }

    @Example
    void whatTheHostWouldGrantAllTheSameIsRefused() {
        assertRefused(Ace.deny(Special.OWNER, AceMask.WRITE_ACL), false);
        assertRefused(Ace.deny(Special.EVERYONE, AceMask.WRITE_ATTRIBUTES), false);
        assertRefused(Ace.deny(Special.EVERYONE, AceMask.DELETE), false);
        int both = AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT;
        assertRefused(new Ace(true, AceFlags.FILE_INHERIT, ALL, Special.OWNER), true);
        assertRefused(new Ace(true, both, ALL, Special.OWNER), false);
        int once = both | AceFlags.NO_PROPAGATE_INHERIT;
        assertRefused(new Ace(true, once, ALL, Special.OWNER), true);
    }
}
