package org.nfs41.conformance.linux;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.nfs41.server.ServerHooks;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scenarios on our own server, which exports a directory of this machine; without waits for
 * leases, which are of no file system. Delegations are given if nothing else changes it.
 */
@RequiresLinuxClient
@Order(2)
final class LocalScenariosTest {

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        try (LocalExport server = LocalExport.start()) {
            return ScenarioTests.run(
                    server.export(),
                    ScenarioTests.select(List.of(), List.of("tag:delegation", "tag:lease")));
        }
    }

    @TestFactory
    Stream<DynamicTest> delegations() throws IOException {
        try (LocalExport server = LocalExport.startExclusive(ServerHooks.NONE)) {
            return ScenarioTests.run(
                    server.export(), ScenarioTests.select(List.of("tag:delegation"), List.of()));
        }
    }
}
