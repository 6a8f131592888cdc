package org.nfs41.state.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.Principal;
import org.nfs41.state.Session;
import org.nfs41.state.Slot;
import org.nfs41.state.SlotVerdict;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;

import java.util.List;
import java.util.Objects;

class ReferringTest {
    private static final int SLOT = 3;

    private final Wire wire = new Wire();
    private final long client = wire.client("c");
    private final Session session = wire.session(client, Wire.channel(2), 1L);

    private void request(int sequenceId) {
        Slot slot = Objects.requireNonNull(session.slot(SLOT));
        assertThat(slot.accept(sequenceId, sequenceId, Principal.NONE)).isEqualTo(SlotVerdict.NEW);
        slot.abandon();
    }

    private List<ReferringCallList> referring(RequestId cause) {
        wire.call(client, new CbRecallSlotArgs(0), cause);
        Effect.Send send = wire.next();
        wire.answer(send);
        return Wire.sequenceOf(send).referringCallLists();
    }

    @Test
    void theCauseIsNamedUntilItsSlotIsUsedAgain() {
        RequestId cause = new RequestId(session.id(), SLOT, 1);
        request(1);
        List<ReferringCallList> expected =
                List.of(new ReferringCallList(session.id(), List.of(new ReferringCall(1, SLOT))));
        assertThat(referring(cause)).isEqualTo(expected);
        assertThat(referring(cause)).isEqualTo(expected);
        request(2);
        assertThat(referring(cause)).isEmpty();
    }

    @Test
    void aCauseInAnotherSessionOfTheClientIsNamedAsLongAsThatIsThere() {
        request(1);
        RequestId cause = new RequestId(session.id(), SLOT, 1);
        wire.session(client, Wire.channel(2), 2L);
        assertThat(referring(cause)).hasSize(1);
        wire.table.destroySession(session.id(), 1, null, true);
        assertThat(referring(cause)).isEmpty();
    }

    @Test
    void aCauseThatIsNoRequestOfTheClientIsNotNamed() {
        assertThat(referring(new RequestId(session.id(), 4096, 1))).isEmpty();
        long other = wire.client("other");
        Session foreign = wire.session(other, Wire.channel(1), 9L);
        assertThat(referring(new RequestId(foreign.id(), 0, 0))).isEmpty();
    }
}
