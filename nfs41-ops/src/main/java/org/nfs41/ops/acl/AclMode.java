package org.nfs41.ops.acl;

import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;

import java.util.ArrayList;
import java.util.List;

/**
 * How the nine permission bits of a mode and an access control list follow each other (RFC 8881
 * sections 6.3.2 and 6.4). Stateless.
 */
public final class AclMode {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int EXECUTE = 1;
    private static final int CLASS = 7;
    private static final int OWNER_SHIFT = 6;
    private static final int GROUP_SHIFT = 3;

    /** Both, as a mode has one bit for them. */
    private static final int WRITE_MASK = AceMask.WRITE_DATA | AceMask.APPEND_DATA;

    /** Everything that the nine bits speak of. */
    private static final int MODE_MASK = AceMask.READ_DATA | WRITE_MASK | AceMask.EXECUTE;

    /** What a mode never takes from anybody. */
    private static final int EVERYONES =
            AceMask.READ_ATTRIBUTES | AceMask.READ_ACL | AceMask.SYNCHRONIZE;

    /** What a mode never takes from the owner. */
    private static final int OWNERS = AceMask.WRITE_ATTRIBUTES | AceMask.WRITE_ACL;

    private AclMode() {}

    /** The nine permission bits that a list amounts to (RFC 8881 section 6.3.2). */
    public static int modeOf(Acl acl) {
        return bitsOf(acl.allowedTo(Special.OWNER)) << OWNER_SHIFT
                | bitsOf(acl.allowedTo(Special.GROUP)) << GROUP_SHIFT
                | bitsOf(acl.allowedTo(Special.EVERYONE));
    }

    /**
     * The read, write and execute bits (4, 2 and 1) that a list grants a caller on an object with
     * that owner and group. Who may only overwrite, or only append, may not write.
     */
    public static int granted(Acl acl, Credentials caller, int owner, int group) {
        return bitsOf(acl.allowed(caller, owner, group, MODE_MASK));
    }

    /**
     * The list that says what a mode says and nothing more: for objects that have none (RFC 8881
     * section 6.4.2).
     */
    public static Acl aclOf(int mode) {
        List<Ace> entries = new ArrayList<>();
        addOwner(mode, entries);
        addOthers(mode, entries);
        return new Acl(entries);
    }

    /**
     * The list after the mode has been set and the list has not (RFC 8881 section 6.4.1.1): its
     * mode is then the one that was set, and users and groups by name have no more than the group's
     * bits allow. Entries that are only inherited stay as they are.
     *
     * <p>If the list would become too long, it becomes that of the mode alone, which the RFC
     * permits.
     */
    public static Acl withMode(Acl acl, int mode) {
        int groups = maskOf(mode >> GROUP_SHIFT & CLASS);
        List<Ace> first = new ArrayList<>();
        List<Ace> middle = new ArrayList<>();
        for (Ace ace : acl.entries()) {
            if (!ace.isEffective()) {
                middle.add(ace);
            } else if (ace.who() instanceof Special) {
                // What is denied must stay in front of what the mode's own entries allow.
                keepRest(ace, ace.allows() ? middle : first);
                if (ace.isInheritable()) {
                    middle.add(ace.withFlags(ace.flags() | AceFlags.INHERIT_ONLY));
                }
            } else {
                int limit = ace.allows() ? groups | ~MODE_MASK : ~0;
                middle.add(ace.withMask(ace.mask() & limit));
            }
        }
        List<Ace> entries = new ArrayList<>(first);
        addOwner(mode, entries);
        entries.addAll(middle);
        addOthers(mode, entries);
        return entries.size() <= Acl.MOST_ENTRIES ? new Acl(entries) : aclOf(mode);
    }

    /**
     * What an entry for the owner, the group or everyone says beyond the mode. What the mode's own
     * entries allow anyway need not be kept; what is denied must be.
     */
    private static void keepRest(Ace ace, List<Ace> kept) {
        int rest = ace.mask() & ~MODE_MASK & (ace.allows() ? ~(EVERYONES | OWNERS) : ~0);
        if (rest != 0) {
            kept.add(ace.withFlags(ace.flags() & ~Ace.INHERITABLE).withMask(rest));
        }
    }

    private static void addOwner(int mode, List<Ace> entries) {
        int owner = mode >> OWNER_SHIFT & CLASS;
        int others = ((mode >> GROUP_SHIFT) | mode) & CLASS;
        addDenied(Special.OWNER, others & ~owner, entries);
        entries.add(Ace.allow(Special.OWNER, maskOf(owner) | EVERYONES | OWNERS));
    }

    private static void addOthers(int mode, List<Ace> entries) {
        int group = mode >> GROUP_SHIFT & CLASS;
        int other = mode & CLASS;
        addDenied(Special.GROUP, other & ~group, entries);
        entries.add(Ace.allow(Special.GROUP, maskOf(group) | EVERYONES));
        entries.add(Ace.allow(Special.EVERYONE, maskOf(other) | EVERYONES));
    }

    private static void addDenied(AceWho who, int bits, List<Ace> entries) {
        if (bits != 0) {
            entries.add(Ace.deny(who, maskOf(bits)));
        }
    }

    private static int bitsOf(int mask) {
        return ((mask & AceMask.READ_DATA) != 0 ? READ : 0)
                | ((mask & WRITE_MASK) == WRITE_MASK ? WRITE : 0)
                | ((mask & AceMask.EXECUTE) != 0 ? EXECUTE : 0);
    }

    private static int maskOf(int bits) {
        return ((bits & READ) != 0 ? AceMask.READ_DATA : 0)
                | ((bits & WRITE) != 0 ? WRITE_MASK : 0)
                | ((bits & EXECUTE) != 0 ? AceMask.EXECUTE : 0);
    }
}
