package org.nfs41.xdr.cb;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The result of a callback operation (RFC 8881 section 20): a record for each one that has more to
 * say than its status, and {@link CbStatusOnly} for all others.
 */
public sealed interface CbResOp permits CbGetAttrResOk, CbSequenceResOk, CbStatusOnly {
    /** Which operation it is. */
    CallbackOperation op();

    /** What became of it. */
    NfsStatus status();

    /** Writes what follows the status. */
    void encodeBody(XdrWriter out);

    /** Writes operation number, status and what follows it. */
    default void encode(XdrWriter out) {
        out.writeInt(op().value());
        out.writeInt(status().value());
        encodeBody(out);
    }

    /**
     * Reads operation number, status and what follows it. An error of an operation that is not
     * known counts as one without anything after the status, as almost all are; a success of one
     * cannot be read.
     */
    static CbResOp decode(XdrReader in) throws XdrException {
        return CbResDecoders.decode(in);
    }
}
