package org.nfs41.conformance.client;

/**
 * What a server has to keep to when it calls its client; a breach is a violation of one of them.
 */
public enum CallbackRule {
    /** An RPC call of version 2 whose arguments are valid XDR. */
    FORM,
    /** The program of the session (RFC 8881 section 18.36.3), version 1 or 4. */
    PROGRAM,
    /** One of the credentials that the client offered (section 18.36.3). */
    CREDENTIAL,
    /** CB_COMPOUND of minor version 1 with CB_SEQUENCE once and first (section 20.9.3). */
    COMPOUND,
    /** A session that this client has (section 20.9.3). */
    SESSION,
    /** A connection that is bound to the session's backchannel (section 2.10.3.1). */
    CONNECTION,
    /** One of the slots that were negotiated (section 2.10.6.1). */
    SLOT,
    /**
     * The sequence id after the one before, one call at a time for each slot (section 2.10.6.1).
     */
    SEQUENCE,
    /** A retry repeats the call with all its arguments (section 2.10.6.1.3.1). */
    RETRY,
    /**
     * A retry comes only when the connection was lost (section 2.10.6.2); one check asks for it.
     */
    EARLY_RETRY,
    /** csa_highest_slotid is the highest slot in use (section 2.10.6.1). */
    HIGHEST_SLOT,
    /** No more bytes and operations than the backchannel takes (section 18.36.3). */
    SIZE,
    /** csa_cachethis only where the client said that it caches (section 18.36.3). */
    CACHE,
    /** Referring calls are requests that the client has sent (section 20.9.3). */
    REFERRING,
    /** Recalled is what the client has been given (section 20.2.3). */
    HELD
}
