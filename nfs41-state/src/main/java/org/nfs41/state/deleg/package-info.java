/**
 * What is said of delegations: their kinds, who disturbs them, who gets them, and what is to be
 * done about one (RFC 8881 sections 10.2 and 10.4).
 *
 * <p>Values and rules only. The delegations themselves are state with state ids like any other, and
 * so {@link org.nfs41.state.open.DelegationTable} has them, beside the opens that they depend on.
 */
@NullMarked
package org.nfs41.state.deleg;

import org.jspecify.annotations.NullMarked;
