package org.nfs41.xdr;

import java.util.List;

/**
 * Which object SECINFO_NO_NAME asks about, {@code secinfo_style4} (RFC 8881 section 18.45). A peer
 * may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record SecInfoStyle(int value) {
    private static final NamedValues<SecInfoStyle> NAMED =
            new NamedValues<>("SecInfoStyle", SecInfoStyle::new);

    /** The object of the current filehandle. */
    public static final SecInfoStyle CURRENT_FH = NAMED.add(0, "SECINFO_STYLE4_CURRENT_FH");

    /** The parent directory of the current filehandle. */
    public static final SecInfoStyle PARENT = NAMED.add(1, "SECINFO_STYLE4_PARENT");

    /** The value of a number; of a named one always the same instance. */
    public static SecInfoStyle of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<SecInfoStyle> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static SecInfoStyle decode(XdrReader in) throws XdrException {
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
