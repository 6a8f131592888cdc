package org.nfs41.state.deleg;

import org.nfs41.state.open.Share;

/** How an operation of one client gets in the way of what others hold by delegations. */
public enum Interference {
    /** It only has to see the file as it is: what a writer keeps to itself must come first. */
    READING,

    /** It changes the file, its attributes or its names, or keeps others from reading it. */
    CHANGING;

    /**
     * That of an open as long as it lasts. One that denies reading changes what a reader may do by
     * itself; one that denies only writing does not (RFC 8881 section 10.4).
     *
     * @param access bits of {@link Share}
     * @param deny bits of {@link Share}
     */
    public static Interference of(int access, int deny) {
        boolean reads = (access & Share.WRITE) == 0 && (deny & Share.READ) == 0;
        return reads ? READING : CHANGING;
    }
}
