package org.nfs41.ops.acl;

import org.nfs41.xdr.AceFlags;

/**
 * One entry of an access control list (RFC 8881 section 6.2.1).
 *
 * @param allows whether it allows; else it denies. There are no other kinds: nobody here reads an
 *     audit trail or hears an alarm
 * @param flags how it is inherited, bits of {@link AceFlags}; what tells a group from a user is in
 *     {@code who}
 * @param mask what it allows or denies, bits of {@link org.nfs41.xdr.AceMask}
 * @param who whom
 */
public record Ace(boolean allows, int flags, int mask, AceWho who) {
    /** The flags that make new objects in a directory inherit the entry. */
    static final int INHERITABLE = AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT;

    /** An entry for the object itself that allows. */
    public static Ace allow(AceWho who, int mask) {
        return new Ace(true, 0, mask, who);
    }

    /** An entry for the object itself that denies. */
    public static Ace deny(AceWho who, int mask) {
        return new Ace(false, 0, mask, who);
    }

    /** Whether it says something about the object itself, not only about what is made in it. */
    boolean isEffective() {
        return (flags & AceFlags.INHERIT_ONLY) == 0;
    }

    boolean isInheritable() {
        return (flags & INHERITABLE) != 0;
    }

    Ace withMask(int other) {
        return new Ace(allows, flags, other, who);
    }

    Ace withFlags(int other) {
        return new Ace(allows, other, mask, who);
    }
}
