package org.nfs41.state.callback;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.ClientTable;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.List;

/** Which requests a call refers to (RFC 8881 section 2.10.6.3). */
final class Referring {
    private Referring() {}

    /**
     * The cause as a referring call, as long as its client may not have seen the reply: until it
     * uses the slot again. A slot that has been retired keeps its sequence id, so that a cause is
     * named once too often there but never too seldom; a client that has the reply ignores that.
     */
    static List<ReferringCallList> to(@Nullable RequestId cause, ClientTable table, long clientId) {
        if (cause == null) {
            return List.of();
        }
        Session session = table.find(cause.sessionId().high(), cause.sessionId().low());
        if (session == null || session.client().clientId() != clientId) {
            return List.of();
        }
        Slot slot = session.slot(cause.slotId());
        return slot == null || slot.sequenceId() != cause.sequenceId()
                ? List.of()
                : List.of(
                        new ReferringCallList(
                                cause.sessionId(),
                                List.of(new ReferringCall(cause.sequenceId(), cause.slotId()))));
    }
}
