package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * The security flavors that are accepted; there is no current filehandle afterwards. The successful
 * result of SECINFO, RFC 8881 section 18.29.
 *
 * @param flavors the flavors, the best liked first
 */
public record SecInfoResOk(List<SecInfo> flavors) implements ResOp {
    /** Copies the lists. */
    public SecInfoResOk {
        flavors = List.copyOf(flavors);
    }

    /** Reads what follows the status. */
    public static SecInfoResOk decodeBody(XdrReader in) throws XdrException {
        return new SecInfoResOk(in.readList(Limits.MESSAGE, SecInfo::decode));
    }

    @Override
    public Operation op() {
        return Operation.SECINFO;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeList(flavors, SecInfo::encode);
    }
}
