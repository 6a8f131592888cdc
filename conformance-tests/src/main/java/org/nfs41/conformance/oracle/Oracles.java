package org.nfs41.conformance.oracle;

import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at every reply of one check for breaches of rules that always hold. Safe for use by several
 * threads.
 */
public final class Oracles {
    private static final OperationErrors ERRORS = OperationErrors.load();

    /** Statuses that a COMPOUND may have without any result (16.2.4): it was refused as a whole. */
    private static final Set<NfsStatus> WITHOUT_RESULT =
            Set.of(
                    NfsStatus.OK,
                    NfsStatus.MINOR_VERS_MISMATCH,
                    NfsStatus.INVAL,
                    NfsStatus.BADXDR,
                    NfsStatus.BADCHAR,
                    NfsStatus.DELAY,
                    NfsStatus.NAMETOOLONG,
                    NfsStatus.RESOURCE,
                    NfsStatus.SERVERFAULT,
                    NfsStatus.TOO_MANY_OPS,
                    NfsStatus.REQ_TOO_BIG,
                    NfsStatus.REP_TOO_BIG,
                    NfsStatus.REP_TOO_BIG_TO_CACHE);

    private final Transcript transcript;
    private final Set<String> violations = new LinkedHashSet<>();
    private final Set<OperationStatus> seen = new HashSet<>();
    private final Set<Rule> suspended = new HashSet<>();
    private final Map<SessionId, Integer> maxResponse = new HashMap<>();
    private final StateIdRules stateIds = new StateIdRules();

    /** The rules, for checks that provoke a breach that is not their point. */
    public enum Rule {
        /** The status is one that the operation may have (15.2). */
        ERROR_LIST,
        /** Results correspond to operations and end at the first error (16.2.3). */
        RESULTS,
        /** SEQUENCE repeats session, slot and sequence id (18.46.3). */
        SEQUENCE_ECHO,
        /** State ids are well-formed and count up by one (8.2.2, 8.2.3). */
        STATE_IDS,
        /** No reply is longer than ca_maxresponsesize (18.36.3). */
        REPLY_SIZE
    }

    /** Begins to look at the replies of this transcript. */
    public Oracles(Transcript transcript) {
        this.transcript = transcript;
        transcript.onReply(this::look);
    }

    /** From now on one rule is not looked at. */
    public synchronized void suspend(Rule rule) {
        suspended.add(rule);
    }

    /** What was found, in the order of finding, each breach once. */
    public synchronized List<String> finish() {
        if (!suspended.contains(Rule.STATE_IDS)) {
            violations.addAll(stateIds.finish(transcript.isAllAnswered()));
        }
        return new ArrayList<>(violations);
    }

    /** What operations have answered so far. */
    public synchronized Set<OperationStatus> seen() {
        return Set.copyOf(seen);
    }

    private synchronized void look(Reply reply) {
        String problem = reply.problem();
        if (problem != null) {
            report(Rule.RESULTS, "the reply to " + reply.exchange().title() + " is " + problem);
        }
        if (!reply.hasCompound()) {
            refusedByRpc(reply);
            return;
        }
        CompoundRes res = reply.compound();
        for (ResOp result : res.results()) {
            seen.add(new OperationStatus(result.op(), result.status()));
            if (!ERRORS.allows(result.op(), result.status())) {
                report(
                        Rule.ERROR_LIST,
                        result.op()
                                + " answers "
                                + Describe.status(result.status())
                                + ", which is not in its list of errors (section 15.2)");
            }
            if (result instanceof CreateSessionResOk ok) {
                maxResponse.put(ok.sessionId(), ok.foreChannelAttributes().maxResponseSize());
            }
            stateIds.look(result);
        }
        Compound compound = reply.exchange().compound();
        if (compound != null) {
            results(compound, res);
            sequence(compound, reply);
        }
    }

    /** A well-formed COMPOUND of the right program and version is never refused as unknown. */
    private void refusedByRpc(Reply reply) {
        RpcReply.Outcome outcome = reply.rpc().outcome();
        boolean misunderstood =
                outcome == RpcReply.Outcome.GARBAGE_ARGS || outcome == RpcReply.Outcome.SYSTEM_ERR;
        Compound compound = reply.exchange().compound();
        if (compound != null
                && misunderstood
                && compound.ops().stream().allMatch(op -> op.typed() != null)) {
            report(
                    Rule.RESULTS,
                    "the well-formed COMPOUND "
                            + reply.exchange().title()
                            + " is answered with RPC "
                            + outcome);
        }
    }

    private void results(Compound compound, CompoundRes res) {
        List<ResOp> results = res.results();
        int sent = compound.ops().size();
        if (results.size() > sent) {
            report(Rule.RESULTS, results.size() + " results for " + sent + " operations");
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            ResOp result = results.get(i);
            Op op = compound.ops().get(i);
            boolean illegal = result.op().equals(Operation.ILLEGAL) && op.typed() == null;
            if (result.op().value() != op.number() && !illegal) {
                report(
                        Rule.RESULTS,
                        "result " + i + " is of " + result.op() + ", the operation was " + op);
            }
            boolean last = i == results.size() - 1;
            if (!last && !result.status().equals(NfsStatus.OK)) {
                report(
                        Rule.RESULTS,
                        result.op()
                                + " failed with "
                                + Describe.status(result.status())
                                + ", but results follow it");
            }
        }
        status(res, sent);
    }

    private void status(CompoundRes res, int sent) {
        List<ResOp> results = res.results();
        if (results.isEmpty()) {
            boolean ok = res.status().equals(NfsStatus.OK);
            if (!WITHOUT_RESULT.contains(res.status()) || (ok && sent > 0)) {
                report(
                        Rule.RESULTS,
                        "status " + Describe.status(res.status()) + " without any result");
            }
            return;
        }
        NfsStatus last = results.getLast().status();
        if (!res.status().equals(last)) {
            report(
                    Rule.RESULTS,
                    "the COMPOUND's status is "
                            + Describe.status(res.status())
                            + ", that of its last operation "
                            + Describe.status(last));
        }
        if (last.equals(NfsStatus.OK) && results.size() < sent) {
            report(
                    Rule.RESULTS,
                    "only " + results.size() + " results for " + sent + " operations, all NFS4_OK");
        }
    }

    private void sequence(Compound compound, Reply reply) {
        if (compound.ops().isEmpty()
                || !(compound.ops().getFirst().typed() instanceof SequenceArgs asked)) {
            return;
        }
        Integer limit = maxResponse.get(asked.sessionId());
        if (limit != null && Integer.compareUnsigned(reply.length(), limit) > 0) {
            report(
                    Rule.REPLY_SIZE,
                    "a reply of "
                            + reply.length()
                            + " bytes on a session with ca_maxresponsesize "
                            + Integer.toUnsignedString(limit));
        }
        if (reply.results().isEmpty()
                || !(reply.results().getFirst() instanceof SequenceResOk got)) {
            return;
        }
        if (!got.sessionId().equals(asked.sessionId())
                || got.slotId() != asked.slotId()
                || got.sequenceId() != asked.sequenceId()) {
            report(
                    Rule.SEQUENCE_ECHO,
                    "SEQUENCE answers "
                            + Describe.of(got)
                            + ", which does not repeat session, slot and sequence id of "
                            + asked);
        }
    }

    private void report(Rule rule, String violation) {
        if (!suspended.contains(rule)) {
            violations.add(violation);
        }
    }
}
