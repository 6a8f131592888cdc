package org.nfs41.state;

/**
 * How long silent clients keep what they have.
 *
 * @param leaseNanos how long nobody can take it from them (RFC 8881 section 8.3), at least 1
 * @param courtesyNanos how much longer they keep it unless somebody needs it (section 8.4.3); 0
 *     ends them as soon as the lease has lapsed
 */
public record LeaseTerms(long leaseNanos, long courtesyNanos) {
    public LeaseTerms {
        if (leaseNanos < 1 || courtesyNanos < 0 || leaseNanos + courtesyNanos < 0) {
            throw new IllegalArgumentException(
                    "lease of " + leaseNanos + " ns, courtesy of " + courtesyNanos + " ns");
        }
    }

    /** A lease without courtesy. */
    public static LeaseTerms strict(long leaseNanos) {
        return new LeaseTerms(leaseNanos, 0);
    }
}
