package org.nfs41.conformance.fault;

import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckResult;
import org.nfs41.conformance.run.CheckRunner;
import org.nfs41.conformance.run.KnownFailures;
import org.nfs41.server.ServerHooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** All checks against the server without a fault, once for all tests that look at the results. */
public final class FaultlessRun {
    private static final int PARALLEL = 8;

    private FaultlessRun() {}

    /** The results of all checks in the order of their ids. */
    public static List<CheckResult> results() {
        return Once.RESULTS;
    }

    private static List<CheckResult> run() {
        try (EmbeddedServer server = EmbeddedServer.start(ServerHooks.NONE)) {
            CheckEnvironment environment =
                    new CheckEnvironment(
                            server.address(),
                            0,
                            0,
                            ClientConfig.DEFAULT_TIMEOUT,
                            server.control(),
                            EmbeddedServer.OTHER_EXPORTS);
            return new CheckRunner(environment, KnownFailures.NONE, PARALLEL)
                    .run(CheckClasses.all(), result -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Once {
        static final List<CheckResult> RESULTS = run();
    }
}
