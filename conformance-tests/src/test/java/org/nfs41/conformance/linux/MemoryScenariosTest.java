package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.nfs41.conformance.scenarios.Effort;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.deleg.DelegationPolicy;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.cb.CbNotifyLockArgs;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The scenarios on our own server with a file system in memory. Its programs take long and say
 * little that {@link LocalScenariosTest} does not: they are for the long form, and for those who
 * cannot have the other test.
 */
@RequiresLinuxClient
@Order(4)
final class MemoryScenariosTest {
    private static final String PROGRAMS = "LINUX-6*";

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        AtomicInteger notices = new AtomicInteger();
        try (EmbeddedServer server =
                EmbeddedServer.startForScenarios(DelegationPolicy.CONSERVATIVE, noting(notices))) {
            Stream<DynamicTest> tests =
                    ScenarioTests.run(
                            server.export(),
                            ScenarioTests.select(List.of(), List.of("tag:delegation", PROGRAMS)));
            DynamicTest noticed =
                    DynamicTest.dynamicTest(
                            "kernels have taken lock notices",
                            () -> assertThat(notices).hasPositiveValue());
            return Stream.concat(tests, Stream.of(noticed));
        }
    }

    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        if (LocalExport.isPossible() && !Effort.isLong()) {
            System.out.printf(
                    "NOT HERE: %s, which LocalScenariosTest runs; here with -D%s=%s%n",
                    PROGRAMS, Effort.PROPERTY, Effort.LONG);
            return Stream.of();
        }
        try (EmbeddedServer server =
                EmbeddedServer.startForScenarios(DelegationPolicy.CONSERVATIVE, ServerHooks.NONE)) {
            return ScenarioTests.run(
                    server.export(), ScenarioTests.select(List.of(PROGRAMS), List.of()));
        }
    }

    /** Counts the lock notices that kernels have taken. */
    private static ServerHooks noting(AtomicInteger notices) {
        return new ServerHooks() {
            @Override
            public CallSender sender(CallSender sender) {
                return (call, reply) ->
                        sender.send(
                                call,
                                got -> {
                                    if (call.compound().ops().getLast() instanceof CbNotifyLockArgs
                                            && got instanceof CallReply.Results results
                                            && results.compound().status().isOk()) {
                                        notices.incrementAndGet();
                                    }
                                    reply.accept(got);
                                });
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> delegations() throws IOException {
        CountedCalls calls = new CountedCalls();
        try (EmbeddedServer server =
                EmbeddedServer.startForScenarios(DelegationPolicy.EAGER, calls)) {
            Stream<DynamicTest> tests =
                    ScenarioTests.run(
                            server.export(),
                            ScenarioTests.select(List.of("tag:delegation"), List.of()));
            Stream<DynamicTest> called =
                    Stream.of(CallbackOperation.CB_RECALL, CallbackOperation.CB_GETATTR)
                            .map(operation ->
                                    DynamicTest.dynamicTest(
                                            "kernels were called with " + operation,
                                            () -> assertThat(calls.of(operation)).isPositive()));
            return Stream.concat(tests, called);
        }
    }
}
