package org.nfs41.xdr;

import java.util.List;

/**
 * Why no delegation was granted, {@code why_no_delegation4} (RFC 8881 section 18.16). A peer may
 * send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record WhyNoDelegation(int value) {
    private static final NamedValues<WhyNoDelegation> NAMED =
            new NamedValues<>("WhyNoDelegation", WhyNoDelegation::new);

    /** The client asked for none. */
    public static final WhyNoDelegation NOT_WANTED = NAMED.add(0, "WND4_NOT_WANTED");

    /** Others use the file in a way that forbids it. */
    public static final WhyNoDelegation CONTENTION = NAMED.add(1, "WND4_CONTENTION");

    /** The server is short of resources. */
    public static final WhyNoDelegation RESOURCE = NAMED.add(2, "WND4_RESOURCE");

    /** No delegations for this type of file. */
    public static final WhyNoDelegation NOT_SUPP_FTYPE = NAMED.add(3, "WND4_NOT_SUPP_FTYPE");

    /** No write delegations for this type of file. */
    public static final WhyNoDelegation WRITE_DELEG_NOT_SUPP_FTYPE =
            NAMED.add(4, "WND4_WRITE_DELEG_NOT_SUPP_FTYPE");

    /** A read delegation cannot be turned into a write delegation. */
    public static final WhyNoDelegation NOT_SUPP_UPGRADE = NAMED.add(5, "WND4_NOT_SUPP_UPGRADE");

    /** A write delegation cannot be turned into a read delegation. */
    public static final WhyNoDelegation NOT_SUPP_DOWNGRADE =
            NAMED.add(6, "WND4_NOT_SUPP_DOWNGRADE");

    /** The client cancelled its earlier want. */
    public static final WhyNoDelegation CANCELLED = NAMED.add(7, "WND4_CANCELLED");

    /** The object is a directory: GET_DIR_DELEGATION is the way. */
    public static final WhyNoDelegation IS_DIR = NAMED.add(8, "WND4_IS_DIR");

    /** The value of a number; of a named one always the same instance. */
    public static WhyNoDelegation of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<WhyNoDelegation> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static WhyNoDelegation decode(XdrReader in) throws XdrException {
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
