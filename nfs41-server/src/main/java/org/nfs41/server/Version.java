package org.nfs41.server;

import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

/** The version of this server. */
final class Version {
    static final String TEXT = "0.1.0";

    /** The same as clients are told it (RFC 8881 section 18.35.3). */
    static final NfsImplId IMPLEMENTATION =
            new NfsImplId(
                    Opaque.utf8("nfs41.org"), Opaque.utf8("nfs41 " + TEXT), new NfsTime(0, 0));

    private Version() {}
}
