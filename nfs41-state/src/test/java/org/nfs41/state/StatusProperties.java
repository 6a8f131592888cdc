package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.nfs41.state.open.RevocationCause;

import java.util.ArrayList;
import java.util.List;

/**
 * The words that SEQUENCE reads, against a model that works each bit out from all that happened.
 */
class StatusProperties {
    private static final int SESSIONS = 3;

    enum Kind {
        REVOKE_SOME,
        REVOKE_LAST,
        ACKNOWLEDGE,
        RECLAIM,
        RECLAIMED,
        WANT,
        TAKE,
        LOSE,
        FAULT,
        END
    }

    record Step(Kind kind, RevocationCause cause, int session) {}

    /** Plain facts; a session is replaced by a new one when it ends. */
    private static final class Model {
        final List<RevocationCause> open = new ArrayList<>();
        boolean all;
        boolean some;
        boolean reclaim;
        final boolean[] wants = new boolean[SESSIONS];
        final boolean[] takes = new boolean[SESSIONS];
        final boolean[] faulty = new boolean[SESSIONS];

        int word(int session) {
            int word = 0;
            boolean anyWants = false;
            boolean anyTakes = false;
            for (int i = 0; i < SESSIONS; i++) {
                anyWants |= wants[i];
                anyTakes |= takes[i];
            }
            boolean expired = open.contains(RevocationCause.LEASE_EXPIRED);
            word |= expired && all ? StatusBit.EXPIRED_ALL_STATE_REVOKED.mask() : 0;
            word |= expired && some ? StatusBit.EXPIRED_SOME_STATE_REVOKED.mask() : 0;
            word |=
                    open.contains(RevocationCause.ADMINISTRATIVE)
                            ? StatusBit.ADMIN_STATE_REVOKED.mask()
                            : 0;
            word |=
                    open.contains(RevocationCause.NOT_RETURNED)
                            ? StatusBit.RECALLABLE_STATE_REVOKED.mask()
                            : 0;
            word |= reclaim ? StatusBit.RESTART_RECLAIM_NEEDED.mask() : 0;
            word |= anyWants && !anyTakes ? StatusBit.CB_PATH_DOWN.mask() : 0;
            word |= wants[session] && !takes[session] ? StatusBit.CB_PATH_DOWN_SESSION.mask() : 0;
            return word | (faulty[session] ? StatusBit.BACKCHANNEL_FAULT.mask() : 0);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.of(RevocationCause.values()),
                        Arbitraries.integers().between(0, SESSIONS - 1))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 500)
    void wordsAgreeWithTheModel(@ForAll("steps") List<Step> steps) {
        ClientStatus client = new ClientStatus();
        SessionStatus[] sessions = new SessionStatus[SESSIONS];
        for (int i = 0; i < SESSIONS; i++) {
            sessions[i] = new SessionStatus(client);
        }
        Model model = new Model();
        for (Step step : steps) {
            apply(client, sessions, model, step);
            for (int i = 0; i < SESSIONS; i++) {
                assertThat(client.word() | sessions[i].word()).isEqualTo(model.word(i));
            }
        }
    }

    private static void apply(
            ClientStatus client, SessionStatus[] sessions, Model model, Step step) {
        int at = step.session();
        switch (step.kind()) {
            case REVOKE_SOME, REVOKE_LAST -> {
                boolean everything = step.kind() == Kind.REVOKE_LAST;
                client.revoked(step.cause(), everything);
                model.open.add(step.cause());
                if (step.cause() == RevocationCause.LEASE_EXPIRED) {
                    model.all |= everything;
                    model.some = !everything;
                }
            }
            case ACKNOWLEDGE -> {
                if (model.open.remove(step.cause())) {
                    client.acknowledged(step.cause());
                    model.all &= model.open.contains(RevocationCause.LEASE_EXPIRED);
                }
            }
            case RECLAIM, RECLAIMED -> {
                model.reclaim = step.kind() == Kind.RECLAIM;
                client.reclaimNeeded(model.reclaim);
            }
            case WANT -> {
                sessions[at].wantCalls();
                model.wants[at] = true;
            }
            case TAKE, LOSE -> {
                model.takes[at] = step.kind() == Kind.TAKE;
                sessions[at].callsTaken(model.takes[at]);
            }
            case FAULT -> {
                sessions[at].fault();
                model.faulty[at] = true;
            }
            case END -> {
                sessions[at].end();
                sessions[at] = new SessionStatus(client);
                model.wants[at] = false;
                model.takes[at] = false;
                model.faulty[at] = false;
            }
        }
    }
}
