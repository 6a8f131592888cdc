package org.nfs41.xdr;

import java.util.List;

/**
 * Replicas of a file system with their properties, {@code fs_locations_info4}: the value of the
 * attribute {@code fs_locations_info} (RFC 8881 section 11.17.2).
 *
 * @param flags only {@link FsLocationsInfoBytes#VAR_SUB} is defined
 * @param validFor for how many seconds a client may rely on this
 * @param fsRoot the path of the file system's root on this server, name by name
 * @param items the replicas
 */
public record FsLocationsInfo(
        int flags, int validFor, List<Opaque> fsRoot, List<FsLocationsItem> items) {
    /** Copies the lists. */
    public FsLocationsInfo {
        fsRoot = List.copyOf(fsRoot);
        items = List.copyOf(items);
    }

    /** Reads one. */
    public static FsLocationsInfo decode(XdrReader in) throws XdrException {
        return new FsLocationsInfo(
                in.readInt(),
                in.readInt(),
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.COMPONENT)),
                in.readList(Limits.MESSAGE, FsLocationsItem::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(flags);
        out.writeInt(validFor);
        out.writeList(fsRoot, (value, to) -> to.writeOpaque(value));
        out.writeList(items, FsLocationsItem::encode);
    }
}
