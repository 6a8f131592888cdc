package org.nfs41.xdr;

import java.util.List;

/**
 * The kind of a pNFS layout, {@code layouttype4} (RFC 8881 section 3.3.13). Values from 0x80000000
 * on are private. A peer may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record LayoutType(int value) {
    private static final NamedValues<LayoutType> NAMED =
            new NamedValues<>("LayoutType", LayoutType::new);

    /** Striped over NFSv4.1 data servers (RFC 8881 section 13). */
    public static final LayoutType NFSV4_1_FILES = NAMED.add(1, "LAYOUT4_NFSV4_1_FILES");

    /** Object storage devices (RFC 5664). */
    public static final LayoutType OSD2_OBJECTS = NAMED.add(2, "LAYOUT4_OSD2_OBJECTS");

    /** Blocks and volumes (RFC 5663). */
    public static final LayoutType BLOCK_VOLUME = NAMED.add(3, "LAYOUT4_BLOCK_VOLUME");

    /** Flexible files (RFC 8435). */
    public static final LayoutType FLEX_FILES = NAMED.add(4, "LAYOUT4_FLEX_FILES");

    /** SCSI devices (RFC 8154). */
    public static final LayoutType SCSI = NAMED.add(5, "LAYOUT4_SCSI");

    /** The value of a number; of a named one always the same instance. */
    public static LayoutType of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<LayoutType> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static LayoutType decode(XdrReader in) throws XdrException {
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
