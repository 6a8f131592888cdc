package org.nfs41.ops.fs;

import org.nfs41.xdr.NfsTime;

/** What a timestamp is to be set to (RFC 8881 section 3.3, {@code settime4}). */
public sealed interface TimeChange {
    /** To the file system's own clock; whoever may write the object may ask for it. */
    record ToNow() implements TimeChange {}

    /** To {@code time}; only the owner may ask for it. */
    record To(NfsTime time) implements TimeChange {}

    /** The one instance of {@link ToNow} that is needed. */
    TimeChange NOW = new ToNow();
}
