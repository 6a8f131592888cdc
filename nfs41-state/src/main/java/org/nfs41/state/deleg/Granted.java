package org.nfs41.state.deleg;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;

/** What came of a wish for a delegation. */
public sealed interface Granted {
    /**
     * There is one.
     *
     * @param recalled whether it is to be returned at once, as one that was reclaimed may have to
     *     be (RFC 8881 section 10.2.1)
     * @param isNew whether it was not there before, as it is when it is reclaimed with each of
     *     several opens
     */
    record Yes(StateId stateId, DelegationKind kind, boolean recalled, boolean isNew)
            implements Granted {}

    /**
     * There is none.
     *
     * @param why what the client is told if it has spoken of delegations
     * @param held what it has already, or null
     */
    record No(WhyNoDelegation why, @Nullable DelegationKind held) implements Granted {
        /** None, as others use the file in a way that forbids it, or have just done so. */
        public static final No CONTENTION = new No(WhyNoDelegation.CONTENTION, null);

        /** None, as there are too many, or the client cannot be relied on. */
        public static final No RESOURCE = new No(WhyNoDelegation.RESOURCE, null);
    }
}
