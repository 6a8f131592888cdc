package org.nfs41.ops.acl;

/**
 * Whom an access control entry speaks of (RFC 8881 section 6.2.1.5): one of the three identifiers
 * that stand for the object's own users, or a user or group by its id.
 */
public sealed interface AceWho {
    /** The identifiers that follow the object, whoever owns it at the time. */
    enum Special implements AceWho {
        /** {@code OWNER@}: the object's owner. */
        OWNER,
        /** {@code GROUP@}: the members of the object's group. */
        GROUP,
        /** {@code EVERYONE@}: all users, the owner and the group's members too. */
        EVERYONE
    }

    /** One user; the id is unsigned. */
    record User(int uid) implements AceWho {}

    /** The members of a group; the id is unsigned. */
    record NamedGroup(int gid) implements AceWho {}
}
