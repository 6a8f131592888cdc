package org.nfs41.state.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.List;

/** What is told of a directory's changes, in which calls, and when that is given up. */
class NoticesTest {
    private static final long DELAY = 100;
    private static final Opaque NAME = Opaque.utf8("name");
    private static final NoticeTerms TERMS =
            new NoticeTerms(
                    Bitmap.of(
                            NotifyTypes.ADD_ENTRY,
                            NotifyTypes.CHANGE_DIR_ATTRS,
                            NotifyTypes.CHANGE_CHILD_ATTRS),
                    Bitmap.of(Attribute.SIZE),
                    Bitmap.of(Attribute.MODE),
                    DELAY,
                    DELAY);

    private int room = 4096;
    private final NoticeBudget budget = new NoticeBudget(1 << 20);
    private final Notices notices = new Notices(TERMS, budget, () -> room);

    private static Notify change(int type, int bytes) {
        return new Notify(Bitmap.of(type), Opaque.of(new byte[bytes]));
    }

    private static Notify added() {
        return change(NotifyTypes.ADD_ENTRY, 20);
    }

    private void add() {
        notices.namesChanged(added(), List.of(NAME));
    }

    private List<Notify> told(long now) {
        return ((DueNotices.Tell) notices.due(now)).changes();
    }

    private void requireNothing(long now) {
        assertThat(notices.due(now)).isInstanceOf(DueNotices.Nothing.class);
    }

    private void requireGivenUp() {
        assertThat(notices.due(0)).isInstanceOf(DueNotices.GiveUp.class);
        assertThat(budget.takenBytes()).isZero();
        add();
        requireNothing(DELAY);
        assertThat(budget.takenBytes()).as("of what is not told any more").isZero();
    }

    @Test
    void promiseCoversWhatItNamesAlone() {
        assertThat(TERMS.covers(NoticeNeed.ADD)).isTrue();
        assertThat(TERMS.covers(NoticeNeed.REMOVE)).isFalse();
        assertThat(TERMS.covers(NoticeNeed.RENAME)).isFalse();
        assertThat(TERMS.covers(NoticeNeed.ofAttributes(Bitmap.of(Attribute.MODE)))).isTrue();
        Bitmap more = Bitmap.of(Attribute.MODE, Attribute.OWNER);
        assertThat(TERMS.covers(NoticeNeed.ofAttributes(more))).isFalse();
        assertThat(NoticeTerms.NONE.covers(NoticeNeed.ADD)).isFalse();
    }

    @Test
    void firstChangeIsToldAtOnceAndTheNextOnesTogetherWhenTheClientHasHeard() {
        add();
        assertThat(told(0)).hasSize(1);
        add();
        add();
        requireNothing(0);
        notices.called(true);
        assertThat(told(0)).hasSize(2);
        notices.called(true);
        requireNothing(0);
        assertThat(budget.takenBytes()).isZero();
    }

    @Test
    void callIsFilledAsFarAsItHasRoom() {
        room = 2 * 32;
        for (int i = 0; i < 5; i++) {
            add();
        }
        for (int expected : new int[] {2, 2, 1}) {
            assertThat(told(0)).hasSize(expected);
            notices.called(true);
        }
        room = 31;
        add();
        requireGivenUp();
    }

    @Test
    void attributesWaitFromTheirFirstChangeOnAndTheLastOnesAreTold() {
        Notify last = change(NotifyTypes.CHANGE_DIR_ATTRS, 4);
        notices.directoryChanged(change(NotifyTypes.CHANGE_DIR_ATTRS, 8), 0);
        notices.directoryChanged(last, DELAY - 1);
        requireNothing(DELAY - 1);
        assertThat(told(DELAY)).containsExactly(last);
    }

    @Test
    void attributesOfANameThatChangesAreToldWithIt() {
        notices.childChanged(NAME, change(NotifyTypes.CHANGE_CHILD_ATTRS, 4), 0);
        add();
        assertThat(told(2 * DELAY)).containsExactly(added());
        notices.called(true);
        requireNothing(2 * DELAY);
    }

    @Test
    void attributesAreNotToldBeforeNamesThatChangedEarlier() {
        room = 32;
        notices.directoryChanged(change(NotifyTypes.CHANGE_DIR_ATTRS, 4), 0);
        add();
        add();
        assertThat(told(DELAY)).containsExactly(added());
        notices.called(true);
        assertThat(told(DELAY)).containsExactly(added());
        notices.called(true);
        assertThat(told(DELAY)).hasSize(1);
    }

    @Test
    void lostCallGivesUpWhatWasCollected() {
        add();
        told(0);
        add();
        notices.called(false);
        requireGivenUp();
    }

    @Test
    void tooManyChangesGiveUp() {
        for (int i = 0; i <= Notices.MOST_CHANGES; i++) {
            add();
        }
        requireGivenUp();
    }

    @Test
    void tooManyBytesGiveUp() {
        for (int i = 0; i < 5; i++) {
            notices.namesChanged(
                    change(NotifyTypes.ADD_ENTRY, Notices.MOST_BYTES / 5), List.of(NAME));
        }
        requireGivenUp();
    }

    @Test
    void tooLittleLeftOfAllDelegationsTogetherGivesUp() {
        assertThat(budget.take((1 << 20) - 40)).isTrue();
        add();
        add();
        assertThat(notices.due(0)).isInstanceOf(DueNotices.GiveUp.class);
        assertThat(budget.takenBytes()).isEqualTo((1 << 20) - 40);
    }

    @Test
    void nothingIsToldOfADelegationThatIsRecalled() {
        add();
        notices.close();
        requireNothing(0);
        notices.called(false);
        requireNothing(0);
        assertThat(budget.takenBytes()).isZero();
    }
}
