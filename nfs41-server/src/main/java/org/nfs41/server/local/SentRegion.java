package org.nfs41.server.local;

import org.nfs41.ops.fs.FileRegion;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** A part of a file that the host copies from its page cache to a socket. */
final class SentRegion implements FileRegion {
    private final OpenObject open;
    private final FileChannel content;
    private final boolean eof;
    private final Runnable atEnd;
    private long position;
    private int remaining;

    /** One use of {@code open} is this one's until {@link #close}, which runs {@code atEnd}. */
    SentRegion(
            OpenObject open,
            FileChannel content,
            long position,
            int length,
            boolean eof,
            Runnable atEnd) {
        this.open = open;
        this.content = content;
        this.position = position;
        this.remaining = length;
        this.eof = eof;
        this.atEnd = atEnd;
    }

    @Override
    public int remaining() {
        return remaining;
    }

    @Override
    public boolean eof() {
        return eof;
    }

    @Override
    public long sendTo(WritableByteChannel target) throws IOException {
        long sent = content.transferTo(position, remaining, target);
        if (sent == 0 && content.size() < position + remaining) {
            throw new IOException(open + " has become shorter than what was to be read of it");
        }
        position += sent;
        remaining -= (int) sent;
        return sent;
    }

    @Override
    public void close() {
        open.closeLater();
        atEnd.run();
    }
}
