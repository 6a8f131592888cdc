package org.nfs41.xdr;

import java.util.List;

/**
 * What a layout is for, {@code layoutiomode4} (RFC 8881 section 3.3.20). A peer may send other
 * values than the ones named here.
 *
 * @param value the number on the wire
 */
public record LayoutIoMode(int value) {
    private static final NamedValues<LayoutIoMode> NAMED =
            new NamedValues<>("LayoutIoMode", LayoutIoMode::new);

    /** Reading. */
    public static final LayoutIoMode READ = NAMED.add(1, "LAYOUTIOMODE4_READ");

    /** Reading and writing. */
    public static final LayoutIoMode RW = NAMED.add(2, "LAYOUTIOMODE4_RW");

    /** Both kinds, in LAYOUTRETURN and CB_LAYOUTRECALL only. */
    public static final LayoutIoMode ANY = NAMED.add(3, "LAYOUTIOMODE4_ANY");

    /** The value of a number; of a named one always the same instance. */
    public static LayoutIoMode of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<LayoutIoMode> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static LayoutIoMode decode(XdrReader in) throws XdrException {
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
