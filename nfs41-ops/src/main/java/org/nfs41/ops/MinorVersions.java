package org.nfs41.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundHeader;

import java.util.Map;

/**
 * Hands each COMPOUND to what speaks its minor version, and answers {@code
 * NFS4ERR_MINOR_VERS_MISMATCH} where there is none (RFC 8881 section 16.2.3). The minor versions
 * know nothing of each other.
 *
 * <p>Safe for use by any number of threads.
 */
public final class MinorVersions implements CompoundProcessor {
    /** There are 0 to 2; those to come need no more than a larger number here. */
    private static final int MOST = 8;

    private final @Nullable CompoundProcessor[] processors = new CompoundProcessor[MOST];

    /**
     * A server that speaks these minor versions.
     *
     * @param processors by minor version, each from 0 to 7; they get the COMPOUND from its first
     *     byte on
     */
    public MinorVersions(Map<Integer, CompoundProcessor> processors) {
        processors.forEach((version, processor) -> this.processors[version] = processor);
    }

    @Override
    public void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException {
        int start = args.position();
        int version = CompoundHeader.minorVersion(args);
        args.position(start);
        CompoundProcessor processor = version >= 0 && version < MOST ? processors[version] : null;
        if (processor != null) {
            processor.execute(cx, args, out);
            return;
        }
        CompoundHeader header = CompoundHeader.decode(args);
        cx.frame()
                .open(out, header.tag(), cx.replyHeaderBytes())
                .close(out, NfsStatus.MINOR_VERS_MISMATCH, 0);
    }
}
