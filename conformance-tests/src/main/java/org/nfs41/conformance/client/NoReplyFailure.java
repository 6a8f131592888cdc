package org.nfs41.conformance.client;

/** The server gave no answer to a request that it has to answer: silence or a closed connection. */
public final class NoReplyFailure extends CheckFailure {
    private static final long serialVersionUID = 1L;

    NoReplyFailure(String request, String why) {
        super("reply to " + request, "one", why);
    }
}
