package org.nfs41.server.local;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Ace;
import org.nfs41.ops.acl.AceWho;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.server.local.PosixAcl.Named;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.NfsStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The lists of the host that come nearest to one of RFC 8881 chapter 6 and grant nobody more (RFC
 * 8881 section 6.4.1: where a list cannot be kept as it is, err towards less access).
 *
 * <p>The host has one entry for each user and group that is named, and decides by one of them. So
 * an entry gets what is allowed to all whom it may stand for, before anything is denied to one of
 * them. What the host has no permission for is not kept if it was allowed, and refused if it was
 * denied but the host would grant it.
 *
 * @param access who may use the object
 * @param inherited what is given to new objects in it; null if nothing is
 */
record PosixAclMapping(PosixAcl access, @Nullable PosixAcl inherited) {
    private static final int BOTH = AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT;
    private static final int WRITE_MASK = AceMask.WRITE_DATA | AceMask.APPEND_DATA;

    /** What the host always lets the owner do. */
    private static final int OWNERS = AceMask.WRITE_ATTRIBUTES | AceMask.WRITE_ACL;

    /** What entries decide of one kind of user. */
    private record Decision(int allowed, int denied) {}

    /** NFS4ERR_ATTRNOTSUPP if the list says what the host cannot do. */
    static PosixAclMapping of(Acl acl, boolean directory) throws HostException {
        List<Ace> own = new ArrayList<>();
        List<Ace> handedOn = new ArrayList<>();
        for (Ace ace : acl.entries()) {
            int inherit = ace.flags() & (BOTH | AceFlags.NO_PROPAGATE_INHERIT);
            boolean possible = inherit == 0 || (inherit == BOTH && directory);
            Volume.require(possible, NfsStatus.ATTRNOTSUPP);
            if ((ace.flags() & AceFlags.INHERIT_ONLY) == 0) {
                own.add(ace);
            }
            if (inherit != 0) {
                handedOn.add(ace);
            }
        }
        return new PosixAclMapping(
                listOf(own, directory), handedOn.isEmpty() ? null : listOf(handedOn, true));
    }

    private static PosixAcl listOf(List<Ace> entries, boolean directory) throws HostException {
        Predicate<AceWho> anyGroup =
                who -> who == Special.GROUP || who instanceof AceWho.NamedGroup;
        Decision owner = decide(entries, who -> who == Special.OWNER, who -> true);
        Volume.require((owner.denied() & OWNERS) == 0, NfsStatus.ATTRNOTSUPP);
        ToIntFunction<Decision> bits = decision -> bitsOf(decision, directory);
        List<Named> users = new ArrayList<>();
        List<Named> groups = new ArrayList<>();
        List<AceWho> named = entries.stream().map(Ace::who).distinct().toList();
        for (AceWho who : named) {
            if (who instanceof AceWho.User(int uid)) {
                Decision user = decide(entries, who::equals, anyGroup.or(who::equals));
                users.add(new Named(uid, bits.applyAsInt(user)));
            } else if (who instanceof AceWho.NamedGroup(int gid)) {
                Decision members = decide(entries, who::equals, anyGroup);
                groups.add(new Named(gid, bits.applyAsInt(members)));
            }
        }
        int group = bits.applyAsInt(decide(entries, who -> who == Special.GROUP, anyGroup));
        int other = bits.applyAsInt(decide(entries, who -> false, who -> false));
        int mask = group;
        for (Named one : users) {
            mask |= one.bits();
        }
        for (Named one : groups) {
            mask |= one.bits();
        }
        boolean plain = users.isEmpty() && groups.isEmpty();
        return new PosixAcl(
                bits.applyAsInt(owner), users, group, groups, plain ? PosixAcl.ALL : mask, other);
    }

    /**
     * What is decided for all of one kind.
     *
     * @param certain whom entries speak of that all of them are, beside everyone
     * @param possible whom entries speak of that one of them may be, beside everyone
     */
    private static Decision decide(
            List<Ace> entries, Predicate<AceWho> certain, Predicate<AceWho> possible)
            throws HostException {
        int allowed = 0;
        int denied = 0;
        for (Ace ace : entries) {
            int open = ace.mask() & ~(allowed | denied);
            boolean everyone = ace.who() == Special.EVERYONE;
            if (ace.allows()) {
                allowed |= everyone || certain.test(ace.who()) ? open : 0;
            } else {
                denied |= everyone || possible.test(ace.who()) ? open : 0;
            }
        }
        // who may delete an object is decided by its directory
        Volume.require((denied & AceMask.DELETE) == 0, NfsStatus.ATTRNOTSUPP);
        return new Decision(allowed, denied);
    }

    private static int bitsOf(Decision decision, boolean directory) {
        int allowed = decision.allowed();
        boolean keepsEntries = directory && (decision.denied() & AceMask.DELETE_CHILD) != 0;
        boolean writes = (allowed & WRITE_MASK) == WRITE_MASK && !keepsEntries;
        return ((allowed & AceMask.READ_DATA) != 0 ? 4 : 0)
                | (writes ? 2 : 0)
                | ((allowed & AceMask.EXECUTE) != 0 ? 1 : 0);
    }
}
