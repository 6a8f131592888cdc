package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;

/**
 * Which users and groups have names of the form {@code name@domain} (RFC 8881 section 5.9). Whoever
 * has none is named by his number, and numbers are understood in any case.
 *
 * <p>Called for every owner that is sent: quick, without waiting for anything, and safe for use by
 * several threads.
 */
public interface OwnerNames {
    /** What stands for a name that nobody has; ids are unsigned numbers. */
    long UNKNOWN = -1;

    /** Nobody has a name: what clients expect with AUTH_SYS, which sends numbers itself. */
    OwnerNames NUMERIC =
            new OwnerNames() {
                @Override
                public @Nullable Opaque userName(int uid) {
                    return null;
                }

                @Override
                public @Nullable Opaque groupName(int gid) {
                    return null;
                }

                @Override
                public long uidOf(Opaque name) {
                    return UNKNOWN;
                }

                @Override
                public long gidOf(Opaque name) {
                    return UNKNOWN;
                }
            };

    /** The name of a user, or null. */
    @Nullable Opaque userName(int uid);

    /** The name of a group, or null. */
    @Nullable Opaque groupName(int gid);

    /** The user of that name, which is no number; or {@link #UNKNOWN}. */
    long uidOf(Opaque name);

    /** The group of that name, which is no number; or {@link #UNKNOWN}. */
    long gidOf(Opaque name);
}
