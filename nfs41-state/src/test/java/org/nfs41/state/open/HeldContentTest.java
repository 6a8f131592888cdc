package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a holder has said is for those who asked before, and for a while only. */
final class HeldContentTest {
    private static final long ALICE = 1;
    private static final long BOB = 2;
    private static final long ASKED_AT = 1000;

    private final HeldContent content = new HeldContent();

    @Test
    void whoHasAskedTakesTheAnswerOnce() {
        content.ask(ALICE, ASKED_AT);
        assertThat(content.take(ALICE, ASKED_AT)).isFalse();
        content.answer(5, 7, ASKED_AT);
        assertThat(content.take(ALICE, ASKED_AT)).isTrue();
        assertThat(content.size()).isEqualTo(5);
        assertThat(content.take(ALICE, ASKED_AT)).isFalse();
    }

    @Test
    void whoAsksAfterAnAnswerHasTheHolderAskedAgain() {
        content.ask(ALICE, ASKED_AT);
        content.answer(5, 7, ASKED_AT);
        assertThat(content.take(BOB, ASKED_AT)).isFalse();
        assertThat(content.ask(BOB, ASKED_AT)).isTrue();
    }

    @Test
    void whoAsksWhileTheHolderIsAskedIsToldByItsNextAnswer() {
        content.ask(ALICE, ASKED_AT);
        assertThat(content.ask(BOB, ASKED_AT)).isFalse();
        content.answer(5, 7, ASKED_AT);
        assertThat(content.take(BOB, ASKED_AT)).isFalse();
        assertThat(content.ask(BOB, ASKED_AT)).isTrue();
        content.answer(6, 8, ASKED_AT);
        assertThat(content.take(BOB, ASKED_AT)).isTrue();
        assertThat(content.size()).isEqualTo(6);
    }

    @Test
    void whoComesLateForItsAnswerHasTheHolderAskedAgain() {
        content.ask(ALICE, ASKED_AT);
        content.answer(5, 7, ASKED_AT);
        long late = ASKED_AT + HeldContent.GOOD_NANOS + 1;
        assertThat(content.take(ALICE, late)).isFalse();
        assertThat(content.ask(ALICE, late)).isTrue();
        content.answer(6, 8, late);
        assertThat(content.take(ALICE, late)).isTrue();
        assertThat(content.size()).isEqualTo(6);
    }

    @Test
    void anAnswerThatTookLongIsGoodFromWhenItCame() {
        content.ask(ALICE, ASKED_AT);
        long came = ASKED_AT + 2 * HeldContent.GOOD_NANOS;
        content.answer(5, 7, came);
        assertThat(content.take(ALICE, came + HeldContent.GOOD_NANOS)).isTrue();
    }

    @Test
    void aClockThatIsBehindMakesNoAnswerOlderThanItsQuestion() {
        content.ask(ALICE, ASKED_AT);
        content.answer(5, 7, 0);
        assertThat(content.take(ALICE, ASKED_AT + HeldContent.GOOD_NANOS)).isTrue();
    }
}
