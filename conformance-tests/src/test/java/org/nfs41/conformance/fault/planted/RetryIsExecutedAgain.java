package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.SlotNumbers;
import org.nfs41.server.ServerHooks;

/** A retry is given to the slot as if it were the next request. */
public final class RetryIsExecutedAgain extends Fault {
    /** As {@link Fault} asks. */
    public RetryIsExecutedAgain() {
        super("retry-is-executed-again", "B-001", "a retry is executed a second time", "SEQ-002");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.around(
                new SlotNumbers((request, asked, last) ->
                        last != null && last.isRepeatedBy(asked) ? last.next() : null));
    }
}
