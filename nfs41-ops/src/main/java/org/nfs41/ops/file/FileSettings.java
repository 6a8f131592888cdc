package org.nfs41.ops.file;

import java.util.List;

/**
 * What a server may choose about its file operations.
 *
 * @param leaseSeconds the lease that clients are told of ({@code lease_time}), 1 or more
 * @param maxRead the most bytes that one READ returns, 1 or more
 * @param maxWrite the most bytes that one WRITE is told to carry, 1 or more
 * @param securityFlavors what SECINFO offers, the preferred one first: numbers of RPC
 *     authentication flavors, none of which needs parameters (RPCSEC_GSS does)
 * @param ownerNames which users and groups are named on the wire
 * @param instance another number for each instance of the server: a file system may outlive one,
 *     and its write verifiers must not (RFC 8881 section 18.32.3)
 */
public record FileSettings(
        int leaseSeconds,
        int maxRead,
        int maxWrite,
        List<Integer> securityFlavors,
        OwnerNames ownerNames,
        long instance) {
    /** A mebibyte: what Linux asks for at most; more saves little. */
    public static final int DEFAULT_TRANSFER_BYTES = 1 << 20;

    private static final int AUTH_NONE = 0;
    private static final int AUTH_SYS = 1;

    /** Checks the ranges. */
    public FileSettings {
        if (leaseSeconds < 1 || maxRead < 1 || maxWrite < 1 || securityFlavors.isEmpty()) {
            throw new IllegalArgumentException("settings of file operations are positive");
        }
        securityFlavors = List.copyOf(securityFlavors);
    }

    /** AUTH_SYS and AUTH_NONE, the default sizes, owners by number, and instance 0. */
    public static FileSettings withLease(int leaseSeconds) {
        return new FileSettings(
                leaseSeconds,
                DEFAULT_TRANSFER_BYTES,
                DEFAULT_TRANSFER_BYTES,
                List.of(AUTH_SYS, AUTH_NONE),
                OwnerNames.NUMERIC,
                0);
    }

    /** The same with names for owners. */
    public FileSettings withOwnerNames(OwnerNames names) {
        return new FileSettings(leaseSeconds, maxRead, maxWrite, securityFlavors, names, instance);
    }

    /** The same for another instance of the server. */
    public FileSettings withInstance(long number) {
        return new FileSettings(
                leaseSeconds, maxRead, maxWrite, securityFlavors, ownerNames, number);
    }

    Principals principals() {
        return new Principals(ownerNames);
    }
}
