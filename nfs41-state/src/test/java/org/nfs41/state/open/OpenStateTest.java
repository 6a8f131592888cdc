package org.nfs41.state.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

/** Seqids at their wrap-around (RFC 8881 section 8.2.2), which no table test gets to. */
class OpenStateTest {
    private static final Share READ = new Share(Share.READ, Share.NONE);
    private static final int LAST = -1;

    private static OpenState<String> at(int seqid) {
        return new OpenState<>(
                new OwnerKey(1, Opaque.utf8("owner"), "file"),
                new ClientStates<>(
                        new Holder(1),
                        new Places(1, 1),
                        new Places(1, 1),
                        new Places(1, 1),
                        new Places(1, 1)),
                new FileOpens<>("file"),
                "file",
                new StateId(seqid, 5, 6),
                READ);
    }

    @Test
    void seqidAfterTheLastIsOne() {
        OpenState<String> state = at(LAST);
        state.upgradeLocked(READ);
        assertThat(state.id()).isEqualTo(new StateId(1, 5, 6));
    }

    @Test
    void seqidsFromBeforeTheWrapAreOldAfterIt() {
        assertThat(at(1).check(LAST, Share.NONE)).isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(at(2).check(LAST - 5, Share.NONE)).isEqualTo(NfsStatus.OLD_STATEID);
    }

    @Test
    void seqidsFromBehindTheWrapAreBadBeforeIt() {
        assertThat(at(LAST).check(1, Share.NONE)).isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void seqidsAreUnsignedFarFromTheWrap() {
        assertThat(at(0x7FFF_FFFF).check(0x8000_0000, Share.NONE)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(at(0x8000_0000).check(0x7FFF_FFFF, Share.NONE)).isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(at(3).check(0x9000_0000, Share.NONE)).isEqualTo(NfsStatus.BAD_STATEID);
    }
}
