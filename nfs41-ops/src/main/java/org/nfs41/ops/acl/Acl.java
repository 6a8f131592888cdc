package org.nfs41.ops.acl;

import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;

import java.util.List;

/**
 * An access control list: the order of its entries counts (RFC 8881 section 6.2.1). Immutable.
 *
 * @param entries at most {@link #MOST_ENTRIES}
 */
public record Acl(List<Ace> entries) {
    /**
     * What a list of Solaris or Linux can hold at most is of this size; at 44 bytes each they still
     * fit in a reply of a page or two.
     */
    public static final int MOST_ENTRIES = 256;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is too long
     */
    public Acl {
        entries = List.copyOf(entries);
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " access control entries");
        }
    }

    /** A list of these entries. */
    public static Acl of(Ace... entries) {
        return new Acl(List.of(entries));
    }

    /**
     * What of {@code wanted} the list allows a caller on an object with that owner and group:
     * entries are looked at in order, and each bit is decided by the first that names it (RFC 8881
     * sections 6.2.1 and 6.3.1). Bits that none names are not allowed.
     *
     * @param wanted bits of {@link AceMask}
     */
    public int allowed(Credentials caller, int owner, int group, int wanted) {
        int open = wanted;
        int allowed = 0;
        for (Ace ace : entries) {
            if (open == 0) {
                return allowed;
            }
            if (ace.isEffective() && matches(ace.who(), caller, owner, group)) {
                allowed |= ace.allows() ? open & ace.mask() : 0;
                open &= ~ace.mask();
            }
        }
        return allowed;
    }

    /** What of {@code wanted} no entry decides for the caller, neither way. */
    public int undecided(Credentials caller, int owner, int group, int wanted) {
        int open = wanted;
        for (Ace ace : entries) {
            if (ace.isEffective() && matches(ace.who(), caller, owner, group)) {
                open &= ~ace.mask();
            }
        }
        return open;
    }

    /**
     * What the list allows to {@code who} as such, which entries for it and for everyone decide:
     * the evaluation of RFC 8881 section 6.3.2.
     */
    int allowedTo(AceWho who) {
        int decided = 0;
        int allowed = 0;
        for (Ace ace : entries) {
            boolean counts = ace.who().equals(who) || ace.who().equals(Special.EVERYONE);
            if (ace.isEffective() && counts) {
                allowed |= ace.allows() ? ace.mask() & ~decided : 0;
                decided |= ace.mask();
            }
        }
        return allowed;
    }

    /** Whether only a directory can have it: an entry is for directories to inherit. */
    public boolean isForDirectories() {
        return entries.stream().anyMatch(ace -> (ace.flags() & AceFlags.DIRECTORY_INHERIT) != 0);
    }

    private static boolean matches(AceWho who, Credentials caller, int owner, int group) {
        return switch (who) {
            case Special.OWNER -> caller.uid() == owner;
            case Special.GROUP -> caller.isInGroup(group);
            case Special.EVERYONE -> true;
            case AceWho.User(int uid) -> caller.uid() == uid;
            case AceWho.NamedGroup(int gid) -> caller.isInGroup(gid);
        };
    }
}
