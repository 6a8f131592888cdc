package org.nfs41.state;

import org.nfs41.xdr.Opaque;

/**
 * A client as stable storage knows it: one incarnation of one owner.
 *
 * <p>The verifier is part of it because a client that has itself restarted has lost what it held
 * (RFC 8881 section 8.4.1), the principal because a name can be taken by anybody.
 *
 * @param owner co_ownerid, owning its bytes, at most 1024 of them
 * @param verifier co_verifier
 * @param principal who sent the EXCHANGE_ID
 */
public record KnownClient(Opaque owner, long verifier, Principal principal) {}
