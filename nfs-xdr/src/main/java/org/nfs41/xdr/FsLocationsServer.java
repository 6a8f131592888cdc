package org.nfs41.xdr;

/**
 * One server of a replica, {@code fs_locations_server4} (RFC 8881 section 11.17.1).
 *
 * @param currency how many seconds its data may lag, negative if unknown
 * @param info properties and rankings by byte index, see {@link FsLocationsInfoBytes}
 * @param server its host name or address
 */
public record FsLocationsServer(int currency, Opaque info, Opaque server) {
    /** Reads one. */
    public static FsLocationsServer decode(XdrReader in) throws XdrException {
        return new FsLocationsServer(
                in.readInt(), in.readOpaque(Limits.MESSAGE), in.readOpaque(Limits.HOST_NAME));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(currency);
        out.writeOpaque(info);
        out.writeOpaque(server);
    }
}
