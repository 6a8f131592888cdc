package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbSequenceArgs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The reply to one call of the server, before it is sent.
 *
 * @param message the RPC reply without record marks
 * @param how what becomes of it
 * @param sequence the CB_SEQUENCE that it answers, null when there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CallbackReply(byte[] message, CallbackAnswer how, @Nullable CbSequenceArgs sequence) {
    /** Longer than any check; no thread waits for ever for a check that has failed. */
    private static final int MAX_SECONDS = 120;

    private static final int FOREIGN_XID = 0x5a5a5a5a;

    static CallbackReply of(
            RpcCall call, CbCompoundArgs compound, CbCompoundRes result, CallbackAnswer how) {
        XdrWriter out = new XdrWriter();
        out.writeInt(how.foreignXid() ? call.xid() ^ FOREIGN_XID : call.xid());
        if (how.body() == null) {
            accepted(out, RpcReply.Outcome.SUCCESS);
            result.encode(out);
        } else {
            how.body().accept(out);
        }
        CbSequenceArgs sequence =
                compound.ops().stream()
                        .filter(CbSequenceArgs.class::isInstance)
                        .map(CbSequenceArgs.class::cast)
                        .findFirst()
                        .orElse(null);
        return new CallbackReply(out.toByteArray(), how, sequence);
    }

    static CallbackReply empty(RpcCall call) {
        return failed(call, RpcReply.Outcome.SUCCESS);
    }

    static CallbackReply failed(RpcCall call, RpcReply.Outcome outcome) {
        XdrWriter out = new XdrWriter();
        out.writeInt(call.xid());
        accepted(out, outcome);
        return new CallbackReply(out.toByteArray(), CallbackAnswer.normal(), null);
    }

    private static void accepted(XdrWriter out, RpcReply.Outcome outcome) {
        out.writeInt(RpcReply.REPLY);
        out.writeInt(0);
        Credential.none().encode(out);
        out.writeInt(outcome.acceptStat());
    }

    /** Waits until the reply may go out; false when that never happens. */
    boolean awaitGate() {
        CountDownLatch gate = how.gate();
        try {
            return gate == null || gate.await(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void send(NfsConnection connection) {
        for (int i = 0; i < how.copies(); i++) {
            connection.reply(message);
        }
        switch (how.end()) {
            case NONE -> {}
            case CUT -> connection.cut();
            case CLOSE -> connection.close();
        }
    }
}
