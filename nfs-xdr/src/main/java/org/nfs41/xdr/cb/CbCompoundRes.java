package org.nfs41.xdr.cb;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * A whole reply, {@code CB_COMPOUND4res} (RFC 8881 section 19.2).
 *
 * @param status the status of the last operation that was carried out
 * @param tag repeats the request's
 * @param results the results of the operations, up to and including the first that failed
 */
public record CbCompoundRes(NfsStatus status, Opaque tag, List<CbResOp> results) {
    /** Copies the list. */
    public CbCompoundRes {
        results = List.copyOf(results);
    }

    /** Reads one. */
    public static CbCompoundRes decode(XdrReader in) throws XdrException {
        return new CbCompoundRes(
                NfsStatus.decode(in),
                in.readOpaque(Limits.TAG),
                in.readList(Limits.MESSAGE, CbResOp::decode));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        status.encode(out);
        out.writeOpaque(tag);
        out.writeList(results, CbResOp::encode);
    }
}
