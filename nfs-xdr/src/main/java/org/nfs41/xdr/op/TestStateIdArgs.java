package org.nfs41.xdr.op;

import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/**
 * Asks which state ids are still good. The arguments of TEST_STATEID, RFC 8881 section 18.48.
 *
 * @param stateIds the state ids
 */
public record TestStateIdArgs(List<StateId> stateIds) implements ArgOp {
    /** Copies the lists. */
    public TestStateIdArgs {
        stateIds = List.copyOf(stateIds);
    }

    /** Reads what follows the operation number. */
    public static TestStateIdArgs decodeBody(XdrReader in) throws XdrException {
        return new TestStateIdArgs(in.readList(Limits.MESSAGE, StateId::decode));
    }

    @Override
    public Operation op() {
        return Operation.TEST_STATEID;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeList(stateIds, StateId::encode);
    }
}
