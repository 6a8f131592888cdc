package org.nfs41.server.local;

import org.nfs41.ops.acl.Ace;
import org.nfs41.ops.acl.AceWho;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.NfsStatus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An access control list of the host, as POSIX 1003.1e (draft 17) has them: one entry applies to a
 * user, the first that fits of owner, named users, groups together, and others. Permissions are
 * read, write and execute: 4, 2 and 1. Immutable.
 *
 * @param owner the owner's permissions
 * @param users those of named users, before the mask
 * @param group those of the object's group, before the mask
 * @param groups those of named groups, before the mask
 * @param mask what named users and all groups can have at most; 7 if the list has none
 * @param other everybody else's
 */
record PosixAcl(int owner, List<Named> users, int group, List<Named> groups, int mask, int other) {
    /** The permissions of a user or group by id, unsigned. */
    record Named(int id, int bits) {}

    /** All permissions. */
    static final int ALL = 7;

    /** The version of the form in which the kernel shows a list, which comes first in it. */
    private static final int VERSION = 2;

    private static final int HEADER_BYTES = 4;
    private static final int ENTRY_BYTES = 8;

    /** In the place of an id where there is none. */
    private static final int NO_ID = -1;

    private static final int OWNER = 0x01;
    private static final int USER = 0x02;
    private static final int GROUP = 0x04;
    private static final int NAMED_GROUP = 0x08;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;

    private static final int WRITE_MASK = AceMask.WRITE_DATA | AceMask.APPEND_DATA;
    private static final int EVERYONES =
            AceMask.READ_ATTRIBUTES | AceMask.READ_ACL | AceMask.SYNCHRONIZE;
    private static final int INHERITED =
            AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT | AceFlags.INHERIT_ONLY;
    private static final int OWNERS = AceMask.WRITE_ATTRIBUTES | AceMask.WRITE_ACL;

    /** The list that a mode says by itself. */
    static PosixAcl ofMode(int mode) {
        return new PosixAcl(
                mode >> 6 & ALL, List.of(), mode >> 3 & ALL, List.of(), ALL, mode & ALL);
    }

    /**
     * Reads the value of the kernel's extended attribute, of which {@code value} has all bytes.
     * NFS4ERR_IO if it is something else: who may use the object is not known then.
     */
    static PosixAcl decode(ByteBuffer value) throws HostException {
        ByteBuffer in = value.slice().order(ByteOrder.LITTLE_ENDIAN);
        boolean whole =
                in.remaining() >= HEADER_BYTES
                        && (in.remaining() - HEADER_BYTES) % ENTRY_BYTES == 0
                        && in.getInt() == VERSION;
        Volume.require(whole, NfsStatus.IO);
        int owner = 0;
        int group = 0;
        int mask = ALL;
        int other = 0;
        List<Named> users = new ArrayList<>();
        List<Named> groups = new ArrayList<>();
        while (in.hasRemaining()) {
            int tag = in.getShort();
            int bits = in.getShort() & ALL;
            int id = in.getInt();
            switch (tag) {
                case OWNER -> owner = bits;
                case USER -> users.add(new Named(id, bits));
                case GROUP -> group = bits;
                case NAMED_GROUP -> groups.add(new Named(id, bits));
                case MASK -> mask = bits;
                case OTHER -> other = bits;
                default -> throw new HostException(NfsStatus.IO);
            }
        }
        return new PosixAcl(owner, List.copyOf(users), group, List.copyOf(groups), mask, other);
    }

    /** The value of the kernel's extended attribute for this list, which has all entries once. */
    byte[] encode() {
        int named = users.size() + groups.size();
        int entries = named + (named == 0 ? 3 : 4);
        ByteBuffer out =
                ByteBuffer.allocate(HEADER_BYTES + entries * ENTRY_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(VERSION);
        put(out, OWNER, owner, NO_ID);
        users.forEach(user -> put(out, USER, user.bits(), user.id()));
        put(out, GROUP, named == 0 ? group & mask : group, NO_ID);
        groups.forEach(entry -> put(out, NAMED_GROUP, entry.bits(), entry.id()));
        if (named > 0) {
            put(out, MASK, mask, NO_ID);
        }
        put(out, OTHER, other, NO_ID);
        return out.array();
    }

    private static void put(ByteBuffer out, int tag, int bits, int id) {
        out.putShort((short) tag).putShort((short) bits).putInt(id);
    }

    /** The nine bits of the mode that the object has with this list: the group's are the mask. */
    int mode() {
        boolean plain = users.isEmpty() && groups.isEmpty();
        return owner << 6 | (plain ? group & mask : mask) << 3 | other;
    }

    /**
     * The list of RFC 8881 chapter 6 that grants each user the same permissions, each by itself:
     * what POSIX grants whom by which entry, and denial of all else where no later entry may add to
     * it. (Two permissions at once are granted to the member of two groups, too, of which each has
     * one: the host would grant one after the other.)
     *
     * <p>A list that would be longer than {@link Acl#MOST_ENTRIES} becomes one that grants nothing
     * but to the owner.
     */
    Acl toNfs() {
        List<Ace> entries = new ArrayList<>();
        entries.add(Ace.allow(Special.OWNER, maskOf(owner) | EVERYONES | OWNERS));
        deny(Special.OWNER, owner, entries);
        if (2 * (users.size() + groups.size()) + 5 > Acl.MOST_ENTRIES) {
            return new Acl(entries);
        }
        for (Named user : users) {
            AceWho who = new AceWho.User(user.id());
            entries.add(Ace.allow(who, maskOf(user.bits() & mask) | EVERYONES));
            deny(who, user.bits() & mask, entries);
        }
        entries.add(Ace.allow(Special.GROUP, maskOf(group & mask) | EVERYONES));
        for (Named named : groups) {
            AceWho who = new AceWho.NamedGroup(named.id());
            entries.add(Ace.allow(who, maskOf(named.bits() & mask) | EVERYONES));
        }
        deny(Special.GROUP, group & mask, entries);
        for (Named named : groups) {
            deny(new AceWho.NamedGroup(named.id()), named.bits() & mask, entries);
        }
        entries.add(Ace.allow(Special.EVERYONE, maskOf(other) | EVERYONES));
        return new Acl(entries);
    }

    /**
     * The list of a directory that gives {@code inherited} to what is made in it; if that does not
     * fit, the directory's alone.
     */
    Acl toNfs(PosixAcl inherited) {
        Acl own = toNfs();
        List<Ace> entries = new ArrayList<>(own.entries());
        for (Ace ace : inherited.toNfs().entries()) {
            entries.add(new Ace(ace.allows(), INHERITED, ace.mask(), ace.who()));
        }
        return entries.size() <= Acl.MOST_ENTRIES ? new Acl(entries) : own;
    }

    private static void deny(AceWho who, int allowed, List<Ace> entries) {
        if (allowed != ALL) {
            entries.add(Ace.deny(who, maskOf(ALL & ~allowed)));
        }
    }

    private static int maskOf(int bits) {
        return ((bits & 4) != 0 ? AceMask.READ_DATA : 0)
                | ((bits & 2) != 0 ? WRITE_MASK : 0)
                | ((bits & 1) != 0 ? AceMask.EXECUTE : 0);
    }
}
