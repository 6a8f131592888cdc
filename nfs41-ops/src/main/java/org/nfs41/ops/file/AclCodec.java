package org.nfs41.ops.file;

import org.nfs41.ops.acl.Ace;
import org.nfs41.ops.acl.AceWho;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * Access control lists on the wire (RFC 8881 section 6.2.1). What could not be enforced is refused:
 * a list must not appear to give less than it does.
 */
final class AclCodec {
    private static final Opaque OWNER = Opaque.utf8("OWNER@");
    private static final Opaque GROUP = Opaque.utf8("GROUP@");
    private static final Opaque EVERYONE = Opaque.utf8("EVERYONE@");

    /** Granted to everybody, so that denying them would only pretend. */
    private static final int NEVER_DENIED = AceMask.READ_ATTRIBUTES | AceMask.READ_ACL;

    private static final int KNOWN_MASK =
            AceMask.READ_DATA
                    | AceMask.WRITE_DATA
                    | AceMask.APPEND_DATA
                    | AceMask.READ_NAMED_ATTRS
                    | AceMask.WRITE_NAMED_ATTRS
                    | AceMask.EXECUTE
                    | AceMask.DELETE_CHILD
                    | AceMask.READ_ATTRIBUTES
                    | AceMask.WRITE_ATTRIBUTES
                    | AceMask.WRITE_RETENTION
                    | AceMask.WRITE_RETENTION_HOLD
                    | AceMask.DELETE
                    | AceMask.READ_ACL
                    | AceMask.WRITE_ACL
                    | AceMask.WRITE_OWNER
                    | AceMask.SYNCHRONIZE;

    private static final int INHERITABLE = AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT;

    /** Flags that are kept; the others are for audit, say what a name is, or must be cleared. */
    private static final int KEPT_FLAGS =
            INHERITABLE | AceFlags.NO_PROPAGATE_INHERIT | AceFlags.INHERIT_ONLY;

    private AclCodec() {}

    /** Writes a list; users and groups are named as in owner attributes. */
    static void encode(Acl acl, Principals principals, XdrWriter out) {
        out.writeInt(acl.entries().size());
        for (Ace ace : acl.entries()) {
            boolean group = ace.who() instanceof AceWho.NamedGroup;
            out.writeInt(ace.allows() ? AceType.ACCESS_ALLOWED : AceType.ACCESS_DENIED);
            out.writeInt(ace.flags() | (group ? AceFlags.IDENTIFIER_GROUP : 0));
            out.writeInt(ace.mask());
            switch (ace.who()) {
                case Special.OWNER -> out.writeOpaque(OWNER);
                case Special.GROUP -> out.writeOpaque(GROUP);
                case Special.EVERYONE -> out.writeOpaque(EVERYONE);
                case AceWho.User(int uid) -> principals.encodeUser(uid, out);
                case AceWho.NamedGroup(int gid) -> principals.encodeGroup(gid, out);
            }
        }
    }

    /**
     * Whether entries can be kept and enforced.
     *
     * @return OK; ATTRNOTSUPP for what this server cannot do: audit and alarm entries, special
     *     identifiers beyond the three, denial of what it grants to everybody, flags that make no
     *     sense together; INVAL for bits without a meaning; BADOWNER for unknown names; FBIG
     */
    static NfsStatus check(List<NfsAce> entries, Principals principals) {
        if (entries.size() > Acl.MOST_ENTRIES) {
            return NfsStatus.FBIG;
        }
        for (NfsAce ace : entries) {
            NfsStatus status = check(ace, principals);
            if (!status.isOk()) {
                return status;
            }
        }
        return NfsStatus.OK;
    }

    /** The list of entries that have passed {@link #check}. */
    static Acl of(List<NfsAce> entries, Principals principals) {
        List<Ace> list = new ArrayList<>(entries.size());
        for (NfsAce ace : entries) {
            boolean allows = ace.type() == AceType.ACCESS_ALLOWED;
            list.add(
                    new Ace(
                            allows,
                            ace.flag() & KEPT_FLAGS,
                            ace.accessMask(),
                            whoOf(ace, principals)));
        }
        return new Acl(list);
    }

    private static NfsStatus check(NfsAce ace, Principals principals) {
        boolean denies = ace.type() == AceType.ACCESS_DENIED;
        if (!denies && ace.type() != AceType.ACCESS_ALLOWED) {
            return NfsStatus.ATTRNOTSUPP;
        }
        if ((ace.accessMask() & ~KNOWN_MASK) != 0) {
            return NfsStatus.INVAL;
        }
        boolean onlyInherited = (ace.flag() & AceFlags.INHERIT_ONLY) != 0;
        if ((denies && (ace.accessMask() & NEVER_DENIED) != 0)
                || (onlyInherited && (ace.flag() & INHERITABLE) == 0)) {
            return NfsStatus.ATTRNOTSUPP;
        }
        Opaque who = ace.who();
        if (who.length() > 0 && who.byteAt(who.length() - 1) == '@') {
            boolean known = who.equals(OWNER) || who.equals(GROUP) || who.equals(EVERYONE);
            return known ? NfsStatus.OK : NfsStatus.ATTRNOTSUPP;
        }
        return idOf(ace, principals) == Principals.UNKNOWN ? NfsStatus.BADOWNER : NfsStatus.OK;
    }

    private static AceWho whoOf(NfsAce ace, Principals principals) {
        if (ace.who().equals(OWNER)) {
            return Special.OWNER;
        }
        if (ace.who().equals(GROUP)) {
            return Special.GROUP;
        }
        if (ace.who().equals(EVERYONE)) {
            return Special.EVERYONE;
        }
        int id = (int) idOf(ace, principals);
        return isGroup(ace) ? new AceWho.NamedGroup(id) : new AceWho.User(id);
    }

    private static long idOf(NfsAce ace, Principals principals) {
        return isGroup(ace) ? principals.parseGroup(ace.who()) : principals.parseUser(ace.who());
    }

    private static boolean isGroup(NfsAce ace) {
        return (ace.flag() & AceFlags.IDENTIFIER_GROUP) != 0;
    }
}
