package org.nfs41.conformance.wireshark;

import java.util.List;

/**
 * An RPC message of the NFS program as Wireshark reads it.
 *
 * @param frame number of the frame that it ends in, counted from 1
 * @param xid transaction id
 * @param call whether it is a call and not a reply
 * @param operations of a COMPOUND, in order; none for NULL
 */
record Message(int frame, int xid, boolean call, List<Seen> operations) {
    /**
     * An operation or its result.
     *
     * @param name such as {@code SEQUENCE}
     * @param status such as {@code NFS4_OK}; empty in a call
     */
    record Seen(String name, String status) {}
}
