package org.nfs41.state.open;

/**
 * A share reservation: what an open may do and what it denies to all others (RFC 8881 section 9.7).
 *
 * @param access {@link #READ}, {@link #WRITE} or both of them
 * @param deny what others may not do: any combination of the same two bits
 */
public record Share(int access, int deny) {
    /** Reading: {@code OPEN4_SHARE_ACCESS_READ} and {@code OPEN4_SHARE_DENY_READ}. */
    public static final int READ = 1;

    /** Writing: {@code OPEN4_SHARE_ACCESS_WRITE} and {@code OPEN4_SHARE_DENY_WRITE}. */
    public static final int WRITE = 2;

    /** Both. */
    public static final int BOTH = READ | WRITE;

    /** Neither: only a deny mode can be this. */
    public static final int NONE = 0;

    /** Whether both are values that the protocol knows; an open without access is not. */
    public boolean isValid() {
        return access >= READ && access <= BOTH && deny >= NONE && deny <= BOTH;
    }

    Share union(Share other) {
        return new Share(access | other.access, deny | other.deny);
    }
}
