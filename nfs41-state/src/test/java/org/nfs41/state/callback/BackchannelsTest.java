package org.nfs41.state.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nfs41.state.Session;
import org.nfs41.state.StatusBit;
import org.nfs41.state.callback.Wire.Heard;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.CbNotifyLockArgs;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallSlotArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

class BackchannelsTest {
    private final Wire wire = new Wire();
    private final long client = wire.client("c");
    private final Session session = wire.session(client, Wire.channel(2), 1L);

    private boolean raised(StatusBit bit) {
        return (session.statusFlags(wire.now) & bit.mask()) != 0;
    }

    @Test
    void callsOneAfterTheOtherCountOnOnTheLowestSlot() {
        for (int i = 1; i <= 3; i++) {
            Heard heard = wire.call(client);
            Effect.Send send = wire.next();
            assertThat(send.connectionId()).isEqualTo(1);
            assertThat(send.program()).isEqualTo(Wire.PROGRAM);
            assertThat(send.compound().minorVersion()).isEqualTo(1);
            assertThat(Wire.sequenceOf(send))
                    .isEqualTo(new CbSequenceArgs(session.id(), i, 0, 0, false, List.of()));
            assertThat(heard.isEmpty()).isTrue();
            wire.answer(send);
            assertThat(heard.status()).isEqualTo(NfsStatus.OK);
        }
        assertThat(wire.machine.isIdle()).isTrue();
    }

