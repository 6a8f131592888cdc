package org.nfs41.ops;

import org.nfs41.xdr.Operation;

/**
 * What the COMPOUND interpreter must know of an operation without executing it.
 *
 * @param operation its number
 * @param place where in a COMPOUND it may stand
 * @param needsCurrentFilehandle whether it fails with {@code NFS4ERR_NOFILEHANDLE} when there is no
 *     current filehandle
 * @param changes whether it fails with {@code NFS4ERR_ROFS} wherever its client may change nothing;
 *     OPEN and OPENATTR, which change something only if asked to, look for themselves
 * @param errorBody what a result with an error status carries besides the status
 * @param resultBytes room that must be left in the reply before the operation may start, in bytes
 *     after the status; for an operation that changes something this bounds its result, so that no
 *     effect is ever lost to {@code NFS4ERR_REP_TOO_BIG} (RFC 8881 section 2.10.6.4); 0 for one
 *     that can be undone by dropping its result
 */
public record OperationRule(
        Operation operation,
        Place place,
        boolean needsCurrentFilehandle,
        boolean changes,
        ErrorBody errorBody,
        int resultBytes) {

    /** Where an operation may stand in a COMPOUND (RFC 8881 sections 2.10.6.4, 15.1.3, 18.46.3). */
    public enum Place {
        /** First only: SEQUENCE. */
        FIRST,
        /** Behind a SEQUENCE only. */
        IN_SESSION,
        /** Behind a SEQUENCE, or as the only operation of a COMPOUND without one. */
        IN_SESSION_OR_ALONE,
        /** As the only operation of a COMPOUND. */
        ALONE,
        /** Nowhere: of NFSv4.0, and never to be implemented (RFC 8881 section 8.8). */
        NOWHERE
    }

    /** What follows the status in a result that is an error. */
    public enum ErrorBody {
        /** Nothing. */
        NONE,
        /** Something that the handler writes, for one certain status; nothing for others. */
        FOR_ONE_STATUS,
        /** A bitmap for every status: what SETATTR has set before it failed. */
        BITMAP
    }
}
