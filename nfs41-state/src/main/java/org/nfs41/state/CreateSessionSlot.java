package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.op.CreateSessionResOk;

/**
 * The CREATE_SESSION reply cache of one client id (RFC 8881 section 18.36.4): a slot of its own,
 * apart from those of any session.
 *
 * <p>Only a session that was made is worth remembering: a refusal has changed nothing, so its retry
 * is decided anew and gets the same answer, or a better one where the reason has gone. That serves
 * clients that count a refused call as one of the sequence and clients that do not. The contrived
 * first entry, NFS4ERR_SEQ_MISORDERED, is what a replay without a remembered session answers.
 *
 * <p>Used under the client table's lock.
 */
final class CreateSessionSlot {
    /** eir_sequenceid of every new client id. */
    static final int FIRST_SEQUENCE_ID = 1;

    /** What the slot makes of a csa_sequence. */
    enum Verdict {
        NEW,
        REPLAY,
        MISORDERED
    }

    private int last = FIRST_SEQUENCE_ID - 1;
    private boolean refused;
    private @Nullable CreateSessionResOk made;

    /** Decides without a change. */
    Verdict classify(int sequence) {
        if (sequence == last + 1) {
            return Verdict.NEW;
        }
        if (sequence != last) {
            return Verdict.MISORDERED;
        }
        if (refused) {
            return Verdict.NEW;
        }
        return made == null ? Verdict.MISORDERED : Verdict.REPLAY;
    }

    /** The session that request {@code last} has made, after {@link Verdict#REPLAY}. */
    CreateSessionResOk made() {
        CreateSessionResOk result = made;
        if (result == null) {
            throw new IllegalStateException("no session was made");
        }
        return result;
    }

    void completed(CreateSessionResOk result) {
        last = result.sequence();
        refused = false;
        made = result;
    }

    void refused(int sequence) {
        last = sequence;
        refused = true;
        made = null;
    }

    /** eir_sequenceid: what the next CREATE_SESSION is expected to carry. */
    int next() {
        return last + 1;
    }
}
