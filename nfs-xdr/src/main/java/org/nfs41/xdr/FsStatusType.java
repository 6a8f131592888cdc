package org.nfs41.xdr;

import java.util.List;

/**
 * What a file system on this server is a copy of, {@code fs4_status_type} (RFC 8881 section 11.18).
 * A peer may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record FsStatusType(int value) {
    private static final NamedValues<FsStatusType> NAMED =
            new NamedValues<>("FsStatusType", FsStatusType::new);

    /** A copy that never changes. */
    public static final FsStatusType FIXED = NAMED.add(1, "STATUS4_FIXED");

    /** A copy that is updated without versions. */
    public static final FsStatusType UPDATED = NAMED.add(2, "STATUS4_UPDATED");

    /** A copy that moves from one version to the next. */
    public static final FsStatusType VERSIONED = NAMED.add(3, "STATUS4_VERSIONED");

    /** A file system that clients write. */
    public static final FsStatusType WRITABLE = NAMED.add(4, "STATUS4_WRITABLE");

    /** Not here: clients are sent elsewhere. */
    public static final FsStatusType REFERRAL = NAMED.add(5, "STATUS4_REFERRAL");

    /** The value of a number; of a named one always the same instance. */
    public static FsStatusType of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<FsStatusType> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static FsStatusType decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name in the RFC, or the number if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
