package org.nfs41.conformance.check;

/** How binding a rule is (RFC 2119), hence what breaking it counts as. */
public enum Level {
    /** Breaking it is a FAIL. */
    MUST,
    /** Breaking it is a WARN. */
    SHOULD
}
