package org.nfs41.rpc.internal;

import java.nio.channels.SelectionKey;

/** What a connection's channel is watched for; the selector hears of changes only. */
final class Interest {
    private final SelectionKey key;
    private int current;

    Interest(SelectionKey key) {
        this.key = key;
        this.current = key.interestOps();
    }

    /** Waits for bytes of the peer, and for the peer to take some, or for neither. */
    void set(boolean reads, boolean writes) {
        int wanted = (reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0);
        if (wanted != current) {
            current = wanted;
            key.interestOps(wanted);
        }
    }

    /** Waits for nothing any more. */
    void cancel() {
        key.cancel();
    }
}
