package org.nfs41.conformance.oracle;

import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ResOp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What RFC 8881 sections 8.2.2 and 8.2.3 say of state ids that a server hands out: none is special,
 * each begins with seqid 1 and counts up by one. Replies may be seen in another order than they
 * were made, and replayed ones twice, so the counting is judged at the end.
 */
final class StateIdRules {
    private final Map<Other, TreeSet<Integer>> seen = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    private record Other(long high, int low) {}

    void look(ResOp result) {
        switch (result) {
            case OpenResOk open -> {
                add("OPEN", open.stateId());
                delegation(open.delegation());
            }
            case OpenDowngradeResOk ok -> add("OPEN_DOWNGRADE", ok.openStateId());
            case LockResOk ok -> add("LOCK", ok.lockStateId());
            case LockUResOk ok -> add("LOCKU", ok.lockStateId());
            default -> {}
        }
    }

    private void delegation(OpenDelegation delegation) {
        switch (delegation) {
            case OpenDelegation.Read read -> add("OPEN's delegation", read.read().stateId());
            case OpenDelegation.Write write -> add("OPEN's delegation", write.write().stateId());
            default -> {}
        }
    }

    private void add(String source, StateId stateId) {
        long high = stateId.otherHigh();
        int low = stateId.otherLow();
        boolean zeros = high == 0 && low == 0;
        boolean ones = high == -1 && low == -1;
        if (zeros || ones) {
            violations.add(source + " returns the special state id " + stateId);
        } else if (stateId.seqid() == 0) {
            violations.add(source + " returns a state id with seqid 0");
        } else {
            seen.computeIfAbsent(new Other(high, low), key -> new TreeSet<>()).add(stateId.seqid());
        }
    }

    /** All breaches; with replies missing, the counting cannot be judged. */
    List<String> finish(boolean allRepliesSeen) {
        List<String> found = new ArrayList<>(violations);
        if (!allRepliesSeen) {
            return found;
        }
        seen.forEach((other, seqids) -> {
            if (seqids.last() != seqids.size() || seqids.first() != 1) {
                found.add(
                        "the seqids of one state id are "
                                + seqids
                                + ", not 1 and then one more each time");
            }
        });
        return found;
    }
}
