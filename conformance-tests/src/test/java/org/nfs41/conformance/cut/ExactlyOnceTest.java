package org.nfs41.conformance.cut;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.conformance.cut.Executions.Retry;
import org.nfs41.conformance.fault.planted.RetryIsExecutedAgain;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.util.List;

/** The suite's own client keeps sending until it has a reply, while its connections are cut. */
final class ExactlyOnceTest {
    private static final long SEED = Long.getLong("nfs41.cut.seed", 20_250_301);
    private static final int REQUESTS = Integer.getInteger("nfs41.cut.requests", 20_000);
    private static final int FEW_REQUESTS = 2_000;

    /** About ten requests. */
    private static final int MEAN_BYTES = 2_000;

    private static final String EXPORT = "/export";

    @Test
    void everyRequestTakesEffectOnce() throws Exception {
        Executions executions = new Executions();
        try (Nfs41Server server = serve(executions);
                CuttingProxy proxy = proxy(server);
                NfsClient client = new NfsClient(config(address(server)), "exactly-once")) {
            RawLoad load = new RawLoad(client, config(proxy.address()));
            executions.forget();
            proxy.startCutting();
            load.run(REQUESTS);
            System.out.printf(
                    "seed %d: %d requests, %d sent again, cuts %s, retries %s%n",
                    SEED, REQUESTS, load.retries(), proxy.cuts(), executions.retries());
            assertThat(load.unexpected()).isEmpty();
            assertThat(executions.effects()).as("effects").isEqualTo(load.done());
            assertThat(executions.refusals()).as("refusals").isEmpty();
            assertThat(load.listed()).isEqualTo(load.names()).hasSize(REQUESTS / 4);

            assertThat(proxy.cuts()).as("cuts").containsOnlyKeys(Cut.values());
            assertThat(proxy.cutCount()).as("cuts").isGreaterThan(REQUESTS / 50);
            assertThat(executions.retries(Retry.REPLAYED))
                    .as("replies from the cache")
                    .isGreaterThan(REQUESTS / 200);
            assertThat(executions.retries(Retry.UNCACHED)).as("replies not kept").isZero();
        }
    }

    @Test
    void serverThatExecutesRetriesAgainIsFoundOut() throws Exception {
        try (Nfs41Server server = serve(new RetryIsExecutedAgain().hooks());
                CuttingProxy proxy = proxy(server);
                NfsClient client = new NfsClient(config(address(server)), "found-out")) {
            RawLoad load = new RawLoad(client, config(proxy.address()));
            proxy.startCutting();
            load.run(FEW_REQUESTS);
            assertThat(load.unexpected()).isNotEmpty();
        }
    }

    private static CuttingProxy proxy(Nfs41Server server) throws IOException {
        return CuttingProxy.before(
                address(server), new CutPlan(SEED, List.of(Cut.values()), MEAN_BYTES));
    }

    private static Nfs41Server serve(ServerHooks hooks) throws IOException {
        return Nfs41Server.start(
                ServerConfig.builder()
                        .export(EXPORT, new MemoryFileSystem(MemoryOptions.defaults()))
                        .hooks(hooks)
                        .build());
    }

    private static ServerAddress address(Nfs41Server server) {
        return new ServerAddress("127.0.0.1", server.port(), EXPORT);
    }

    private static ClientConfig config(ServerAddress address) {
        return new ClientConfig(
                address,
                Credential.sys(0, 0),
                ClientConfig.DEFAULT_TIMEOUT,
                Opaque.EMPTY,
                new Transcript());
    }
}
