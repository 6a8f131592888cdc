package org.nfs41.xdr;

import java.util.List;

/**
 * How the change attribute moves, {@code change_attr_type4} (RFC 7862 section 12.2.3). A peer may
 * send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record ChangeAttrType(int value) {
    private static final NamedValues<ChangeAttrType> NAMED =
            new NamedValues<>("ChangeAttrType", ChangeAttrType::new);

    /** It only grows. */
    public static final ChangeAttrType MONOTONIC_INCR =
            NAMED.add(0, "NFS4_CHANGE_TYPE_IS_MONOTONIC_INCR");

    /** One more for each change. */
    public static final ChangeAttrType VERSION_COUNTER =
            NAMED.add(1, "NFS4_CHANGE_TYPE_IS_VERSION_COUNTER");

    /** One more for each change that does not go through pNFS. */
    public static final ChangeAttrType VERSION_COUNTER_NOPNFS =
            NAMED.add(2, "NFS4_CHANGE_TYPE_IS_VERSION_COUNTER_NOPNFS");

    /** It is the time of the last metadata change. */
    public static final ChangeAttrType TIME_METADATA =
            NAMED.add(3, "NFS4_CHANGE_TYPE_IS_TIME_METADATA");

    /** Nothing is promised. */
    public static final ChangeAttrType UNDEFINED = NAMED.add(4, "NFS4_CHANGE_TYPE_IS_UNDEFINED");

    /** The value of a number; of a named one always the same instance. */
    public static ChangeAttrType of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<ChangeAttrType> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static ChangeAttrType decode(XdrReader in) throws XdrException {
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
