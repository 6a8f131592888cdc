package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.restart.Client.READ;
import static org.nfs41.server.restart.Client.WRITE;
import static org.nfs41.server.restart.RestartableServer.LEASE;

import org.junit.jupiter.api.Test;
import org.nfs41.server.restart.Client.Held;
import org.nfs41.state.MemoryStorage;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CommitResOk;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;
import org.nfs41.xdr.op.WriteResOk;

import java.time.Duration;

/** Opens and locks over restarts of the server, through whole COMPOUNDs. */
class RestartTest {
    private static final int NONE = 0;
    private static final int BOTH = READ | WRITE;

    private final RestartableServer server =
            new RestartableServer(
                    new MemoryStorage(Opaque.utf8("this-server"), Opaque.of(new byte[16])));

    @Test
    void opensAndLocksAreReclaimedAndNobodyGetsBetween() {
        Client a = Client.ready(server, "a");
        Client b = Client.ready(server, "b");
        Held file = a.create("f", BOTH, WRITE);
        assertThat(a.lock(file, false)).isEqualTo(NfsStatus.OK);

        server.restart();
        assertThat(server.service.inGrace()).isTrue();
        b.connect();
        b.complete();
        assertThat(b.open(file.handle(), WRITE, NONE)).isEqualTo(NfsStatus.GRACE);
        a.connect();
        Held again = a.reclaimed(file.handle(), BOTH, WRITE);
        assertThat(a.lock(again, true)).isEqualTo(NfsStatus.OK);
        assertThat(a.status(new PutFhArgs(file.handle()), write(again.stateId())))
                .as("what was reclaimed can be used at once")
                .isEqualTo(NfsStatus.OK);
        assertThat(a.complete()).isEqualTo(NfsStatus.OK);

        assertThat(server.service.inGrace()).isFalse();
        assertThat(b.open(file.handle(), WRITE, NONE)).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(b.open(file.handle(), READ, NONE)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void idsOfTheEarlierInstanceNameNothing() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, NONE);
        long clientId = a.id.clientId();

        server.restart();
        assertThat(a.status(new PutRootFhArgs())).isEqualTo(NfsStatus.BADSESSION);
        assertThat(a.useClientId(clientId)).isEqualTo(NfsStatus.STALE_CLIENTID);
        Client first = new Client(server, "somebody");
        assertThat(first.id.clientId()).isNotEqualTo(clientId);
        a.connect();
        assertThat(a.status(new PutFhArgs(file.handle()), write(file.stateId())))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void writeVerifierIsAnotherOneThoughTheFileSystemLivesOn() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, NONE);
        PutFhArgs put = new PutFhArgs(file.handle());
        WriteResOk written = last(a.call(put, write(file.stateId())), WriteResOk.class);
        CommitResOk before = last(a.call(put, new CommitArgs(0, 0)), CommitResOk.class);
        assertThat(before.writeVerifier()).isEqualTo(written.writeVerifier());
        server.restart();
        a.connect();
        CommitResOk after = last(a.call(put, new CommitArgs(0, 0)), CommitResOk.class);
        assertThat(after.writeVerifier()).isNotEqualTo(before.writeVerifier());
    }

    private static <T extends ResOp> T last(CompoundRes reply, Class<T> type) {
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        return type.cast(reply.results().getLast());
    }

    @Test
    void serverIsTheSameToItsClients() {
        Client a = new Client(server, "a");
        var before = a.id;
        server.restart();
        a.connect();
        assertThat(a.id.serverOwner()).isEqualTo(before.serverOwner());
        assertThat(a.id.serverScope()).isEqualTo(before.serverScope());
    }

    @Test
    void clientIsToldToReclaimUntilItSaysThatItHas() {
        Client a = Client.ready(server, "a");
        a.create("f", READ, NONE);
        server.restart();
        a.connect();
        a.status(new PutRootFhArgs());
        assertThat(a.statusFlags).isEqualTo(SequenceStatusFlags.RESTART_RECLAIM_NEEDED);
        a.complete();
        a.status(new PutRootFhArgs());
        assertThat(a.statusFlags).isZero();
    }

    @Test
    void b105NothingIsDoneThatAnUnclaimedOpenCouldForbid() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, BOTH);
        server.restart();
        Client b = Client.ready(server, "b");
        PutFhArgs put = new PutFhArgs(file.handle());

        AttributeSet empty = AttributeSet.EMPTY.with(AttributeType.SIZE, 0L);
        assertThat(b.status(put, write(StateId.ANONYMOUS))).isEqualTo(NfsStatus.GRACE);
        assertThat(b.status(put, new ReadArgs(StateId.ANONYMOUS, 0, 1))).isEqualTo(NfsStatus.GRACE);
        assertThat(b.status(put, new ReadArgs(StateId.READ_BYPASS, 0, 1))).isEqualTo(NfsStatus.OK);
        assertThat(b.status(put, new SetAttrArgs(StateId.ANONYMOUS, empty.toFileAttributes())))
                .isEqualTo(NfsStatus.GRACE);
        assertThat(b.status(new PutRootFhArgs(), new RemoveArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.GRACE);
        assertThat(
                        b.status(
                                put,
                                new SaveFhArgs(),
                                new PutRootFhArgs(),
                                new LinkArgs(Opaque.utf8("g"))))
                .as("who had a delegation of it may reclaim that")
                .isEqualTo(NfsStatus.GRACE);
        assertThat(
                        b.status(
                                new PutRootFhArgs(),
                                new SaveFhArgs(),
                                new RenameArgs(Opaque.utf8("f"), Opaque.utf8("g"))))
                .isEqualTo(NfsStatus.GRACE);
        LockOwner owner = new LockOwner(0, Opaque.utf8("l"));
        assertThat(b.status(put, new LockTArgs(LockType.READ_LT, 0, 1, owner)))
                .isEqualTo(NfsStatus.GRACE);

        a.connect();
        a.reclaimed(file.handle(), BOTH, BOTH);
        a.complete();
        assertThat(b.status(put, write(StateId.ANONYMOUS))).isEqualTo(NfsStatus.LOCKED);
    }

    @Test
    void b106WhoHeldNothingReclaimsNothing() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", READ, NONE);
        Client idle = Client.ready(server, "idle");
        server.restart();

        Client b = new Client(server, "b");
        assertThat(b.reclaim(file.handle(), READ, NONE)).isEqualTo(NfsStatus.NO_GRACE);
        idle.connect();
        assertThat(idle.reclaim(file.handle(), READ, NONE)).isEqualTo(NfsStatus.NO_GRACE);
        a.reboot();
        assertThat(a.reclaim(file.handle(), READ, NONE)).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(server.service.inGrace()).as("nobody is left").isFalse();
    }

    @Test
    void reclaimThatMeetsAnotherOneIsAConflict() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, NONE);
        Client b = Client.ready(server, "b");
        b.create("g", BOTH, NONE);
        server.restart();
        a.connect();
        Held again = a.reclaimed(file.handle(), BOTH, WRITE);
        a.lock(again, true);
        b.connect();
        assertThat(b.reclaim(file.handle(), WRITE, NONE)).isEqualTo(NfsStatus.RECLAIM_CONFLICT);
        Held other = b.reclaimed(file.handle(), READ, NONE);
        assertThat(b.status(new PutFhArgs(file.handle()), readLock(other)))
                .isEqualTo(NfsStatus.RECLAIM_CONFLICT);
    }

    @Test
    void b185ReclaimFlagOfLockCounts() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, NONE);
        assertThat(a.lock(file, true)).isEqualTo(NfsStatus.NO_GRACE);
        a.create("g", BOTH, NONE);
        server.restart();
        a.connect();
        Held again = a.reclaimed(file.handle(), BOTH, NONE);
        assertThat(a.lock(again, false)).isEqualTo(NfsStatus.GRACE);
    }

    @Test
    void b108GraceEndsInTimeAndReclaimsWithIt() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, WRITE);
        server.restart();
        Client b = Client.ready(server, "b");
        server.pass(LEASE.minusSeconds(1));
        assertThat(b.open(file.handle(), WRITE, NONE)).isEqualTo(NfsStatus.GRACE);
        server.pass(Duration.ofSeconds(1));
        a.connect();
        assertThat(a.reclaim(file.handle(), BOTH, WRITE)).isEqualTo(NfsStatus.NO_GRACE);
        assertThat(b.open(file.handle(), WRITE, NONE)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b109SecondRestartWithinGrace() {
        Client a = Client.ready(server, "a");
        Held first = a.create("f", BOTH, WRITE);
        Client b = Client.ready(server, "b");
        Held second = b.create("g", BOTH, WRITE);
        server.restart();
        a.connect();
        a.reclaimed(first.handle(), BOTH, WRITE);
        a.complete();
        server.restart();
        a.connect();
        a.reclaimed(first.handle(), BOTH, WRITE);
        b.connect();
        b.reclaimed(second.handle(), BOTH, WRITE);
    }

    @Test
    void b109SecondRestartAfterAnotherHadTheLock() {
        Client a = Client.ready(server, "a");
        Held kept = a.create("f", BOTH, WRITE);
        Client b = Client.ready(server, "b");
        Held missed = b.create("g", BOTH, WRITE);
        server.restart();
        a.connect();
        a.reclaimed(kept.handle(), BOTH, WRITE);
        a.complete();
        server.pass(LEASE);
        Client c = Client.ready(server, "c");
        assertThat(c.open(missed.handle(), WRITE, NONE)).isEqualTo(NfsStatus.OK);
        server.restart();
        b.connect();
        assertThat(b.reclaim(missed.handle(), BOTH, WRITE)).isEqualTo(NfsStatus.NO_GRACE);
        a.connect();
        a.reclaimed(kept.handle(), BOTH, WRITE);
    }

    @Test
    void whatOthersTookFromALapsedClientIsNotReclaimed() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, WRITE);
        Client b = Client.ready(server, "b");
        server.pass(LEASE.plusSeconds(1));
        assertThat(b.open(file.handle(), WRITE, NONE)).isEqualTo(NfsStatus.OK);
        server.restart();
        a.connect();
        assertThat(a.reclaim(file.handle(), BOTH, WRITE)).isEqualTo(NfsStatus.NO_GRACE);
    }

    @Test
    void lapsedClientThatLostNothingReclaims() {
        Client a = Client.ready(server, "a");
        Held file = a.create("f", BOTH, WRITE);
        server.pass(LEASE.multipliedBy(5));
        server.restart();
        a.connect();
        a.reclaimed(file.handle(), BOTH, WRITE);
    }

    private static WriteArgs write(StateId stateId) {
        return new WriteArgs(stateId, 0, StableHow.FILE_SYNC, Opaque.utf8("x"));
    }

    private static LockArgs readLock(Held open) {
        return new LockArgs(
                LockType.READ_LT,
                true,
                0,
                1,
                new Locker.New(
                        new OpenToLockOwner(
                                0, open.stateId(), 0, new LockOwner(0, Opaque.utf8("other")))));
    }
}
