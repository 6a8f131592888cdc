package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.cb.CbArgOp;

/**
 * What a client is to be told, without the CB_SEQUENCE before it.
 *
 * @param operation the one operation of the CB_COMPOUND behind its CB_SEQUENCE; owns its bytes
 * @param cause the client's request whose reply gives the client what the call is about, or null if
 *     there is none. As long as the client may not have seen that reply the call names it as a
 *     referring call (RFC 8881 section 2.10.6.3).
 */
public record ClientCall(CbArgOp operation, @Nullable RequestId cause) {}
