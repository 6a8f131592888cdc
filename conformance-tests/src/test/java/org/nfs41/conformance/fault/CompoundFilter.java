package org.nfs41.conformance.fault;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

/** Stands around the server's COMPOUND and may change what goes in and what comes out. */
public interface CompoundFilter {
    /**
     * What the client gets without the server having seen {@code request}; null when the server is
     * to see it.
     */
    default @Nullable CompoundRes instead(CompoundArgs request) {
        return null;
    }

    /** What the server gets to see instead of {@code request}. */
    default CompoundArgs request(CompoundArgs request) {
        return request;
    }

    /** What the client gets to see instead of {@code reply}. */
    default CompoundRes reply(CompoundArgs request, CompoundRes reply) {
        return reply;
    }
}
