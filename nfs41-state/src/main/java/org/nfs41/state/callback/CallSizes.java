package org.nfs41.state.callback;

import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.Set;

/** What of a call a backchannel has room for, as its client has said (RFC 8881 section 18.36.3). */
final class CallSizes {
    /** CB_SEQUENCE and the operation. */
    static final int OPERATIONS = 2;

    /** RPC's call header with two empty authenticators. */
    private static final int CALL_HEADER_BYTES = 10 * Integer.BYTES;

    /** Stamp, lengths of name and group list, two ids. */
    private static final int AUTH_SYS_BYTES = 5 * Integer.BYTES;

    /**
     * RPC's reply header, CB_COMPOUND's status, empty tag and count, CB_SEQUENCE's result and that
     * of an operation with no more to say than its status.
     */
    private static final int SMALL_REPLY_BYTES = (6 + 3 + 2 + 4 + 4 + 2) * Integer.BYTES;

    /** What happens twice if the client executes it twice; none has more than a status to say. */
    private static final Set<CallbackOperation> NOT_IDEMPOTENT =
            Set.of(
                    CallbackOperation.CB_NOTIFY,
                    CallbackOperation.CB_PUSH_DELEG,
                    CallbackOperation.CB_RECALL_ANY,
                    CallbackOperation.CB_WANTS_CANCELLED,
                    CallbackOperation.CB_NOTIFY_DEVICEID);

    private CallSizes() {}

    /** Whether calls can be made at all on such a channel. */
    static boolean possible(ChannelAttributes channel) {
        return channel.maxRequests() != 0
                && Integer.compareUnsigned(channel.maxOperations(), OPERATIONS) >= 0;
    }

    /** Whether the client may execute the operation again as if for the first time. */
    static boolean isIdempotent(CallbackOperation operation) {
        return !NOT_IDEMPOTENT.contains(operation);
    }

    /**
     * Whether the client is to keep its reply. It need not for what may be executed again, and
     * cannot if it has offered no room for that: then it would refuse the call.
     */
    static boolean cached(CallbackOperation operation, ChannelAttributes channel) {
        return !isIdempotent(operation)
                && Integer.compareUnsigned(channel.maxResponseSizeCached(), SMALL_REPLY_BYTES) >= 0;
    }

    /** Whether the whole RPC call is no larger than the client accepts. */
    static boolean fits(
            CbCompoundArgs compound, CallbackSecParms security, ChannelAttributes channel) {
        return room(compound, security, channel) >= 0;
    }

    /** How many bytes the RPC call could have more; negative if it is too large already. */
    static int room(CbCompoundArgs compound, CallbackSecParms security, ChannelAttributes channel) {
        XdrWriter out = new XdrWriter();
        compound.encode(out);
        int bytes = CALL_HEADER_BYTES + credentialBytes(security) + out.position();
        long most = Integer.toUnsignedLong(channel.maxRequestSize());
        return (int) Math.min(most - bytes, Integer.MAX_VALUE);
    }

    private static int credentialBytes(CallbackSecParms security) {
        if (security instanceof CallbackSecParms.Sys(AuthSysParms sys)) {
            int name = (sys.machineName().length() + 3) / Integer.BYTES * Integer.BYTES;
            return AUTH_SYS_BYTES + name + sys.gids().size() * Integer.BYTES;
        }
        return 0;
    }
}
