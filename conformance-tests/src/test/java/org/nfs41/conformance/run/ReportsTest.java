package org.nfs41.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.conformance.client.Evidence;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import javax.xml.parsers.DocumentBuilderFactory;

class ReportsTest {
    private static final List<CheckInfo> CHECKS =
            CheckClasses.checksOf(List.of(SelectorTest.Samples.class));
    private static final String NASTY = "<a & \"b\">\n\t\\ \u0001 \u00e9 \ud83d\ude00";

    @TempDir Path folder;

    private static CheckResult result(int check, Outcome outcome) {
        return new CheckResult(
                CHECKS.get(check),
                outcome,
                outcome == Outcome.PASS ? "" : "status: expected A, got B " + NASTY,
                "",
                List.of(new Evidence.Note(NASTY)),
                0,
                Set.of(),
                Duration.ofMillis(12));
    }

    private static RunReport report(List<String> stale, boolean interrupted, CheckResult... all) {
        return new RunReport(
                "host:2049:/e",
                "maker",
                Instant.EPOCH,
                Duration.ofSeconds(1),
                interrupted,
                stale,
                List.of(all));
    }

    private static ExitCode exit(Outcome... outcomes) {
        CheckResult[] results = new CheckResult[outcomes.length];
        for (int i = 0; i < outcomes.length; i++) {
            results[i] = result(i, outcomes[i]);
        }
        return report(List.of(), false, results).exitCode();
    }

    @Test
    void exitCodes() {
        assertThat(exit(Outcome.PASS, Outcome.WARN, Outcome.XFAIL)).isEqualTo(ExitCode.OK);
        assertThat(exit(Outcome.PASS, Outcome.UNSUPPORTED)).isEqualTo(ExitCode.OK);
        assertThat(exit(Outcome.PASS, Outcome.FAIL)).isEqualTo(ExitCode.FAILED);
        assertThat(exit(Outcome.PASS, Outcome.XPASS)).isEqualTo(ExitCode.FAILED);
        assertThat(exit(Outcome.ERROR, Outcome.FAIL)).isEqualTo(ExitCode.FAILED);
        assertThat(exit(Outcome.ERROR, Outcome.PASS)).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(exit(Outcome.SKIPPED)).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(exit()).isEqualTo(ExitCode.INCONCLUSIVE);
        CheckResult pass = result(0, Outcome.PASS);
        assertThat(report(List.of("X-001"), false, pass).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(report(List.of(), true, pass).exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void junitXmlIsWellFormedAndCounts() throws Exception {
        Path file = folder.resolve("junit.xml");
        JUnitReport.write(
                file,
                report(
                        List.of(),
                        false,
                        result(0, Outcome.FAIL),
                        result(1, Outcome.ERROR),
                        result(2, Outcome.UNSUPPORTED)));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element suite = document.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    }

    @Test
    void jsonEscapesWhatItMust() throws IOException {
        Path file = folder.resolve("result.json");
        JsonReport.write(file, report(List.of(), false, result(0, Outcome.FAIL)));
        assertThat(Files.readString(file))
                .contains("\"exitCode\": 1")
                .contains("<a & \\\"b\\\">\\n\\t\\\\ \\u0001 \u00e9 \\ud83d\\ude00")
                .contains("\"FAIL\": 1");
    }

    @Test
    void theConsoleShowsRuleExpectationAndExchange() {
        StringWriter text = new StringWriter();
        ConsoleReport console =
                new ConsoleReport(
                        new PrintWriter(text), ConsoleReport.Verbosity.NORMAL, new Colors(false));
        console.result(result(1, Outcome.FAIL));
        console.result(result(2, Outcome.PASS));
        console.summary(report(List.of(), false, result(1, Outcome.FAIL), result(2, Outcome.PASS)));
        assertThat(text.toString())
                .contains("FAIL        SEQ-001  r")
                .contains("RFC 8881 section 2.10.6.1")
                .contains("expected A")
                .contains("actual   B")
                .contains("1 PASS, 1 FAIL")
                .doesNotContain("\u001b");
    }

    @Test
    void knownFailuresTurnFailIntoXfailAndPassIntoXpass() throws IOException {
        Path file = folder.resolve("known");
        Files.writeString(file, "# comment\n\nCID-001  their bug 7\nX-001 gone\n");
        KnownFailures known = KnownFailures.read(file);
        assertThat(known.apply(result(0, Outcome.FAIL)).outcome()).isEqualTo(Outcome.XFAIL);
        assertThat(known.apply(result(0, Outcome.PASS)).outcome()).isEqualTo(Outcome.XPASS);
        assertThat(known.apply(result(0, Outcome.SKIPPED)).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(known.apply(result(1, Outcome.FAIL)).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(known.unknownIds(CHECKS)).containsExactly("X-001");
    }

    @Test
    void knownFailuresAreGivenReasonsAndOneLineEach() throws IOException {
        Path file = folder.resolve("known");
        Files.writeString(file, "CID-001\n");
        assertThatThrownBy(() -> KnownFailures.read(file)).hasMessageContaining("no reason");
        Files.writeString(file, "CID-001 a\nCID-001 b\n");
        assertThatThrownBy(() -> KnownFailures.read(file)).hasMessageContaining("twice");
    }

    @Test
    void knownFailuresThatAreWrittenCanBeRead() throws IOException {
        Path file = folder.resolve("known");
        KnownFailures.write(
                file,
                "host",
                List.of(
                        result(0, Outcome.FAIL),
                        result(1, Outcome.PASS),
                        result(2, Outcome.XFAIL).as(Outcome.XFAIL, "their bug")));
        assertThat(KnownFailures.read(file).reasons())
                .containsOnlyKeys("CID-001", "SEQ-012")
                .containsEntry("SEQ-012", "their bug");
    }
}
