package org.nfs41.state.open;

import org.nfs41.xdr.Opaque;

/**
 * An open owner. The client id is that of the session, never the one inside the wire's {@code
 * open_owner4}, which a server must ignore (RFC 8881 section 18.16.3). It has an order because
 * peers choose these names, see {@link Opaque}.
 *
 * @param file the name of the file by which the client came to it: by another one, which may lead
 *     to the same file without the client knowing, it is another owner
 */
record OwnerKey(long clientId, Opaque name, Object file) implements Comparable<OwnerKey> {
    @Override
    public int compareTo(OwnerKey other) {
        int order = Long.compare(clientId, other.clientId);
        return order != 0 ? order : name.compareTo(other.name);
    }
}
