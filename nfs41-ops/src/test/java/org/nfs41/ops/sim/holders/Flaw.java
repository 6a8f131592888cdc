package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.sim.World;
import org.nfs41.state.KnownClient;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.Effect;
import org.nfs41.state.open.DelegationConflicts;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.util.List;

/** What may be wrong in the server of one run: nothing, unless one of {@link PlantedFault} is. */
class Flaw {
    /** As if a client had obeyed. */
    static final CallOutcome HEARD =
            new CallOutcome.Answered(new CbStatusOnly(CallbackOperation.CB_RECALL, NfsStatus.OK));

    /** How long holders have to return what is recalled. */
    long patience() {
        return World.LEASE;
    }

    /** How long clients have to come back after a restart. */
    long graceNanos() {
        return World.LEASE;
    }

    /** Who may reclaim after a restart. */
    List<KnownClient> mayReclaim(List<KnownClient> remembered) {
        return remembered;
    }

    /** What the machine is asked for in place of a call. */
    ClientCall asked(ClientCall call) {
        return call;
    }

    /** What counts as the outcome of a call that is not made, or null. */
    @Nullable CallOutcome instead(ClientCall call, long now) {
        return null;
    }

    /** What is sent in place of a call. */
    Effect.Send sent(Effect.Send send) {
        return send;
    }

    /** What counts as its reply, or null for none. */
    @Nullable CallReply replied(Effect.Send send, CallReply reply) {
        return reply;
    }

    /** Lets time pass in the midst of an operation. */
    void whileBusy(DelegationConflicts<FileRef> conflicts, Runnable pass) {
        pass.run();
    }

    /** What is answered in place of a reply. */
    CompoundRes answered(CompoundArgs request, CompoundRes reply, HolderServer server) {
        return reply;
    }
}
