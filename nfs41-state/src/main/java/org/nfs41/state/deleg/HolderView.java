package org.nfs41.state.deleg;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.StateId;

/**
 * What is known of the content of a file that may be written under a delegation of another client,
 * who need not have told the server (RFC 8881 section 10.4.3).
 */
public sealed interface HolderView<F> {
    /** What the file system says is so: nobody has such a delegation. */
    record AsStored<F>() implements HolderView<F> {}

    /**
     * It has to be asked for: who wants to know is told NFS4ERR_DELAY.
     *
     * @param inquiry to be sent now, or null
     * @param recall to be sent now, as the holder does not answer that; or null
     */
    record Unknown<F>(@Nullable Inquiry<F> inquiry, @Nullable Recall<F> recall)
            implements HolderView<F> {}

    /**
     * What the holder has said.
     *
     * @param size the size of the file as it has it
     * @param modified whether it has said once that it has written, and not written back since
     */
    record Told<F>(long size, boolean modified) implements HolderView<F> {}

    /**
     * To be done: a client is to be asked for the size and change attribute of a file, by
     * CB_GETATTR.
     *
     * @param clientId whose delegation it is
     * @param file the file, as its holder names it
     * @param stateId the delegation
     * @param cause the request that gave it the delegation, or null if it was not given by a reply
     */
    record Inquiry<F>(long clientId, F file, StateId stateId, @Nullable RequestId cause) {}
}
