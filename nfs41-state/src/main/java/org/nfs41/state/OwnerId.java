package org.nfs41.state;

import org.nfs41.xdr.Opaque;

/**
 * A co_ownerid as a key. It has an order because peers choose these names: a hash table keeps names
 * whose hashes collide in a tree if it can compare them, else in a list.
 *
 * @param bytes owning its bytes
 */
record OwnerId(Opaque bytes) implements Comparable<OwnerId> {
    @Override
    public int compareTo(OwnerId other) {
        return bytes.compareTo(other.bytes);
    }
}
