package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * How one call of the server is answered: rightly, late, never, twice, with any error, or by the
 * end of the connection. Immutable; each method gives a changed copy.
 *
 * @param executed whether the call is executed, which moves its slot on
 * @param copies how many replies are sent
 * @param sequenceStatus what CB_SEQUENCE answers
 * @param status what the operation after CB_SEQUENCE answers, null for what its handler says
 * @param body replaces everything after the xid of the reply, null for a right one
 * @param foreignXid whether the reply carries the xid of no call
 * @param gate opens when the reply may go out, null for at once
 * @param end what becomes of the connection
 * @param target csr_target_highest_slotid, when it is not the highest slot
 */
public record CallbackAnswer(
        boolean executed,
        int copies,
        NfsStatus sequenceStatus,
        @Nullable NfsStatus status,
        @Nullable Consumer<XdrWriter> body,
        boolean foreignXid,
        @Nullable CountDownLatch gate,
        End end,
        OptionalInt target) {
    private static final int MSG_DENIED = 1;
    private static final int AUTH_ERROR = 1;

    /** What becomes of the connection that the call came on. */
    public enum End {
        /** It stays. */
        NONE,
        /** Reset, after the reply if there is one. */
        CUT,
        /** Closed in order, after the reply if there is one. */
        CLOSE
    }

    /** At once and rightly. */
    public static CallbackAnswer normal() {
        return new CallbackAnswer(
                true, 1, NfsStatus.OK, null, null, false, null, End.NONE, OptionalInt.empty());
    }

    /** The operation after CB_SEQUENCE answers this. */
    public static CallbackAnswer status(NfsStatus status) {
        return new CallbackAnswer(
                true, 1, NfsStatus.OK, status, null, false, null, End.NONE, OptionalInt.empty());
    }

    /** CB_SEQUENCE answers this error, so that the slot stays as it is. */
    public static CallbackAnswer sequenceStatus(NfsStatus error) {
        return new CallbackAnswer(
                false, 1, error, null, null, false, null, End.NONE, OptionalInt.empty());
    }

    /** Nothing, although the connection stays. */
    public static CallbackAnswer never() {
        return normal().copies(0);
    }

    /** The same reply two times. */
    public static CallbackAnswer twice() {
        return normal().copies(2);
    }

    /** The connection is reset instead: the call may have been executed or not. */
    public static CallbackAnswer cut() {
        return never().then(End.CUT);
    }

    /** The RPC fails with this accept_stat. */
    public static CallbackAnswer rpcError(RpcReply.Outcome outcome) {
        return raw(out -> {
            out.writeInt(RpcReply.REPLY);
            out.writeInt(0);
            Credential.none().encode(out);
            out.writeInt(outcome.acceptStat());
        });
    }

    /** The RPC is denied with this auth_stat (RFC 5531 section 9). */
    public static CallbackAnswer authError(int authStat) {
        return raw(out -> {
            out.writeInt(RpcReply.REPLY);
            out.writeInt(MSG_DENIED);
            out.writeInt(AUTH_ERROR);
            out.writeInt(authStat);
        });
    }

    /** Any bytes after the xid; the call counts as not executed. */
    public static CallbackAnswer raw(Consumer<XdrWriter> body) {
        return new CallbackAnswer(
                false, 1, NfsStatus.OK, null, body, false, null, End.NONE, OptionalInt.empty());
    }

    /** The same, so many times. */
    public CallbackAnswer copies(int number) {
        return new CallbackAnswer(
                executed, number, sequenceStatus, status, body, foreignXid, gate, end, target);
    }

    /** The same under an xid that no call has. */
    public CallbackAnswer underForeignXid() {
        return new CallbackAnswer(
                executed, copies, sequenceStatus, status, body, true, gate, end, target);
    }

    /** The same, but only when the gate opens. */
    public CallbackAnswer after(CountDownLatch opens) {
        return new CallbackAnswer(
                executed, copies, sequenceStatus, status, body, foreignXid, opens, end, target);
    }

    /** The same, and then the connection ends. */
    public CallbackAnswer then(End how) {
        return new CallbackAnswer(
                executed, copies, sequenceStatus, status, body, foreignXid, gate, how, target);
    }

    /** The same with another csr_target_highest_slotid. */
    public CallbackAnswer withTarget(int highestSlot) {
        return new CallbackAnswer(
                executed,
                copies,
                sequenceStatus,
                status,
                body,
                foreignXid,
                gate,
                end,
                OptionalInt.of(highestSlot));
    }
}
