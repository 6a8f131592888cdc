package org.nfs41.xdr;

import java.util.List;

/**
 * A place where a file system can be found, {@code fs_location4} (RFC 8881 section 11.16).
 *
 * @param servers host names or addresses of servers that all offer it
 * @param rootPath the path of the file system's root on those servers, name by name
 */
public record FsLocation(List<Opaque> servers, List<Opaque> rootPath) {
    /** Copies the lists. */
    public FsLocation {
        servers = List.copyOf(servers);
        rootPath = List.copyOf(rootPath);
    }

    /** Reads one. */
    public static FsLocation decode(XdrReader in) throws XdrException {
        return new FsLocation(
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.HOST_NAME)),
                in.readList(Limits.MESSAGE, r -> r.readOpaque(Limits.COMPONENT)));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeList(servers, (value, to) -> to.writeOpaque(value));
        out.writeList(rootPath, (value, to) -> to.writeOpaque(value));
    }
}
