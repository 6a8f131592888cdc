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

import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.server.local.PosixAcl.Named;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** The host's lists against the rules of POSIX 1003.1e, written down once more. */
class PosixAclTest {
    private static final int OWNER = 1;
    private static final int GROUP = 1;

    /** Small, so that callers, owner, group and entries meet. */
    @Provide
    Arbitrary<List<Named>> named() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(1, 4);
        Arbitrary<Integer> bits = Arbitraries.integers().between(0, 7);
        return Combinators.combine(ids, bits)
                .as(Named::new)
                .list()
                .uniqueElements(Named::id)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<PosixAcl> lists() {
        Arbitrary<Integer> bits = Arbitraries.integers().between(0, 7);
        return Combinators.combine(bits, named(), bits, named(), bits, bits).as(PosixAcl::new);
    }

    @Provide
    Arbitrary<Credentials> callers() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(1, 5);
        return Combinators.combine(ids, ids, ids.array(int[].class).ofMaxSize(2))
                .as(Credentials::new);
    }

    /** Whether POSIX grants one permission: 4, 2 or 1. */
    private static boolean grants(PosixAcl acl, Credentials caller, int bit) {
        if (caller.uid() == OWNER) {
            return (acl.owner() & bit) != 0;
        }
        for (Named user : acl.users()) {
            if (user.id() == caller.uid()) {
                return (user.bits() & acl.mask() & bit) != 0;
            }
        }
        boolean member = caller.isInGroup(GROUP);
        boolean granted = member && (acl.group() & acl.mask() & bit) != 0;
        for (Named group : acl.groups()) {
            if (caller.isInGroup(group.id())) {
                member = true;
                granted |= (group.bits() & acl.mask() & bit) != 0;
            }
        }
        return member ? granted : (acl.other() & bit) != 0;
    }

    @Property(tries = 1000)
    void everyCallerIsGrantedWhatPosixGrants(
            @ForAll("lists") PosixAcl acl, @ForAll("callers") Credentials caller) {
        int expected = IntStream.of(4, 2, 1).filter(bit -> grants(acl, caller, bit)).sum();
        assertThat(AclMode.granted(acl.toNfs(), caller, OWNER, GROUP)).isEqualTo(expected);
    }

    @Property(tries = 300)
    void theKernelsFormIsReadAsItIsWritten(@ForAll("lists") PosixAcl acl) throws HostException {
        PosixAcl again = PosixAcl.decode(ByteBuffer.wrap(acl.encode()));
        assertThat(again.toNfs()).isEqualTo(acl.toNfs());
        assertThat(again.mode()).isEqualTo(acl.mode());
    }

    @Example
    void aListThatIsTooLongForClientsGrantsToTheOwnerOnly() {
        List<Named> many = IntStream.range(10, 200).mapToObj(id -> new Named(id, 7)).toList();
        Acl acl = new PosixAcl(6, many, 7, List.of(), 7, 7).toNfs();
        assertThat(acl.entries()).allMatch(ace -> ace.who() == Special.OWNER);
        assertThat(AclMode.granted(acl, new Credentials(OWNER, 9), OWNER, GROUP)).isEqualTo(6);
        assertThat(AclMode.granted(acl, new Credentials(10, 9), OWNER, GROUP)).isZero();
    }

    @Example
    void whatIsNoListIsAnErrorAndGrantsNothing() {
        byte[] good = PosixAcl.ofMode(0640).encode();
        for (int length : new int[] {0, 3, good.length - 1}) {
            assertThatThrownBy(() -> PosixAcl.decode(ByteBuffer.wrap(good, 0, length)))
                    .isInstanceOf(HostException.class);
        }
        for (int at : new int[] {0, 4}) {
            byte[] bad = good.clone();
            bad[at] = 9;
            assertThatThrownBy(() -> PosixAcl.decode(ByteBuffer.wrap(bad)))
                    .isInstanceOf(HostException.class);
        }
    }
}
