package org.nfs41.ops;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** Answers COMPOUND requests (RFC 8881 section 16.2). */
@FunctionalInterface
public interface CompoundProcessor {
    /**
     * Executes one COMPOUND and writes its whole result.
     *
     * @param cx has begun; used by this call alone
     * @param args at the COMPOUND's arguments, up to the end of the RPC message
     * @param out takes the COMPOUND's result at its position
     * @throws XdrException if not even tag, minor version and operation count decode; nothing has
     *     been executed then, and the RPC layer answers GARBAGE_ARGS
     */
    void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException;
}
