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
        int common = Math.min(bytes.length(), other.bytes.length());
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(bytes.byteAt(i), other.bytes.byteAt(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(bytes.length(), other.bytes.length());
    }
}
