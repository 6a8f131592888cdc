package org.nfs41.server.local;

/**
 * What tells an object of the host from all others, whatever exported directory it was found in.
 *
 * @param device the host's file system
 * @param key the object's within that
 */
record HostObject(long device, HandleKey key) {
    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
