package org.nfs41.server;

import org.nfs41.ops.fs.FileRegion;
import org.nfs41.rpc.ReplyTail;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The part of a file that a reply ends in, for the connection that sends it. */
record RegionTail(FileRegion region) implements ReplyTail {
    @Override
    public int remaining() {
        return region.remaining();
    }

    @Override
    public long writeTo(WritableByteChannel target) throws IOException {
        return region.sendTo(target);
    }

    @Override
    public void close() {
        region.close();
    }
}
