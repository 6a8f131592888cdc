package org.nfs41.server.local;

import org.nfs41.xdr.NfsStatus;

/**
 * What cannot be done, with what the client is told. It never leaves the package: there it is a
 * status like any other. It has no stack trace, as nothing went wrong in the server.
 */
final class HostException extends Exception {
    private final NfsStatus status;

    HostException(NfsStatus status) {
        super(status.toString(), null, false, false);
        this.status = status;
    }

    NfsStatus status() {
        return status;
    }

    /** Passes on what a function of {@link Libc} returned, unless that is an error. */
    static int check(int result) throws HostException {
        if (result < 0) {
            throw new HostException(Errno.status(-result));
        }
        return result;
    }

    /** Passes on what a function of {@link Libc} returned, unless that is an error. */
    static long check(long result) throws HostException {
        if (result < 0) {
            throw new HostException(Errno.status((int) -result));
        }
        return result;
    }
}
