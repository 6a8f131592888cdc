package org.nfs41.ops;

import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** Answers COMPOUND requests (RFC 8881 section 16.2). */
public interface CompoundProcessor {
    /**
     * Executes one COMPOUND and writes its whole result.
     *
     * @param cx has begun; used by this call alone
     * @param args at the COMPOUND's arguments, up to the end of the RPC message
     * @param out takes the COMPOUND's result at its position
     * @param sizes the sizes of what surrounds arguments and result in their RPC messages
     * @throws XdrException if not even tag, minor version and operation count decode; nothing has
     *     been executed or written then, and the RPC layer answers GARBAGE_ARGS
     */
    void execute(CompoundContext cx, XdrReader args, XdrWriter out, MessageSizes sizes)
            throws XdrException;

    /**
     * What counts towards a channel's size limits besides the COMPOUND itself: limits are on whole
     * RPC messages (RFC 8881 section 18.36.3).
     *
     * @param callHeaderBytes length of the RPC call's header
     * @param replyHeaderBytes length of the RPC reply's header
     */
    record MessageSizes(int callHeaderBytes, int replyHeaderBytes) {}
}
