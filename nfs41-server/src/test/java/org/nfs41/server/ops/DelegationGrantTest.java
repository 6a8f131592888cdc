package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.open;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Export;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.WriteArgs;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is given a delegation with an OPEN, and what is said to who is not (RFC 8881 section
 * 18.16.3).
 */
class DelegationGrantTest extends DelegationScene {
    @Test
    void clientThatWritesTheFileAlreadyGetsNoDelegationUnlessItWantsOne() {
        int unwanted = BOTH | OpenShare.ACCESS_WANT_NO_DELEG;
        assertThat(openBy(holder, unwanted, "f")).isEqualTo(NfsStatus.OK);

        assertThat(holder.opened(open("o", BOTH, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(holder.opened(open("p", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        int wanted = READ | OpenShare.ACCESS_WANT_READ_DELEG;
        assertThat(holder.opened(open("q", wanted, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.Read.class);
    }

    @Test
    void readersShareAFile() {
        readDelegation(holder, "f");
        readDelegation(second, "f");
        assertThat(openBy(other, READ, "f")).isEqualTo(NfsStatus.OK);

        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void b084HolderOpensAgainWithoutASecondDelegation() {
        StateId id = readDelegation(holder, "f");

        OpenResOk again = holder.opened(open("p", READ, NONE, "f"));

        assertThat(again.delegation()).isInstanceOf(OpenDelegation.None.class);
        assertThat(test(holder, id, again.stateId())).containsExactly(NfsStatus.OK, NfsStatus.OK);
        assertThat(openBy(holder, BOTH, "f")).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void b089ReasonIsGivenToWhoSpokeOfDelegationsAlone() {
        StateId id = readDelegation(holder, "g");

        assertThat(why(other, OpenShare.ACCESS_WANT_NO_DELEG, "f"))
                .isEqualTo(WhyNoDelegation.NOT_WANTED);
        assertThat(why(other, OpenShare.ACCESS_WANT_CANCEL, "f"))
                .isEqualTo(WhyNoDelegation.CANCELLED);
        // it cannot be called
        assertThat(why(other, OpenShare.ACCESS_WANT_READ_DELEG, "f"))
                .isEqualTo(WhyNoDelegation.RESOURCE);
        // another client reads it
        assertThat(why(second, OpenShare.ACCESS_WANT_WRITE_DELEG, "g"))
                .isEqualTo(WhyNoDelegation.CONTENTION);
        assertThat(why(holder, OpenShare.ACCESS_WANT_WRITE_DELEG, "g"))
                .isEqualTo(WhyNoDelegation.NOT_SUPP_UPGRADE);
        assertThat(other.opened(open("q", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);
    }

    private static WhyNoDelegation why(TestClient client, int want, String name) {
        OpenDelegation none = client.opened(open("w", READ | want, NONE, name)).delegation();
        assertThat(none).isInstanceOf(OpenDelegation.NoneExt.class);
        return ((OpenDelegation.NoneExt) none).whyNone().why();
    }

    @Test
    void b178WishesAreNoAccess() {
        int access = READ | OpenShare.ACCESS_WANT_ANY_DELEG;
        OpenResOk opened = other.opened(open("o", access, NONE, "f"));

        assertThat(other.status(file(other, "f"), write(opened.stateId())))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(openBy(second, BOTH, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b179FileIsNotDelegatedAgainToTheHolderAheadOfTheOneWhoWaits() {
        StateId id = readDelegation(holder, "f");
        openBy(other, WRITE, "f");
        assertThat(holder.opened(open("x", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        giveBack(holder, "f", id);

        assertThat(holder.opened(open("y", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(second.opened(open("y", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(openBy(other, WRITE, "f")).isEqualTo(NfsStatus.OK);
        server.now += LEASE;
        renew(holder);
        StateId open = other.opened(open("o", WRITE, NONE, "f")).stateId();
        other.call(file(other, "f"), new CloseArgs(0, open));
        assertThat(second.opened(open("z", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.Read.class);
    }

    @Test
    void delegationGoesOnlyToWhomNobodyIsInTheWay() {
        openBy(other, READ, "f");
        openBy(other, BOTH, "g");

        assertThat(holder.opened(open("o", READ, NONE, "g")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(giveBack(holder, "f", readDelegation(holder, "f"))).isEqualTo(NfsStatus.OK);
        assertThat(holder.opened(open("o", BOTH, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
    }

    @Test
    void noneIsGivenWhileAWriteIsUnderWayWhoseOpenHasEnded() {
        StateId open = other.opened(open("o", BOTH, NONE, "f")).stateId();
        List<OpenDelegation> given = new ArrayList<>();
        long offset = 4_711;
        server.failing.before(
                "write",
                offset,
                () -> {
                    server.state.release(other.clientId());
                    given.add(holder.opened(open("o", READ, NONE, "f")).delegation());
                });
        ArgOp write = new WriteArgs(open, offset, StableHow.UNSTABLE, Opaque.utf8("text"));

        assertThat(other.status(file(other, "f"), write)).isEqualTo(NfsStatus.OK);
        assertThat(given).singleElement().isInstanceOf(OpenDelegation.None.class);
    }

    @Test
    void whoCannotBeCalledGetsNothing() {
        server.calls.lose(holder);
        assertThat(holder.opened(open("o", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
    }

    @Test
    void delegationsDoNotTakeTheLastThatCanBeRetained() {
        server.exports.replace(
                List.of(
                        Export.of(
                                "/a",
                                FailingFileSystem.answering(server.a, "hasRoomToRetain", false))),
                new NfsTime(2_000, 0));
        assertThat(holder.opened(open("o", READ, NONE, "f")).delegation())
                .isInstanceOf(OpenDelegation.None.class);
        assertThat(server.calls.taken()).isEmpty();
    }
}
