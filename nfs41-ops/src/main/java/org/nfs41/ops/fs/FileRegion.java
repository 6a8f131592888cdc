package org.nfs41.ops.fs;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A part of a regular file that a READ is answered with and that goes to the client without passing
 * through the reply's buffer. How long it is was promised; what is in it is decided when it is
 * sent. For one thread at a time.
 */
public interface FileRegion {
    /** How many bytes are still to be sent; at first the length of the part. */
    int remaining();

    /** Whether the part ended at the end of the file, when the READ was executed. */
    boolean eof();

    /**
     * Sends as much as {@code target} takes at once, without waiting for storage as far as can be
     * told.
     *
     * @return how many bytes were sent; 0 if the target takes none now
     * @throws IOException when the target fails, or when the file has become too short: the client
     *     must not get anything else in place of the missing bytes
     */
    long sendTo(WritableByteChannel target) throws IOException;

    /** Lets go of the file; to be called once. */
    void close();
}
