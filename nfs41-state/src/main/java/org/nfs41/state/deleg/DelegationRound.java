package org.nfs41.state.deleg;

import java.util.List;

/**
 * What the time demands that has passed.
 *
 * @param recalls to be sent again, as their clients have not answered or cannot return yet
 * @param revoked the file of each delegation that was revoked, as it was not returned in time
 */
public record DelegationRound<F>(List<Recall<F>> recalls, List<F> revoked) {}
