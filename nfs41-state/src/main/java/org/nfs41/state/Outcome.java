package org.nfs41.state;

import org.nfs41.xdr.NfsStatus;

/**
 * What an operation on clients and sessions came to: its result, or the status that tells the peer
 * why there is none.
 */
public sealed interface Outcome<T> {
    /** It was done. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was refused with {@code status}, which is never {@code NFS4_OK}. */
    record Refused<T>(NfsStatus status) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(NfsStatus status) {
        return new Refused<>(status);
    }

    /** {@code NFS4_OK}, or why it was refused. */
    default NfsStatus status() {
        return switch (this) {
            case Done<T> done -> NfsStatus.OK;
            case Refused<T> refused -> refused.status();
        };
    }
}
