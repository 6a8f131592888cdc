package org.nfs41.server.local;

import org.nfs41.xdr.NfsStatus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The named attributes that somebody has open. The host cannot keep the value of one that is
 * removed, as it keeps a removed file: so they are not removed as long as they are in here. They
 * are added, and looked for, under the locks of their objects. Safe for use by several threads.
 */
final class RetainedAttributes {
    private final Map<NamedAttribute, Integer> counts = new ConcurrentHashMap<>();

    void add(NamedAttribute attribute) {
        counts.merge(attribute, 1, Integer::sum);
    }

    /** Takes back one {@link #add}. */
    void remove(NamedAttribute attribute) {
        if (!counts.containsKey(attribute)) {
            throw new IllegalStateException("released but not retained: " + attribute);
        }
        counts.computeIfPresent(attribute, (key, count) -> count == 1 ? null : count - 1);
    }

    /** NFS4ERR_FILE_OPEN if it is in here. */
    void requireNot(NamedAttribute attribute) throws HostException {
        Volume.require(!counts.containsKey(attribute), NfsStatus.FILE_OPEN);
    }
}
