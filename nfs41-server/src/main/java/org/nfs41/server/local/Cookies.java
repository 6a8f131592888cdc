package org.nfs41.server.local;

/**
 * The cookies of directory entries are the host's positions ({@code d_off}): they stay as they are
 * while others come and go. Positions 0 to 2, which are reserved as cookies (RFC 8881 section
 * 18.23.3), are found behind the entries {@code .} and {@code ..} only; should a host have them
 * elsewhere they become numbers that none is known to use.
 */
final class Cookies {
    /** What comes with the cookies of every directory. */
    static final long VERIFIER = 0x6e66_7334_316c_6f63L;

    private static final long RESERVED = 3;

    /** Just below the largest position, which several file systems use for the end. */
    private static final long IN_PLACE_OF_RESERVED = Long.MAX_VALUE - 15;

    private Cookies() {}

    static long ofPosition(long position) {
        boolean reserved = position >= 0 && position < RESERVED;
        return reserved ? IN_PLACE_OF_RESERVED + position : position;
    }

    /** Where an entry with this cookie ends; 0, the beginning, for cookie 0. */
    static long toPosition(long cookie) {
        long reserved = cookie - IN_PLACE_OF_RESERVED;
        return reserved >= 0 && reserved < RESERVED ? reserved : cookie;
    }

    /** Whether an entry may have this cookie, or it is that of the beginning. */
    static boolean isPossible(long cookie) {
        return cookie == 0 || cookie >= RESERVED;
    }
}
