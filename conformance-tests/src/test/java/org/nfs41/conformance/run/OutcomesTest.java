package org.nfs41.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.NfsStatus;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

class OutcomesTest {
    /** One check for each way to end. */
    @SuppressWarnings("DoNotCallSuggester") // to end in a certain way is all they are for
    static final class Samples {
        @Check(id = "PASS-001", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void passes(CheckContext cx) {
            assertThatReply(cx.session().compound(Ops.putFh(cx.directory()))).isOk();
            cx.file("left behind", (byte) 1);
        }

        @Check(id = "WARN-001", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void warns(CheckContext cx) {
            cx.warn("surprising");
        }

        @Check(
                id = "WARN-002",
                rule = "r",
                sends = "s",
                accepts = "a",
                sections = "2.1",
                level = Level.SHOULD)
        void breaksAShould(CheckContext cx) {
            throw new CheckFailure("should");
        }

        @Check(id = "FAIL-001", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void fails(CheckContext cx) {
            assertThatReply(cx.session().compound(Ops.putRootFh())).hasStatus(NfsStatus.DELAY);
        }

        @Check(id = "FAIL-002", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void losesItsConnection(CheckContext cx) {
            cx.client().connection().cut();
            throw new CheckFailure("where", "one", "other");
        }

        @Check(id = "UNSUP-001", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void isUnsupported(CheckContext cx) {
            throw cx.unsupported("declined");
        }

        @Check(id = "SKIP-001", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void isSkipped(CheckContext cx) {
            throw cx.skipped("missing");
        }

        @Check(
                id = "SKIP-002",
                rule = "r",
                sends = "s",
                accepts = "a",
                sections = "2.1",
                needs = Need.RESTART)
        void needsARestart(CheckContext cx) {
            throw new CheckFailure("is not run");
        }

        @Check(id = "ERROR-001", rule = "r", sends = "s", accepts = "a", sections = "2.1")
        void isWrongItself(CheckContext cx) {
            throw new IllegalArgumentException("a bug");
        }
    }

    @Test
    void everyWayToEndIsToldApart() throws IOException {
        List<CheckInfo> checks = CheckClasses.checksOf(List.of(Samples.class));
        try (EmbeddedServer server = EmbeddedServer.start()) {
            CheckEnvironment environment =
                    new CheckEnvironment(server.address(), 0, 0, Duration.ofSeconds(5));
            List<CheckResult> results =
                    new CheckRunner(environment, KnownFailures.NONE, 4).run(checks, r -> {});
            assertThat(results)
                    .extracting(result -> result.info().id() + " " + result.outcome())
                    .containsExactly(
                            "ERROR-001 ERROR",
                            "FAIL-001 FAIL",
                            "FAIL-002 FAIL",
                            "PASS-001 PASS",
                            "SKIP-001 SKIPPED",
                            "SKIP-002 SKIPPED",
                            "UNSUP-001 UNSUPPORTED",
                            "WARN-001 WARN",
                            "WARN-002 WARN");
            Map<String, CheckResult> byId =
                    results.stream()
                            .collect(
                                    Collectors.toMap(
                                            result -> result.info().id(), Function.identity()));
            assertThat(byId.get("FAIL-001").message()).contains("expected NFS4ERR_DELAY, got");
            assertThat(byId.get("FAIL-001").evidence()).isNotEmpty();
            assertThat(byId.get("SKIP-002").message()).contains("restart");
            assertThat(byId.get("WARN-001").message()).isEqualTo("surprising");
            assertThat(byId.get("ERROR-001").message()).contains("a bug");
        }
    }
}
