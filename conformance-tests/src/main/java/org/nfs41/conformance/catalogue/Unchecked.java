package org.nfs41.conformance.catalogue;

import java.util.Locale;

/** Why no check can show that a server keeps to a {@link Requirement}. */
public enum Unchecked {
    /** It binds clients only. */
    CLIENT("binds clients only"),
    /** Whether it is kept cannot be seen from outside. */
    INVISIBLE("cannot be seen from outside"),
    /** It says what words mean, or repeats what is asked elsewhere. */
    DEFINITION("defines words or repeats what is asked elsewhere"),
    /** It is about layouts. */
    LAYOUTS("is about layouts"),
    /** It takes RPCSEC_GSS. */
    GSS("takes RPCSEC_GSS, which the suite does not speak"),
    /** It takes RDMA. */
    RDMA("takes RDMA, which the suite does not speak"),
    /** It takes a call of the server, and no check has the server make such a call. */
    CALLBACK("takes a call of the server that no check provokes"),
    /** It takes a restart of the server. */
    RESTART("takes a restart of the server"),
    /** It takes several addresses or servers. */
    ADDRESSES("takes several addresses or servers");

    private final String reason;

    Unchecked(String reason) {
        this.reason = reason;
    }

    /** What to say after the name of the requirement. */
    public String reason() {
        return reason;
    }

    /** The one that the catalogue means by {@code word}. */
    static Unchecked of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
