package org.nfs41.conformance.linux;

import java.io.IOException;

/** A script on a Linux client did not end in time. The message has its output so far. */
final class ScriptTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    ScriptTimeoutException(String message) {
        super(message);
    }
}
