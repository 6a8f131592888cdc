package org.nfs41.xdr;

import java.util.List;

/**
 * How durable written data is to be, or is, {@code stable_how4} (RFC 8881 section 18.32). A peer
 * may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record StableHow(int value) {
    private static final NamedValues<StableHow> NAMED =
            new NamedValues<>("StableHow", StableHow::new);

    /** Data and metadata may be lost until COMMIT. */
    public static final StableHow UNSTABLE = NAMED.add(0, "UNSTABLE4");

    /** Data, and the metadata needed to reach it, is on stable storage. */
    public static final StableHow DATA_SYNC = NAMED.add(1, "DATA_SYNC4");

    /** Data and all metadata is on stable storage. */
    public static final StableHow FILE_SYNC = NAMED.add(2, "FILE_SYNC4");

    /** The value of a number; of a named one always the same instance. */
    public static StableHow of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<StableHow> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static StableHow decode(XdrReader in) throws XdrException {
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
