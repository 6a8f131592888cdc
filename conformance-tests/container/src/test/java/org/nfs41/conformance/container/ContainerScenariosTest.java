package org.nfs41.conformance.container;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.linux.MachinePool;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckResult;
import org.nfs41.conformance.run.CheckRunner;
import org.nfs41.conformance.run.CheckTests;
import org.nfs41.conformance.run.KnownFailures;
import org.nfs41.conformance.run.Outcome;
import org.nfs41.conformance.run.Selector;
import org.nfs41.conformance.scenarios.Effort;
import org.nfs41.server.Nfs41Server;
import org.nfs41.server.ServerConfig;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.deleg.DelegationPolicy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios with clients in containers, one and several, on our own server. */
@RequiresLinuxContainer
final class ContainerScenariosTest {
    private static final int PARALLEL = 2;

    /** Scenarios wait for its end. A kernel renews after two thirds of it. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Selector DELEGATION = Selector.parse("tag:delegation");

    @AutoClose
    private static final MachinePool CONTAINERS = new MachinePool(new LinuxContainers(), null);

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return run(DelegationPolicy.CONSERVATIVE, List.of(), List.of(DELEGATION));
    }

    @TestFactory
    Stream<DynamicTest> scenariosOfDelegations() throws IOException {
        return run(DelegationPolicy.EAGER, List.of(DELEGATION), List.of());
    }

    private static Stream<DynamicTest> run(
            DelegationPolicy policy, List<Selector> chosen, List<Selector> excluded)
            throws IOException {
        MemoryFileSystem files =
                new MemoryFileSystem(MemoryOptions.ofCapacity(Effort.CAPACITY_BYTES));
        ServerConfig config =
                ServerConfig.builder()
                        .export("/export", files)
                        .lease(LEASE)
                        .delegations(policy)
                        .build();
        try (Nfs41Server server = Nfs41Server.start(config)) {
            ServerAddress address = new ServerAddress("127.0.0.1", server.port(), "/export");
            CheckEnvironment environment =
                    new CheckEnvironment(address, 0, 0, ClientConfig.DEFAULT_TIMEOUT)
                            .with(CONTAINERS);
            List<CheckResult> results =
                    new CheckRunner(environment, KnownFailures.NONE, PARALLEL)
                            .run(
                                    Selector.select(CheckClasses.scenarios(), chosen, excluded),
                                    ContainerScenariosTest::tellOfSkipped);
            return CheckTests.of(results, ContainerScenariosTest::fails);
        }
    }

    private static void tellOfSkipped(CheckResult result) {
        if (result.outcome() == Outcome.SKIPPED) {
            // build tools count skipped tests but do not say why
            System.out.println("SKIPPED " + result.info().id() + ": " + result.message());
        }
    }

    /**
     * The image need not have all programs, but where containers are required, the kernel asked
     * for.
     */
    private static boolean fails(CheckResult result) {
        boolean skipped =
                result.outcome() == Outcome.SKIPPED
                        && !result.message().startsWith(Machines.MISSING_PROGRAMS);
        return result.outcome() == Outcome.UNSUPPORTED
                || result.outcome() == Outcome.WARN
                || (skipped && LinuxContainerCondition.isRequired());
    }
}
