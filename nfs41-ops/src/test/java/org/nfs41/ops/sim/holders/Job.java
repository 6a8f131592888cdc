package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundRes;

import java.util.List;
import java.util.function.Consumer;

/** What a client wants of the server, until it has an answer other than NFS4ERR_DELAY. */
final class Job {
    final List<ArgOp> ops;

    /** Gets the answer, or null if it is lost with the session. */
    final Consumer<@Nullable CompoundRes> receiver;

    /** When the server first asked to come again; -1 if it has not. */
    long delayedSince = -1;

    Job(List<ArgOp> ops, Consumer<@Nullable CompoundRes> receiver) {
        this.ops = ops;
        this.receiver = receiver;
    }
}
