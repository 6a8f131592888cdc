package org.nfs41.conformance.fault;

import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

/** Stands around the server's COMPOUND and may change what goes in and what comes out. */
public interface CompoundFilter {
    /** What the server gets to see instead of {@code request}. */
    default CompoundArgs request(CompoundArgs request) {
        return request;
    }

    /** What the client gets to see instead of {@code reply}. */
    default CompoundRes reply(CompoundArgs request, CompoundRes reply) {
        return reply;
    }
}
