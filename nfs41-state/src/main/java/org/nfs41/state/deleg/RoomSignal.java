package org.nfs41.state.deleg;

import java.util.List;

/**
 * To be done: a client that waits for room is to be told that there is some, by
 * CB_RECALLABLE_OBJ_AVAIL (RFC 8881 section 20.7).
 *
 * @param many what it may have then
 * @param wants those of its wants that the call is the answer to; an offer of each has begun
 */
public record RoomSignal<F>(KeepAny many, List<WantTable.Want<F>> wants) {}
