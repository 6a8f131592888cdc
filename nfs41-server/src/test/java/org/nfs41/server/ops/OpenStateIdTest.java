package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CloseResOk;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RestoreFhArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.util.List;

/**
 * The state ids of opens, in OPEN, CLOSE, OPEN_DOWNGRADE and where they are used; B-numbers are
 * those of known field bugs.
 */
class OpenStateIdTest extends OpenScene {
    @Test
    void wireClientIdOfTheOwnerIsIgnored() { // B-132
        client.openFile("f");
        TestClient other = server.client("c2", 1000);
        StateId mine = client.opened(open("same", READ, NONE, "f")).stateId();
        StateId theirs =
                other.result(OpenResOk.class, other.put("/a"), open("same", READ, NONE, "f"))
                        .stateId();
        assertThat(theirs.sameOther(mine)).isFalse();
    }

    @Test
    void currentStateIdServesAllOperations() { // B-118
        OpenArgs open = creating("o", unchecked(AttributeSet.EMPTY), "f");
        StateId current = StateId.CURRENT;
        assertThat(
                        client.status(
                                client.put("/a"),
                                open,
                                write(current, "text"),
                                new ReadArgs(current, 0, 4),
                                resize(current, 2),
                                new CloseArgs(0, current)))
                .isEqualTo(NfsStatus.OK);
        assertThat(client.status(client.put("/a"), open, new FreeStateIdArgs(current)))
                .isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(
                        client.status(
                                client.put("/a"),
                                open,
                                new OpenDowngradeArgs(current, 0, BOTH, NONE),
                                new CloseArgs(0, current)))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.opens.count()).isZero();
    }

    @Test
    void currentStateIdThatIsNotSetIsBad() { // B-119
        client.openFile("f");
        client.openFile("g");
        ReadArgs read = new ReadArgs(StateId.CURRENT, 0, 4);
        OpenArgs open = open("o", READ, NONE, "f");
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        assertThat(client.status(file, read)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a"), open, file, read))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a"), open, new CloseArgs(0, StateId.CURRENT), read))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(
                        client.status(
                                client.put("/a"),
                                new SaveFhArgs(),
                                open,
                                new RestoreFhArgs(),
                                new LookupArgs(Opaque.utf8("g")),
                                read))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void saveAndRestoreCarryTheStateId() { // B-189
        client.openFile("f");
        assertThat(
                        client.status(
                                client.put("/a"),
                                open("o", READ, NONE, "f"),
                                new SaveFhArgs(),
                                new PutRootFhArgs(),
                                new LookupArgs(Opaque.utf8("b")),
                                new RestoreFhArgs(),
                                new CloseArgs(0, StateId.CURRENT)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void closeReturnsTheInvalidStateIdWhichIsThenBad() { // B-191
        StateId id = client.openFile("f");
        StateId closed =
                client.result(CloseResOk.class, client.put("/a/f"), new CloseArgs(9, id))
                        .openStateId();
        assertThat(closed).isEqualTo(StateId.INVALID);
        assertThat(client.status(client.put("/a/f"), new ReadArgs(closed, 0, 1)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a/f"), new CloseArgs(0, id)))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void seqidsOfCloseAndDowngradeCount() { // B-117
        StateId first = client.openFile("f");
        StateId second = client.openFile("f");
        assertThat(client.status(client.put("/a/f"), new CloseArgs(0, first)))
                .isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(
                        client.status(
                                client.put("/a/f"),
                                new OpenDowngradeArgs(second.withSeqid(3), 0, BOTH, NONE)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(
                        client.result(
                                        OpenDowngradeResOk.class,
                                        client.put("/a/f"),
                                        new OpenDowngradeArgs(second, 0, BOTH, NONE))
                                .openStateId())
                .isEqualTo(first.withSeqid(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 0x10, BOTH | 0x1_0000, BOTH | 0x2_0000})
    void downgradeToNoAccessIsInvalid(int access) { // B-134
        StateId id = client.openFile("f");
        assertThat(client.status(client.put("/a/f"), new OpenDowngradeArgs(id, 0, access, NONE)))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(client.put("/a/f"), new OpenDowngradeArgs(id, 0, BOTH, 8)))
                .isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void foreignStateIdIsBadAndStaysUnharmed() { // B-121, B-122
        StateId id = client.openFile("f");
        client.openFile("g");
        TestClient thief = server.client("c2", 1000);
        assertThat(thief.status(thief.put("/a/f"), write(id, "x")))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(thief.status(thief.put("/a/f"), new CloseArgs(0, id)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(thief.status(thief.put("/a/f"), resize(id, 9))).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a/g"), write(id, "x")))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a/f"), new CloseArgs(0, id))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void setAttrOfTheSizeLooksAtItsStateId() { // B-126
        client.openFile("f");
        StateId reading = client.opened(open("reader", READ, NONE, "f")).stateId();
        assertThat(client.status(client.put("/a/f"), resize(reading, 1)))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(client.status(client.put("/a/f"), resize(new StateId(1, 2, 3), 1)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(sizeOf("/a/f")).isZero();
        assertThat(client.status(client.put("/a/f"), resize(StateId.ANONYMOUS, 1)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void denyModesHoldAgainstAnonymousIoAndAgainstTheBypassInWrites() { // B-124, B-125
        StateId id = client.openFile("f");
        client.call(client.put("/a/f"), write(id, "text"), new CloseArgs(0, id));
        client.opened(open("o", READ, BOTH, "f"));
        TestClient other = server.client("c2", 1000);
        StateId anonymous = StateId.ANONYMOUS;
        StateId bypass = StateId.READ_BYPASS;
        assertThat(other.status(other.put("/a/f"), new ReadArgs(anonymous, 0, 4)))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(other.put("/a/f"), write(anonymous, "x")))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(other.put("/a/f"), write(bypass, "x"))).isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(other.put("/a/f"), resize(bypass, 0))).isEqualTo(NfsStatus.LOCKED);
        assertThat(
                        other.result(ReadResOk.class, other.put("/a/f"), new ReadArgs(bypass, 0, 4))
                                .data()
                                .utf8())
                .isEqualTo("text");
    }

    @Test
    void testStateIdAnswersForEachWithoutAFilehandle() { // B-113
        StateId first = client.openFile("f");
        StateId second = client.openFile("f");
        List<StateId> ids =
                List.of(
                        second,
                        first,
                        second.withSeqid(3),
                        StateId.ANONYMOUS,
                        StateId.READ_BYPASS,
                        StateId.CURRENT,
                        new StateId(1, 5, 5));
        NfsStatus bad = NfsStatus.BAD_STATEID;
        assertThat(client.result(TestStateIdResOk.class, new TestStateIdArgs(ids)).statusCodes())
                .containsExactly(NfsStatus.OK, NfsStatus.OLD_STATEID, bad, bad, bad, bad, bad);
    }
}
