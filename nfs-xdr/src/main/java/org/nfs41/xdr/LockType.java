package org.nfs41.xdr;

import java.util.List;

/**
 * The kind of a byte-range lock, {@code nfs_lock_type4} (RFC 8881 section 18.10). A peer may send
 * other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record LockType(int value) {
    private static final NamedValues<LockType> NAMED = new NamedValues<>("LockType", LockType::new);

    /** A shared lock. */
    public static final LockType READ_LT = NAMED.add(1, "READ_LT");

    /** An exclusive lock. */
    public static final LockType WRITE_LT = NAMED.add(2, "WRITE_LT");

    /** A shared lock whose owner means to wait for it. */
    public static final LockType READW_LT = NAMED.add(3, "READW_LT");

    /** An exclusive lock whose owner means to wait for it. */
    public static final LockType WRITEW_LT = NAMED.add(4, "WRITEW_LT");

    /** The value of a number; of a named one always the same instance. */
    public static LockType of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<LockType> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static LockType decode(XdrReader in) throws XdrException {
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
