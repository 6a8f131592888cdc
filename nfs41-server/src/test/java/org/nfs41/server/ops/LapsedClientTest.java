package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/** Files that a client has open whose lease has lapsed, and others who want them. */
class LapsedClientTest {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int NONE = 0;
    private static final long LAPSE = (FileServer.LEASE_SECONDS + 1) * 1_000_000_000L;

    private final FileServer server = new FileServer();
    private final TestClient silent = server.client("silent", 1000);
    private final TestClient other = server.client("other", 1000);

    LapsedClientTest() {
        for (String name : List.of("f", "g")) {
            StateId id = silent.openFile(name);
            silent.call(new PutFhArgs(silent.handle("/a/" + name)), new CloseArgs(0, id));
        }
    }

    private StateId openAlone(String name) {
        return silent.opened(open("o", READ, WRITE, name)).stateId();
    }

    private NfsStatus openForWriting(String name) {
        return other.status(other.put("/a"), open("o", WRITE, NONE, name));
    }

    private List<NfsStatus> test(StateId... ids) {
        return silent.result(TestStateIdResOk.class, new TestStateIdArgs(List.of(ids)))
                .statusCodes();
    }

    private NfsStatus use(StateId id) {
        return silent.status(new PutFhArgs(silent.handle("/a/f")), new ReadArgs(id, 0, 1));
    }

    @Test
    void nothingIsLostWhereNobodyWantsIt() {
        StateId id = openAlone("f");
        server.now += 10 * LAPSE;

        assertThat(use(id)).isEqualTo(NfsStatus.OK);
        assertThat(silent.statusFlags()).isZero();
        assertThat(openForWriting("f")).isEqualTo(NfsStatus.SHARE_DENIED);
    }

    @Test
    void b110WhatAnotherWantsIsLostAndTheRestIsNot() {
        StateId lost = openAlone("f");
        StateId kept = openAlone("g");
        server.now += LAPSE;

        assertThat(openForWriting("f")).isEqualTo(NfsStatus.OK);

        assertThat(test(lost, kept)).containsExactly(NfsStatus.EXPIRED, NfsStatus.OK);
        assertThat(silent.statusFlags()).isEqualTo(SequenceStatusFlags.EXPIRED_SOME_STATE_REVOKED);
        assertThat(use(lost)).isEqualTo(NfsStatus.EXPIRED);
        PutFhArgs file = new PutFhArgs(silent.handle("/a/f"));
        assertThat(silent.status(file, new CloseArgs(0, lost))).isEqualTo(NfsStatus.EXPIRED);
        assertThat(silent.status(file, new OpenDowngradeArgs(lost, 0, READ, NONE)))
                .isEqualTo(NfsStatus.EXPIRED);

        assertThat(silent.status(new FreeStateIdArgs(lost))).isEqualTo(NfsStatus.OK);
        assertThat(silent.statusFlags()).isZero();
        assertThat(test(lost, kept)).containsExactly(NfsStatus.BAD_STATEID, NfsStatus.OK);
    }

    @Test
    void lossOfTheOnlyOpenIsLossOfAll() {
        openAlone("f");
        server.now += LAPSE;
        openForWriting("f");

        assertThat(silent.statusFlags()).isEqualTo(SequenceStatusFlags.EXPIRED_ALL_STATE_REVOKED);
    }

    @Test
    void writeWithoutAnOpenNeedNotWaitForALapsedClient() {
        StateId lost = openAlone("f");
        PutFhArgs file = new PutFhArgs(other.handle("/a/f"));
        WriteArgs write =
                new WriteArgs(StateId.ANONYMOUS, 0, StableHow.UNSTABLE, Opaque.utf8("text"));
        assertThat(other.status(file, write)).isEqualTo(NfsStatus.LOCKED);
        server.now += LAPSE;

        assertThat(other.status(file, write)).isEqualTo(NfsStatus.OK);
        assertThat(test(lost)).containsExactly(NfsStatus.EXPIRED);
    }

    @Test
    void cutWithoutAnOpenNeedNotWaitForALapsedClient() {
        openAlone("f");
        server.now += LAPSE;
        AttributeSet size = AttributeSet.EMPTY.with(AttributeType.SIZE, 7L);

        assertThat(
                        other.status(
                                new PutFhArgs(other.handle("/a/f")),
                                new SetAttrArgs(StateId.ANONYMOUS, size.toFileAttributes())))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void whoMayNotWriteTakesNoOpenFromALapsedClient() {
        TestClient stranger = server.client("stranger", 2000);
        StateId kept = openAlone("f");
        PutFhArgs file = new PutFhArgs(other.handle("/a/f"));
        server.now += LAPSE;
        AttributeSet size = AttributeSet.EMPTY.with(AttributeType.SIZE, 7L);

        assertThat(
                        stranger.status(
                                file,
                                new WriteArgs(
                                        StateId.ANONYMOUS,
                                        0,
                                        StableHow.UNSTABLE,
                                        Opaque.utf8("text"))))
                .isEqualTo(NfsStatus.ACCESS);
        assertThat(
                        stranger.status(
                                file, new SetAttrArgs(StateId.ANONYMOUS, size.toFileAttributes())))
                .isEqualTo(NfsStatus.ACCESS);

        assertThat(test(kept)).containsExactly(NfsStatus.OK);
    }

    @Test
    void ownerMayWriteWhatItsModeForbids() {
        openAlone("f");
        PutFhArgs file = new PutFhArgs(other.handle("/a/f"));
        AttributeSet mode = AttributeSet.EMPTY.with(AttributeType.MODE, 0);
        assertThat(other.status(file, new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes())))
                .isEqualTo(NfsStatus.OK);
        server.now += LAPSE;

        assertThat(
                        other.status(
                                file,
                                new WriteArgs(
                                        StateId.ANONYMOUS,
                                        0,
                                        StableHow.UNSTABLE,
                                        Opaque.utf8("text"))))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void lostOpenKeepsNoFileAlive() {
        openAlone("f");
        PutFhArgs file = new PutFhArgs(other.handle("/a/f"));
        server.now += LAPSE;
        StateId mine = other.opened(open("o", WRITE, NONE, "f")).stateId();
        other.call(other.put("/a"), new RemoveArgs(Opaque.utf8("f")));

        assertThat(other.status(file)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(file, new CloseArgs(0, mine))).isEqualTo(NfsStatus.OK);
        assertThat(other.status(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void administratorTakesEverythingFromALiveClient() {
        StateId one = openAlone("f");
        StateId two = openAlone("g");

        assertThat(server.opens.revoke(silent.clientId())).isEqualTo(2);

        assertThat(silent.statusFlags()).isEqualTo(SequenceStatusFlags.ADMIN_STATE_REVOKED);
        assertThat(test(one, two)).containsOnly(NfsStatus.ADMIN_REVOKED);
        assertThat(use(one)).isEqualTo(NfsStatus.ADMIN_REVOKED);
        assertThat(openForWriting("f")).isEqualTo(NfsStatus.OK);
        silent.status(new FreeStateIdArgs(one));
        assertThat(silent.statusFlags()).isEqualTo(SequenceStatusFlags.ADMIN_STATE_REVOKED);
        silent.status(new FreeStateIdArgs(two));
        assertThat(silent.statusFlags()).isZero();
    }
}
