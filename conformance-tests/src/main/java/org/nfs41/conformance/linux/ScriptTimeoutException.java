package org.nfs41.conformance.linux;

import java.io.IOException;

/** A script on a {@link LinuxMachine} did not end in time. The message has its output so far. */
public final class ScriptTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is known of the script. */
    public ScriptTimeoutException(String message) {
        super(message);
    }
}