    @Test
    void callsAtTheSameTimeHaveASlotEachAndTheRestWaits() {
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            heard.add(wire.call(client));
        }
        assertThat(wire.sent)
                .extracting(send -> Wire.sequenceOf(send).slotId())
                .containsExactly(0, 1);
        assertThat(Wire.sequenceOf(wire.sent.get(1)).highestSlotId()).isEqualTo(1);
        wire.answer(wire.sent.removeLast());
        assertThat(heard.get(1).status()).isEqualTo(NfsStatus.OK);
        CbSequenceArgs third = Wire.sequenceOf(wire.sent.getLast());
        assertThat(third.slotId()).isEqualTo(1);
        assertThat(third.sequenceId()).isEqualTo(2);
    }

    @Test
    void aLostCallGoesOverAnotherConnectionUnchanged() {
        wire.bind(session, 2);
        Heard heard = wire.call(client);
        Effect.Send first = wire.sent.getFirst();
        wire.cut(1);
        Effect.Send second = wire.next();
        assertThat(second.connectionId()).isEqualTo(2);
        assertThat(second.compound()).isEqualTo(first.compound());
        assertThat(second.attempt()).isNotEqualTo(first.attempt());
        assertThat(raised(StatusBit.CB_PATH_DOWN_SESSION)).isFalse();
        wire.answer(second);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aLostCallWaitsForTheNextConnection() {
        Heard heard = wire.call(client);
        Effect.Send first = wire.sent.getFirst();
        wire.cut(1);
        assertThat(wire.sent).isEmpty();
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isTrue();
        wire.bind(session, 7);
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isFalse();
        Effect.Send again = wire.next();
        assertThat(again.connectionId()).isEqualTo(7);
        assertThat(again.compound()).isEqualTo(first.compound());
        wire.answer(again);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(2);
    }

    @Test
    void slotsThatLoseEveryCallAreNotLost() {
        for (int i = 0; i < 10; i++) {
            wire.call(client);
            wire.call(client);
            wire.cut(1 + i);
            wire.bind(session, 2 + i);
        }
        wire.pass(Wire.LEASE);
        while (!wire.sent.isEmpty()) {
            wire.answer(wire.sent.removeFirst());
        }
        Heard heard = wire.call(client);
        wire.answer(wire.next());
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
        assertThat(wire.machine.isIdle()).isTrue();
    }

    @Test
    void aConnectionThatCannotBeSentOnDoesNotSpendTheSequenceId() {
        Heard heard = wire.call(client);
        wire.reply(wire.next(), CallReply.Failure.NOT_SENT);
        assertThat(wire.sent).as("nothing goes round in circles").isEmpty();
        wire.bind(session, 2);
        assertThat(Wire.sequenceOf(wire.sent.getFirst()).sequenceId()).isEqualTo(1);
        wire.answer(wire.next());
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void anErrorOfCbSequenceLeavesTheSequenceIdAsItWas() {
        Heard heard = wire.call(client);
        wire.refuse(wire.next(), NfsStatus.DELAY);
        assertThat(wire.sent).isEmpty();
        wire.pass(Backoff.FIRST_NANOS);
        Effect.Send again = wire.next();
        assertThat(Wire.sequenceOf(again).sequenceId()).isEqualTo(1);
        assertThat(Wire.sequenceOf(again).slotId()).isZero();
        wire.answer(again);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void anOperationThatIsDelayedIsCalledAgainWithTheNextSequenceId() {
        Heard heard = wire.call(client);
        Effect.Send first = wire.next();
        wire.reply(first, Wire.results(first.compound(), 63, NfsStatus.DELAY));
        assertThat(heard.isEmpty()).isTrue();
        wire.pass(Backoff.FIRST_NANOS);
        Effect.Send again = wire.next();
        assertThat(Wire.sequenceOf(again).sequenceId()).isEqualTo(2);
        wire.reply(again, Wire.results(again.compound(), 63, NfsStatus.DELAY));
        wire.pass(Wire.LEASE);
        assertThat(heard.status()).isEqualTo(NfsStatus.DELAY);
        assertThat(wire.machine.isIdle()).isTrue();
    }

    @Test
    void aMisorderedFirstTryEndsTheChannelAndTheCallGoesToAnotherSession() {
        Heard heard = wire.call(client);
        wire.refuse(wire.next(), NfsStatus.SEQ_MISORDERED);
        assertThat(raised(StatusBit.BACKCHANNEL_FAULT)).isTrue();
        assertThat(Backchannels.reachable(wire.table, client)).isFalse();
        Session other = wire.session(client, Wire.channel(1), 5L);
        Effect.Send anew = wire.next();
        assertThat(Wire.sessionOf(anew)).isEqualTo(other.id());
        assertThat(Wire.sequenceOf(anew).sequenceId()).isEqualTo(1);
        wire.answer(anew);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aRetryThatOvertakesItsOriginalMayBeMisordered() {
        wire.bind(session, 2);
        Heard heard = wire.call(client);
        wire.cut(1);
        wire.refuse(wire.next(), NfsStatus.SEQ_MISORDERED);
        assertThat(raised(StatusBit.BACKCHANNEL_FAULT)).isFalse();
        wire.pass(Backoff.FIRST_NANOS);
        wire.answer(wire.next());
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aSessionThatTheClientDoesNotKnowYetIsTriedAgainButNotForEver() {
        Heard heard = wire.call(client);
        int tries = 0;
        while (!raised(StatusBit.BACKCHANNEL_FAULT)) {
            wire.refuse(wire.next(), NfsStatus.BADSESSION);
            wire.pass(Backoff.LONGEST_NANOS);
            tries++;
        }
        assertThat(tries).isEqualTo(Exchange.MOST_TRIES);
        assertThat(heard.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = CallReply.Failure.class,
            names = {"GARBAGE", "FAILED"})
    void garbageIsTriedAgainAndInTheEndAFault(CallReply.Failure failure) {
        wire.call(client);
        for (int i = 0; i < Exchange.MOST_TRIES; i++) {
            assertThat(raised(StatusBit.BACKCHANNEL_FAULT)).isFalse();
            Effect.Send send = wire.next();
            assertThat(Wire.sequenceOf(send).sequenceId()).isEqualTo(1);
            wire.reply(send, failure);
            wire.pass(Backoff.LONGEST_NANOS);
        }
        assertThat(raised(StatusBit.BACKCHANNEL_FAULT)).isTrue();
    }

    @Test
    void aConnectionWithoutTheProgramIsNoPathUntilTheClientBindsItAgain() {
        Heard heard = wire.call(client);
        wire.reply(wire.next(), CallReply.Failure.NOT_SERVED);
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isTrue();
        assertThat(raised(StatusBit.CB_PATH_DOWN_SESSION)).isTrue();
        assertThat(Backchannels.reachable(wire.table, client)).isFalse();
        wire.bind(session, 1);
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isFalse();
        wire.answer(wire.next());
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void anotherProgramIsCalledAtOnce() {
        wire.call(client);
        wire.reply(wire.next(), CallReply.Failure.NOT_SERVED);
        wire.table.backchannelCtl(
                session, new BackchannelCtlArgs(77, List.of(new CallbackSecParms.None())));
        assertThat(wire.next().program()).isEqualTo(77);
    }

    @Test
    void whatTheClientWillNotTakeIsRefusedAndItsSlotFree() {
        Heard heard = wire.call(client);
        wire.refuse(wire.next(), NfsStatus.REQ_TOO_BIG);
        assertThat(heard.status()).isEqualTo(NfsStatus.REQ_TOO_BIG);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(1);
    }

    @Test
    void fewerSlotsAreUsedWhenTheClientWantsSo() {
        wire.call(client);
        Effect.Send send = wire.next();
        wire.reply(send, Wire.ok(send.compound(), 0));
        wire.call(client);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).slotId()).isZero();
    }

    @Test
    void aSlotThatTheClientDoesNotHaveIsNotUsedAgain() {
        wire.call(client);
        Heard heard = wire.call(client);
        Effect.Send onSlotOne = wire.sent.removeLast();
        wire.refuse(onSlotOne, NfsStatus.BADSLOT);
        wire.answer(wire.next());
        Effect.Send elsewhere = wire.next();
        assertThat(Wire.sequenceOf(elsewhere).slotId()).isZero();
        wire.answer(elsewhere);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aClientThatNeverAnswersIsOutOfReachAfterALease() {
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            heard.add(wire.call(client));
        }
        wire.pass(Wire.TERMS.silenceNanos());
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isTrue();
        assertThat(heard).allMatch(Heard::isEmpty);
        wire.pass(Wire.LEASE);
        assertThat(heard).allMatch(Heard::unreachable);
        assertThat(wire.machine.callsUnderWay()).isZero();
        assertThat(wire.sent).as("each slot was used once").hasSize(2);
        assertThat(heard.subList(0, 2))
                .allMatch(each -> each.outcomes.equals(List.of(CallOutcome.UNREACHABLE)));
        assertThat(heard.subList(2, 5))
                .allMatch(each -> each.outcomes.equals(List.of(CallOutcome.NOT_EXECUTED)));
    }

    @Test
    void aLateReplyFreesTheSlotAndClearsTheFlag() {
        Heard heard = wire.call(client);
        wire.pass(Wire.LEASE);
        assertThat(heard.unreachable()).isTrue();
        wire.answer(wire.next());
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isFalse();
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(2);
    }

    @Test
    void anAbandonedCallIsSettledBeforeItsSlotIsUsedAgain() {
        wire.session(client, Wire.channel(1), null);
        Heard heard = wire.call(client);
        Effect.Send first = wire.sent.getFirst();
        wire.cut(1);
        wire.pass(Wire.LEASE);
        assertThat(heard.unreachable()).isTrue();
        wire.bind(session, 2);
        Effect.Send settling = wire.next();
        assertThat(settling.compound()).isEqualTo(first.compound());
        wire.answer(settling);
        assertThat(heard.outcomes).hasSize(1);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(2);
    }

    @Test
    void aSilentConnectionGivesWayToAnother() {
        wire.bind(session, 2);
        Heard heard = wire.call(client);
        Effect.Send first = wire.next();
        wire.pass(Wire.TERMS.silenceNanos());
        Effect.Send second = wire.next();
        assertThat(second.connectionId()).isEqualTo(2);
        assertThat(second.compound()).isEqualTo(first.compound());
        wire.answer(first);
        wire.answer(second);
        assertThat(heard.status()).as("told once").isEqualTo(NfsStatus.OK);
        wire.call(client);
        assertThat(Wire.sequenceOf(wire.next()).sequenceId()).isEqualTo(2);
    }

    @Test
    void callsOfASessionThatEndsGoToAnotherSession() {
        Heard heard = wire.call(client);
        wire.sent.clear();
        assertThat(wire.table.destroySession(session.id(), 1, null, true)).isEqualTo(NfsStatus.OK);
        Session other = wire.session(client, Wire.channel(1), 3L);
        Effect.Send anew = wire.next();
        assertThat(Wire.sessionOf(anew)).isEqualTo(other.id());
        wire.answer(anew);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void callsToAClientThatEndsAreOutOfReach() {
        Heard underWay = wire.call(client);
        wire.call(client);
        Heard waits = wire.call(client);
        wire.table.destroySession(session.id(), 1, null, true);
        assertThat(wire.table.destroyClientId(client, wire.now)).isEqualTo(NfsStatus.OK);
        assertThat(underWay.unreachable()).isTrue();
        assertThat(waits.unreachable()).isTrue();
        assertThat(wire.machine.knows(client)).isFalse();
        assertThat(wire.machine.isIdle()).isTrue();
        assertThat(wire.call(client).unreachable()).isTrue();
    }

    @Test
    void moreCallsThanMayWaitAreOutOfReachAtOnce() {
        wire.cut(1);
        for (int i = 0; i < Callee.MOST_WAITING; i++) {
            assertThat(wire.call(client).isEmpty()).isTrue();
        }
        assertThat(wire.call(client).unreachable()).isTrue();
    }

    @Test
    void theLimitsOfTheBackchannelHold() {
        ChannelAttributes small = new ChannelAttributes(0, 200, 200, 0, 2, 1, OptionalInt.empty());
        long id = wire.client("small");
        wire.session(id, small, 4L);
        Heard heard = wire.call(id, new CbRecallAnyArgs(1, Bitmap.EMPTY), null);
        Effect.Send send = wire.next();
        assertThat(Wire.sequenceOf(send).cacheThis()).as("no room for it").isFalse();
        wire.answer(send);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
        Heard big =
                wire.call(
                        id,
                        new CbNotifyLockArgs(
                                new FileHandle(Opaque.of(new byte[128])),
                                new LockOwner(1, Opaque.EMPTY)),
                        null);
        assertThat(big.status()).isEqualTo(NfsStatus.REQ_TOO_BIG);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void aChannelForOneOperationCannotCarryCalls() {
        ChannelAttributes one = new ChannelAttributes(0, 4096, 4096, 0, 1, 1, OptionalInt.empty());
        long id = wire.client("one");
        wire.session(id, one, 4L);
        assertThat(Backchannels.reachable(wire.table, id)).isFalse();
        assertThat(wire.call(id).isEmpty()).isTrue();
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void whatIsNotIdempotentIsCachedAndNeverExecutedTwice() {
        Heard heard = wire.call(client, new CbRecallAnyArgs(1, Bitmap.EMPTY), null);
        Effect.Send send = wire.sent.getFirst();
        assertThat(Wire.sequenceOf(send).cacheThis()).isTrue();
        wire.cut(1);
        wire.bind(session, 2);
        wire.refuse(wire.next(), NfsStatus.RETRY_UNCACHED_REP);
        assertThat(heard.unreachable()).isTrue();
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void whatIsIdempotentIsCalledAnewWhenItsReplyIsGone() {
        Heard heard = wire.call(client);
        wire.cut(1);
        wire.bind(session, 2);
        wire.refuse(wire.next(), NfsStatus.RETRY_UNCACHED_REP);
        Effect.Send anew = wire.next();
        assertThat(Wire.sequenceOf(anew).sequenceId()).isEqualTo(2);
        wire.answer(anew);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aCallAboutASessionComesInThatSessionOrNotAtAll() {
        Session other = wire.session(client, Wire.channel(1), 2L);
        Heard heard = new Heard();
        wire.carryOut(
                wire.machine.callIn(other.id(), client, new CbRecallSlotArgs(1), heard, wire.now));
        Effect.Send send = wire.next();
        assertThat(Wire.sessionOf(send)).isEqualTo(other.id());
        Heard crowded = new Heard();
        wire.carryOut(
                wire.machine.callIn(
                        other.id(), client, new CbRecallSlotArgs(1), crowded, wire.now));
        assertThat(crowded.unreachable()).as("its only slot is in use").isTrue();
        wire.answer(send);
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void theNextCredentialIsTriedWhenOneIsDenied() {
        CallbackSecParms none = new CallbackSecParms.None();
        CallbackSecParms sys =
                new CallbackSecParms.Sys(new AuthSysParms(1, Opaque.EMPTY, 7, 8, List.of()));
        wire.table.backchannelCtl(session, new BackchannelCtlArgs(77, List.of(none, sys)));
        Heard heard = wire.call(client);
        wire.call(client);
        assertThat(wire.sent).extracting(Effect.Send::security).containsOnly(none);
        wire.reply(wire.sent.removeFirst(), CallReply.Failure.DENIED);
        wire.reply(wire.sent.removeFirst(), CallReply.Failure.DENIED);
        assertThat(wire.sent).extracting(Effect.Send::security).containsExactly(sys, sys);
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isFalse();
        wire.answer(wire.sent.removeFirst());
        assertThat(heard.status()).isEqualTo(NfsStatus.OK);
        wire.reply(wire.next(), CallReply.Failure.DENIED);
        assertThat(wire.sent).as("none is left").isEmpty();
        assertThat(raised(StatusBit.CB_PATH_DOWN)).isTrue();
    }
}
