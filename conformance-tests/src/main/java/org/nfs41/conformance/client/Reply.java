package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;

import java.util.List;
import java.util.Optional;

/** The answer to an {@link Exchange}: the RPC reply and, if there is one, the COMPOUND in it. */
public final class Reply {
    private final Exchange exchange;
    private final RpcReply rpc;
    private final byte[] record;
    private final @Nullable CompoundRes compound;
    private final @Nullable String problem;
    private final boolean zeroPadding;

    private Reply(
            Exchange exchange,
            RpcReply rpc,
            byte[] record,
            @Nullable CompoundRes compound,
            @Nullable String problem,
            boolean zeroPadding) {
        this.exchange = exchange;
        this.rpc = rpc;
        this.record = record;
        this.compound = compound;
        this.problem = problem;
        this.zeroPadding = zeroPadding;
    }

    static Reply of(Exchange exchange, RpcReply rpc, byte[] record) {
        if (!rpc.isSuccess() || exchange.call().procedure() != RpcCall.PROC_COMPOUND) {
            return new Reply(exchange, rpc, record, null, null, true);
        }
        // a check of its own judges the padding, so that no other check ends for it
        XdrReader reader = new XdrReader(rpc.body()).acceptAnyPadding();
        try {
            CompoundRes decoded = CompoundRes.decode(reader);
            String rest = reader.remaining() + " bytes after the last result";
            String problem = reader.remaining() == 0 ? null : rest;
            return new Reply(exchange, rpc, record, decoded, problem, reader.isPaddingZero());
        } catch (XdrException e) {
            String problem = "no valid XDR: " + e.getMessage();
            return new Reply(exchange, rpc, record, null, problem, reader.isPaddingZero());
        }
    }

    /** The request that this answers. */
    public Exchange exchange() {
        return exchange;
    }

    /** The RPC level of the reply. */
    public RpcReply rpc() {
        return rpc;
    }

    /** The message as received, without record marks. */
    public byte[] record() {
        return record.clone();
    }

    /** Its length in bytes: what {@code ca_maxresponsesize} limits. */
    public int length() {
        return record.length;
    }

    /** Why the results are not the XDR of a COMPOUND4res, null when they are or there are none. */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * Whether each opaque and string of the results is padded with zeros, attribute values aside.
     */
    public boolean isPaddingZero() {
        return zeroPadding;
    }

    /** Whether there are results of a COMPOUND that could be read. */
    public boolean hasCompound() {
        return compound != null;
    }

    /**
     * The COMPOUND's results.
     *
     * @throws CheckFailure when the RPC was refused or the bytes cannot be read
     */
    public CompoundRes compound() {
        CompoundRes res = compound;
        if (res == null) {
            String got = problem == null ? "RPC " + rpc.outcome() + ' ' + rpc.detail() : problem;
            throw new CheckFailure("reply to " + exchange.title(), "results of a COMPOUND", got);
        }
        return res;
    }

    /** The COMPOUND's status: that of the last operation that was executed. */
    public NfsStatus status() {
        return compound().status();
    }

    /** Whether every operation succeeded. */
    public boolean isOk() {
        return status().equals(NfsStatus.OK);
    }

    /** The results in the order of the operations. */
    public List<ResOp> results() {
        return compound().results();
    }

    /** The result of the operation at {@code index}, counted from 0, SEQUENCE included. */
    public ResOp result(int index) {
        List<ResOp> results = results();
        if (index >= results.size()) {
            throw new CheckFailure(
                    "reply to " + exchange.title(),
                    "a result at position " + index,
                    results.size() + " results, status " + Describe.status(status()));
        }
        return results.get(index);
    }

    /** The result at {@code index} as {@code type}: with a success body, only if it succeeded. */
    public <T extends ResOp> T result(int index, Class<T> type) {
        return cast(result(index), type);
    }

    /** The first result of {@code type}; for reply bodies, the first that succeeded. */
    public <T extends ResOp> T result(Class<T> type) {
        Optional<T> found = results().stream().filter(type::isInstance).map(type::cast).findFirst();
        return found.orElseThrow(() ->
                new CheckFailure(
                        "reply to " + exchange.title(),
                        type.getSimpleName(),
                        "status " + Describe.status(status())));
    }

    private <T extends ResOp> T cast(ResOp result, Class<T> type) {
        if (!type.isInstance(result)) {
            throw new CheckFailure(
                    "result of " + result.op(), type.getSimpleName(), Describe.of(result));
        }
        return type.cast(result);
    }

    /** Whether there is a first result, of SEQUENCE, and it is NFS4_OK. */
    public boolean sequenceSucceeded() {
        List<ResOp> results = results();
        return !results.isEmpty()
                && results.getFirst().op().equals(Operation.SEQUENCE)
                && results.getFirst().status().equals(NfsStatus.OK);
    }

    String describeLines() {
        CompoundRes res = compound;
        if (res == null) {
            return "\n  <- RPC " + rpc.outcome() + (problem == null ? "" : ", " + problem);
        }
        StringBuilder text = new StringBuilder("\n  <- ").append(Describe.status(res.status()));
        res.results().forEach(result -> text.append("\n  <- ").append(Describe.of(result)));
        return text.append(problem == null ? "" : "\n  <- " + problem).toString();
    }

    @Override
    public String toString() {
        return exchange.title() + describeLines();
    }
}
