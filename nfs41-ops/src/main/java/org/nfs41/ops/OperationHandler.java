package org.nfs41.ops;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * One NFSv4.1 operation, as the {@link CompoundInterpreter} calls it.
 *
 * <p>A handler keeps no state of a request; one instance serves all threads at once.
 */
@FunctionalInterface
public interface OperationHandler {
    /**
     * Decodes the operation's arguments, carries it out and encodes what follows the status.
     *
     * <p>The operation's number and room for its status have been written already. What a handler
     * writes before it returns an error is dropped, except for the operations whose error results
     * have a body ({@link OperationRule#errorBody()}).
     *
     * @param cx the COMPOUND in execution; not to be kept
     * @param args at the operation's arguments; views of its buffer must be detached to be kept
     * @param result takes the result's body; may overflow (see {@link
     *     org.nfs41.xdr.XdrOverflowException}) only where nothing has been changed yet
     * @return the operation's status
     * @throws XdrException if the arguments do not decode, which becomes {@code NFS4ERR_BADXDR}
     */
    NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result) throws XdrException;
}
