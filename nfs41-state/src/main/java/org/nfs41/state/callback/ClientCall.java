package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.cb.CbArgOp;

import java.util.function.BooleanSupplier;

/**
 * What a client is to be told, without the CB_SEQUENCE before it.
 *
 * @param operation the one operation of the CB_COMPOUND behind its CB_SEQUENCE; owns its bytes
 * @param cause the client's request whose reply gives the client what the call is about, or null if
 *     there is none. As long as the client may not have seen that reply the call names it as a
 *     referring call (RFC 8881 section 2.10.6.3).
 * @param isWanted whether there is still a reason for it: what it is about may have come to an end
 *     while it waited, and once it has it must stay so. Asked by the thread that sends, so that it
 *     must take no lock, before each time but those when the client may have got it already.
 */
public record ClientCall(CbArgOp operation, @Nullable RequestId cause, BooleanSupplier isWanted) {
    /** One that is wanted whatever happens. */
    public ClientCall(CbArgOp operation, @Nullable RequestId cause) {
        this(operation, cause, () -> true);
    }

    /** The same for another operation. */
    public ClientCall with(CbArgOp other) {
        return new ClientCall(other, cause, isWanted);
    }
}
