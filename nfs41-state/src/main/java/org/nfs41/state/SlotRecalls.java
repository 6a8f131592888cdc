package org.nfs41.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who is to be asked by CB_RECALL_SLOT to use fewer slots (RFC 8881 section 20.8). Used under the
 * client table's lock.
 */
final class SlotRecalls {
    /** Who has not sent anything for so long does not learn of a new target by a reply soon. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Of each round, so that their replies do not come all at once. */
    private static final int MOST = 256;

    private final Clients clients;

    SlotRecalls(Clients clients) {
        this.clients = clients;
    }

    /** The sessions of silent clients that hold slots which are wanted back. */
    List<SlotRecall> dueLocked(long now) {
        List<SlotRecall> recalls = new ArrayList<>();
        for (ClientRecord record : clients.allLocked()) {
            if (record.lease().silence(now) < SILENCE_NANOS) {
                continue;
            }
            for (Session session : record.sessions()) {
                int target = session.recallSlots(now);
                if (target != SlotTable.NOTHING_TO_RECALL) {
                    recalls.add(new SlotRecall(session.id(), record.clientId(), target));
                }
                if (recalls.size() >= MOST) {
                    return recalls;
                }
            }
        }
        return recalls;
    }
}
