package org.nfs41.rpc;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * The end of a reply's results, which is sent from where it lies, as in a file, and not from
 * memory. Its length is promised when it is appended. From then on the connection's event loop
 * alone uses it, and closes it.
 */
public interface ReplyTail {
    /** How many bytes are still to be written. */
    int remaining();

    /**
     * Writes as much as the socket takes at once; this must not wait for anything.
     *
     * @return how many bytes were written; 0 if the socket takes none now
     * @throws IOException when the socket is broken, or when bytes that were promised are not there
     *     any more: the connection ends, as nothing can follow that would be right
     */
    long writeTo(WritableByteChannel target) throws IOException;

    /** Lets go of what the bytes come from: all are written, or the rest never will be. */
    void close();
}
