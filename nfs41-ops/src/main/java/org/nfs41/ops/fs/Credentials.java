package org.nfs41.ops.fs;

import java.util.Arrays;

/**
 * Who asks, in the terms of POSIX permission checks: a user, its group and its further groups.
 *
 * <p>Ids are unsigned 32-bit numbers. Immutable; two are equal when user, group and the set of
 * further groups are.
 */
public final class Credentials {
    /** User 0 with group 0, to whom no permission is refused. */
    public static final Credentials SUPERUSER = new Credentials(0, 0);

    /** The user and group that stand for nobody in particular, 65534 as on most systems. */
    public static final Credentials NOBODY = new Credentials(65534, 65534);

    private final int uid;
    private final int gid;
    private final int[] gids;

    /** Takes a copy of {@code gids}, the further groups, in any order. */
    public Credentials(int uid, int gid, int... gids) {
        this.uid = uid;
        this.gid = gid;
        this.gids = gids.clone();
        Arrays.sort(this.gids);
    }

    /** The user id, unsigned. */
    public int uid() {
        return uid;
    }

    /** The id of the group that new objects get, unsigned. */
    public int gid() {
        return gid;
    }

    /** Whether permission checks do not apply: user id 0. */
    public boolean isSuperuser() {
        return uid == 0;
    }

    /** Whether {@code group} is the group or one of the further ones. */
    public boolean isInGroup(int group) {
        return group == gid || Arrays.binarySearch(gids, group) >= 0;
    }

    /**
     * The same without the superuser and his group, for whom {@code anonymous} stands: this itself
     * if it has neither.
     */
    Credentials withoutRoot(Credentials anonymous) {
        if (uid != 0 && !isInGroup(0)) {
            return this;
        }
        int[] others = gids.clone();
        for (int i = 0; i < others.length; i++) {
            others[i] = others[i] == 0 ? anonymous.gid : others[i];
        }
        int user = uid == 0 ? anonymous.uid : uid;
        return new Credentials(user, gid == 0 ? anonymous.gid : gid, others);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that
                && uid == that.uid
                && gid == that.gid
                && Arrays.equals(gids, that.gids);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * uid + gid) + Arrays.hashCode(gids);
    }

    @Override
    public String toString() {
        return "uid "
                + Integer.toUnsignedString(uid)
                + " gid "
                + Integer.toUnsignedString(gid)
                + " "
                + Arrays.toString(gids);
    }
}
