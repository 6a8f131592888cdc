package org.nfs41.xdr;

import java.util.List;

/**
 * Where else a file system is, {@code fs_locations4}: the value of the attribute {@code
 * fs_locations} (RFC 8881 section 11.16).
 *
 * @param fsRoot the path of the file system's root on this server, name by name
 * @param locations the other places
 */
public record FsLocations(List<Opaque> fsRoot, List<FsLocation> locations) {
    /** Copies the lists. */
    public FsLocations {
        fsRoot = List.copyOf(fsRoot);
        locations = List.copyOf(locations);
    }

    /** Reads one. */
    public static FsLocations decode(XdrReader in) throws XdrException {
        return new FsLocations(
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.COMPONENT)),
                in.readList(Limits.MESSAGE, FsLocation::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeList(fsRoot, (value, to) -> to.writeOpaque(value));
        out.writeList(locations, FsLocation::encode);
    }
}
