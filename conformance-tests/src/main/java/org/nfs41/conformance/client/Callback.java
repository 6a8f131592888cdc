package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.time.Instant;
import java.util.Optional;

/**
 * A call that the server made.
 *
 * @param connection the number of the connection it came on
 * @param call the RPC call
 * @param length its length in bytes, without record marks
 * @param compound what it asks, null for CB_NULL or when it cannot be read
 * @param answer what it is answered, null when that is an RPC error or nothing
 * @param at when it came
 */
public record Callback(
        int connection,
        RpcCall call,
        int length,
        @Nullable CbCompoundArgs compound,
        @Nullable CbCompoundRes answer,
        Instant at) {
    /** The first operation of this type. */
    public <T extends CbArgOp> Optional<T> find(Class<T> type) {
        return compound == null
                ? Optional.empty()
                : compound.ops().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Whether it has an operation of this type. */
    public boolean has(Class<? extends CbArgOp> type) {
        return find(type).isPresent();
    }

    /** Its CB_SEQUENCE. */
    public CbSequenceArgs sequence() {
        return find(CbSequenceArgs.class)
                .orElseThrow(() -> new CheckFailure("a call of the server", "CB_SEQUENCE", "none"));
    }
}
