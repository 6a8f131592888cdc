package org.nfs41.benchmarks.load;

import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.SequenceArgs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests on slot 0 of a session, one after the other, while there is no load on it. */
final class SessionControl {
    private final Control control;
    private final SessionId session;
    private int sequenceId;

    /** With the last sequence id that was used on the slot. */
    SessionControl(Control control, SessionId session, int sequenceId) {
        this.control = control;
        this.session = session;
        this.sequenceId = sequenceId;
    }

    /** The last sequence id that was used on the slot. */
    int sequenceId() {
        return sequenceId;
    }

    /**
     * Sends SEQUENCE and these operations, also again while the server wants it to be later.
     *
     * @param what it is for, for the user
     * @throws SetUpFailure if it fails
     */
    CompoundRes call(String what, List<ArgOp> ops) throws IOException, SetUpFailure {
        return control.patiently(what, () -> once(ops));
    }

    private CompoundRes once(List<ArgOp> ops) throws IOException, SetUpFailure {
        List<ArgOp> all = new ArrayList<>();
        all.add(new SequenceArgs(session, sequenceId + 1, 0, 0, false));
        all.addAll(ops);
        CompoundRes reply = control.call(all);
        if (!reply.results().isEmpty() && reply.results().getFirst().status().isOk()) {
            sequenceId++;
        }
        return reply;
    }
}
