package org.nfs41.state.deleg;

import java.util.Set;

/**
 * To be done: a client is to be told how many delegations it may have, by CB_RECALL_ANY or
 * CB_RECALLABLE_OBJ_AVAIL.
 *
 * @param clientId who
 * @param many how many of all these kinds together, 0 or more
 * @param kinds what is counted
 */
public record KeepAny(long clientId, int many, Set<DelegationKind> kinds) {}
