package org.nfs41.state.deleg;

import org.nfs41.state.open.Share;
import org.nfs41.xdr.op.OpenShare;

import java.util.List;

/**
 * Who is given delegations as far as that is a matter of taste. What must not be given, {@link
 * org.nfs41.state.open.DelegationTable} knows.
 */
public enum DelegationPolicy {
    /** Nobody. */
    OFF,

    /**
     * Who opens a file to read it gets a read delegation, a write delegation only who asks for one:
     * with it every other client that just looks at the file has to wait until it is back.
     */
    CONSERVATIVE,

    /** Who opens a file to write it gets a write delegation as well, without asking. */
    EAGER;

    private static final List<DelegationKind> NONE = List.of();
    private static final List<DelegationKind> READ = List.of(DelegationKind.READ);
    private static final List<DelegationKind> WRITE = List.of(DelegationKind.WRITE);
    private static final List<DelegationKind> EITHER =
            List.of(DelegationKind.WRITE, DelegationKind.READ);

    /**
     * Which delegation may come with an open, the best first.
     *
     * @param access what the file is opened for: bits of {@link Share}
     * @param want {@code OPEN4_SHARE_ACCESS_WANT_*}, without other bits
     */
    public List<DelegationKind> kinds(int access, int want) {
        if (this == OFF) {
            return NONE;
        }
        return switch (want) {
            case OpenShare.ACCESS_WANT_READ_DELEG -> READ;
            case OpenShare.ACCESS_WANT_WRITE_DELEG -> WRITE;
            case OpenShare.ACCESS_WANT_ANY_DELEG -> EITHER;
            case OpenShare.ACCESS_WANT_NO_PREFERENCE -> unasked(access);
            default -> NONE;
        };
    }

    private List<DelegationKind> unasked(int access) {
        boolean writes = (access & Share.WRITE) != 0;
        if (writes) {
            // a read delegation would tell a writer nothing: it knows of its own changes
            return this == EAGER ? WRITE : NONE;
        }
        return READ;
    }

    /**
     * How long a file is given to nobody after a delegation of it was in another client's way: its
     * next user would only meet the next recall (RFC 8881 section 10.4).
     *
     * @return nanoseconds
     */
    public long pauseNanos(long leaseNanos) {
        return this == EAGER ? leaseNanos / EAGER_PAUSES : leaseNanos;
    }

    /** Of a lease, how many pauses fit in; long enough for who waited with DELAY to come first. */
    private static final int EAGER_PAUSES = 3;
}
