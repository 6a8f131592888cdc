package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * What the state ids are good for. The successful result of TEST_STATEID, RFC 8881 section 18.48.
 *
 * @param statusCodes one status for each, in the order of the request
 */
public record TestStateIdResOk(List<NfsStatus> statusCodes) implements ResOp {
    /** Copies the lists. */
    public TestStateIdResOk {
        statusCodes = List.copyOf(statusCodes);
    }

    /** Reads what follows the status. */
    public static TestStateIdResOk decodeBody(XdrReader in) throws XdrException {
        return new TestStateIdResOk(in.readList(Limits.MESSAGE, NfsStatus::decode));
    }

    @Override
    public Operation op() {
        return Operation.TEST_STATEID;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeList(statusCodes, NfsStatus::encode);
    }
}
