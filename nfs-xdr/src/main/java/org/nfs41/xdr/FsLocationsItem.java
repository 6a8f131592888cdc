package org.nfs41.xdr;

import java.util.List;

/**
 * Servers that share one root path, {@code fs_locations_item4} (RFC 8881 section 11.17.3).
 *
 * @param entries the servers
 * @param rootPath the path of the file system's root on them, name by name
 */
public record FsLocationsItem(List<FsLocationsServer> entries, List<Opaque> rootPath) {
    /** Copies the lists. */
    public FsLocationsItem {
        entries = List.copyOf(entries);
        rootPath = List.copyOf(rootPath);
    }

    /** Reads one. */
    public static FsLocationsItem decode(XdrReader in) throws XdrException {
        return new FsLocationsItem(
                in.readList(Limits.MESSAGE, FsLocationsServer::decode),
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.COMPONENT)));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeList(entries, FsLocationsServer::encode);
        out.writeList(rootPath, (value, to) -> to.writeOpaque(value));
    }
}
