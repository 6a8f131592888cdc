package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that open, close, remove and rename the same few files at the same time. */
class OpenRaceTest {
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 1_500;
    private static final List<Opaque> NAMES =
            List.of(Opaque.utf8("x"), Opaque.utf8("y"), Opaque.utf8("z"));

    private final FileServer server = new FileServer();
    private final ArgOp directory = server.client("finder", 0).put("/a");

    @Test
    void nothingIsLeftOfFilesThatAreOpenedAndRemovedAtOnce() throws Exception {
        Object before = space();
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(server.client("c" + i, 1000));
        }
        inParallel(clients);
        for (Opaque name : NAMES) {
            clients.getFirst().call(directory, new RemoveArgs(name));
        }
        assertThat(server.opens.count()).isEqualTo(CLIENTS);

        server.clients.leases().expire(2L * FileServer.LEASE_SECONDS * 1_000_000_000L);

        assertThat(server.opens.count()).isZero();
        assertThat(space()).isEqualTo(before);
    }

    private void inParallel(List<TestClient> clients)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                TestClient client = clients.get(i);
                Random random = new Random(i);
                running.add(threads.submit(() -> act(client, random)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    /** Many short opens, and in the end one that stays. */
    private void act(TestClient client, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            Opaque name = NAMES.get(random.nextInt(NAMES.size()));
            Opaque other = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(4)) {
                case 0 -> openAndClose(client, creating("o", unchecked(truncating()), name.utf8()));
                case 1 -> openAndClose(client, open("p", 1, 0, name.utf8()));
                case 2 ->
                        assertThat(client.call(directory, new RemoveArgs(name)).status())
                                .isIn(NfsStatus.OK, NfsStatus.NOENT);
                default ->
                        assertThat(
                                        client.call(
                                                        directory,
                                                        new SaveFhArgs(),
                                                        new RenameArgs(name, other))
                                                .status())
                                .isIn(NfsStatus.OK, NfsStatus.NOENT);
            }
        }
        client.result(
                OpenResOk.class, directory, creating("o", unchecked(AttributeSet.EMPTY), "x"));
    }

    private static AttributeSet truncating() {
        return AttributeSet.EMPTY.with(AttributeType.SIZE, 0L);
    }

    /** Both in one COMPOUND, so that no client has more than one open at a time. */
    private void openAndClose(TestClient client, ArgOp open) {
        CompoundRes opened = client.call(directory, open, new CloseArgs(0, StateId.CURRENT));
        assertThat(opened.status()).isIn(NfsStatus.OK, NfsStatus.NOENT);
    }

    private Object space() {
        return ((FsResult.Ok<?>) server.a.statistics()).value();
    }
}
