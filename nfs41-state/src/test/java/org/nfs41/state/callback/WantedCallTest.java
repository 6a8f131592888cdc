package org.nfs41.state.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.Session;
import org.nfs41.state.callback.Wire.Heard;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.cb.CbRecallSlotArgs;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a call is about comes to an end while the call waits. */
class WantedCallTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Wire wire = new Wire();
    private final long client = wire.client("c");
    private final Session session = wire.session(client, Wire.channel(1), 1L);
    private boolean wanted = true;

    private Heard call() {
        return wire.call(client, new ClientCall(new CbRecallSlotArgs(3), null, () -> wanted));
    }

    private static void assertNotExecuted(Heard heard) {
        assertThat(heard.outcomes).isEqualTo(List.of(CallOutcome.NOT_EXECUTED));
    }

    @Test
    void callThatWaitsForASlotIsNotSentWhenItHasOne() {
        wire.call(client);
        Heard heard = call();
        wanted = false;
        wire.answer(wire.next());

        assertThat(wire.sent).isEmpty();
        assertNotExecuted(heard);
        assertThat(wire.machine.isIdle()).isTrue();
    }

    @Test
    void callThatWaitsForAConnectionIsGivenUpWithoutOne() {
        wire.cut(1);
        Heard heard = call();
        wanted = false;
        wire.pass(1);

        assertNotExecuted(heard);
        assertThat(wire.machine.isIdle()).isTrue();
    }

    @Test
    void callThatTheClientPutOffIsNotRepeated() {
        Heard heard = call();
        Effect.Send send = wire.next();
        wire.reply(send, Wire.results(send.compound(), 63, NfsStatus.DELAY));
        wanted = false;
        wire.pass(MINUTE / 60);

        assertThat(wire.sent).isEmpty();
        assertNotExecuted(heard);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(2);
    }

    @Test
    void callThatWasPutOffAndSentAgainMayHaveBeenCarriedOut() {
        Heard heard = call();
        Effect.Send send = wire.next();
        wire.reply(send, Wire.results(send.compound(), 63, NfsStatus.DELAY));
        wire.pass(MINUTE / 60);
        wire.next();
        wire.pass(MINUTE);

        assertThat(heard.outcomes).isEqualTo(List.of(CallOutcome.UNREACHABLE));
    }

    @Test
    void callWhoseSequenceWasPutOffLeavesItsSlotAsItWas() {
        Heard heard = call();
        wire.refuse(wire.next(), NfsStatus.DELAY);
        wanted = false;
        wire.pass(MINUTE / 60);

        assertThat(wire.sent).isEmpty();
        assertNotExecuted(heard);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(1);
    }

    @Test
    void callThatMayHaveArrivedIsSettledAllTheSame() {
        Heard heard = call();
        Effect.Send first = wire.sent.getFirst();
        wire.cut(1);
        wanted = false;
        wire.bind(session, 2);

        Effect.Send again = wire.next();
        assertThat(again.compound()).isEqualTo(first.compound());
        wire.answer(again);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void callOfALostSessionIsNotMadeInTheNext() {
        Heard heard = call();
        wire.cut(1);
        wire.session(client, Wire.channel(1), 2L);
        wanted = false;
        wire.bind(session, 3);
        wire.table.destroySession(session.id(), 3, null, true);

        assertThat(heard.outcomes).isEqualTo(List.of(CallOutcome.UNREACHABLE));
        assertThat(wire.machine.isIdle()).isTrue();
    }
}
