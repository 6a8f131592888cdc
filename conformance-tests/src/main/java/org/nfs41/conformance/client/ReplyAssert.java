package org.nfs41.conformance.client;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what a reply has to be, in the RFC's terms: {@code assertThatReply(reply).endsAt(0,
 * NfsStatus.SEQ_MISORDERED)}. Each method returns this or throws {@link CheckFailure}.
 */
public final class ReplyAssert {
    private final Reply reply;
    private String reason = "";

    private ReplyAssert(Reply reply) {
        this.reply = reply;
    }

    /** Starts a chain of expectations on {@code reply}. */
    public static ReplyAssert assertThatReply(Reply reply) {
        return new ReplyAssert(reply);
    }

    /** Says why, for all expectations that follow in the chain. */
    public ReplyAssert because(String reason) {
        this.reason = reason;
        return this;
    }

    /** Every operation succeeded. */
    public ReplyAssert isOk() {
        return hasStatus(NfsStatus.OK);
    }

    /** The COMPOUND's status is one of these. */
    public ReplyAssert hasStatus(NfsStatus... expected) {
        NfsStatus actual = reply.status();
        require(
                List.of(expected).contains(actual),
                "status of " + reply.exchange().title(),
                oneOf(expected),
                Describe.status(actual) + lastOperation());
        return this;
    }

    /** The COMPOUND's status is an error, whichever. */
    public ReplyAssert isError() {
        require(
                !reply.isOk(),
                "status of " + reply.exchange().title(),
                "an error",
                Describe.status(reply.status()));
        return this;
    }

    /** The COMPOUND's status is none of these. */
    public ReplyAssert hasStatusOtherThan(NfsStatus... excluded) {
        require(
                !List.of(excluded).contains(reply.status()),
                "status of " + reply.exchange().title(),
                "anything but " + oneOf(excluded),
                Describe.status(reply.status()));
        return this;
    }

    /** The operation at {@code index} was the last executed and has one of these statuses. */
    public ReplyAssert endsAt(int index, NfsStatus... expected) {
        NfsStatus actual = reply.result(index).status();
        String where = "status of " + reply.result(index).op() + " at position " + index;
        require(
                List.of(expected).contains(actual),
                where,
                oneOf(expected),
                Describe.status(actual));
        return hasResultCount(index + 1);
    }

    /** The operation at {@code index} has one of these statuses. */
    public ReplyAssert hasStatusAt(int index, NfsStatus... expected) {
        NfsStatus actual = reply.result(index).status();
        String where = "status of " + reply.result(index).op() + " at position " + index;
        require(
                List.of(expected).contains(actual),
                where,
                oneOf(expected),
                Describe.status(actual));
        return this;
    }

    /** There are that many results. */
    public ReplyAssert hasResultCount(int count) {
        int actual = reply.results().size();
        require(
                actual == count,
                "number of results of " + reply.exchange().title(),
                String.valueOf(count),
                String.valueOf(actual));
        return this;
    }

    /** The whole message, RPC header included, is no longer than this. */
    public ReplyAssert isNotLongerThan(int bytes) {
        String where = "length of the reply to " + reply.exchange().title();
        require(reply.length() <= bytes, where, "at most " + bytes, reply.length() + " bytes");
        return this;
    }

    /** The RPC level answered with one of these. */
    public ReplyAssert hasRpcOutcome(RpcReply.Outcome... expected) {
        RpcReply.Outcome actual = reply.rpc().outcome();
        require(
                List.of(expected).contains(actual),
                "RPC outcome of " + reply.exchange().title(),
                Arrays.stream(expected).map(Enum::name).collect(Collectors.joining(" or ")),
                actual.name());
        return this;
    }

    /**
     * The reply repeats {@code original}: same status, same results; only what RFC 8881 section
     * 2.10.6.1.1 lets SEQUENCE compute anew may differ.
     */
    public ReplyAssert repeats(Reply original) {
        require(
                reply.status().equals(original.status()),
                "status of the replayed reply to " + reply.exchange().title(),
                Describe.status(original.status()),
                Describe.status(reply.status()));
        hasResultCount(original.results().size());
        for (int i = 0; i < original.results().size(); i++) {
            ResOp first = comparable(original.result(i));
            ResOp second = comparable(reply.result(i));
            require(
                    first.equals(second),
                    "replayed result of " + second.op() + " at position " + i,
                    Describe.of(first),
                    Describe.of(second));
        }
        return this;
    }

    /** The reply repeats {@code original} byte for byte, but for what SEQUENCE may compute anew. */
    public ReplyAssert repeatsExactly(Reply original) {
        repeats(original);
        Opaque first = Opaque.of(settled(original));
        Opaque second = Opaque.of(settled(reply));
        String where = "bytes of the replayed reply to " + reply.exchange().title();
        require(first.equals(second), where, first.toString(), second.toString());
        return this;
    }

    /** The encoded results with zeros where SEQUENCE may answer something else each time. */
    private static byte[] settled(Reply reply) {
        byte[] body = reply.rpc().body().toByteArray();
        if (reply.sequenceSucceeded()) {
            int tag = (reply.compound().tag().length() + 3) / 4 * 4;
            // status, tag's length, count; number and status of SEQUENCE; session, sequence, slot
            int from = 3 * Integer.BYTES + tag + 2 * Integer.BYTES + 16 + 2 * Integer.BYTES;
            Arrays.fill(body, from, from + 3 * Integer.BYTES, (byte) 0);
        }
        return body;
    }

    private static ResOp comparable(ResOp result) {
        return result instanceof SequenceResOk ok
                ? new SequenceResOk(ok.sessionId(), ok.sequenceId(), ok.slotId(), 0, 0, 0)
                : result;
    }

    private String lastOperation() {
        List<ResOp> results = reply.results();
        return results.isEmpty() ? " without results" : " from " + results.getLast().op();
    }

    private void require(boolean met, String where, String expected, String actual) {
        if (!met) {
            String why = reason.isEmpty() ? "" : " (" + reason + ")";
            throw new CheckFailure(where + why, expected, actual);
        }
    }

    private static String oneOf(NfsStatus... statuses) {
        return Arrays.stream(statuses).map(Describe::status).collect(Collectors.joining(" or "));
    }
}
