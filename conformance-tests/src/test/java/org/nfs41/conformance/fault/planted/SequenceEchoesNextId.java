package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.op.SequenceResOk;

/** SEQUENCE does not repeat the request's sequence id. */
public final class SequenceEchoesNextId extends Fault {
    /** As {@link Fault} asks. */
    public SequenceEchoesNextId() {
        super(
                "sequence-echoes-next-id",
                "",
                "sr_sequenceid is one more than sa_sequenceid",
                "SEQ-001");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        SequenceResOk.class,
                        ok ->
                                new SequenceResOk(
                                        ok.sessionId(),
                                        ok.sequenceId() + 1,
                                        ok.slotId(),
                                        ok.highestSlotId(),
                                        ok.targetHighestSlotId(),
                                        ok.statusFlags())));
    }
}
