package org.nfs41.conformance.check;

import java.util.Locale;

/** What a check needs beyond one connection and a session. Each is a tag for selection, too. */
public enum Need {
    /** Makes files or directories in the export. */
    FILES,
    /** Opens more than one connection. */
    CONNECTIONS,
    /** Acts as two users; the second is not the superuser. */
    USERS,
    /** Answers calls of the server. */
    CALLBACK,
    /** Is given a delegation, which is the server's choice. */
    DELEGATION,
    /** Waits for longer than a lease. */
    LEASE,
    /** Looks for something in an export that is read-only. */
    READ_ONLY_EXPORT,
    /** Fills an export that is named for that. */
    SMALL_EXPORT,
    /** Mounts the server on a Linux machine. */
    MACHINE,
    /** Mounts the server on two Linux machines. */
    TWO_MACHINES,
    /** Has the server restarted; runs alone. */
    RESTART,
    /** Repeats something many times to meet a race. */
    RACE,
    /** Sends a great many requests or large ones; runs alone. */
    LOAD;

    /** The tag, lower case. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
