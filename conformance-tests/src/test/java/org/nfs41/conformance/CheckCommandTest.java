package org.nfs41.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Faults;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    private int run(String... args) {
        CommandLine command = CheckCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }

    @Test
    void wrongUsageExitsWith2AndSaysWhy() {
        assertThat(run("--no-such-option")).isEqualTo(2);
        assertThat(run("nas")).isEqualTo(2);
        assertThat(run("nas:/export", "--timeout", "0")).isEqualTo(2);
        assertThat(run("nas:/export", "--parallel", "x")).isEqualTo(2);
        assertThat(run("nas:/export", "--select", "foo:bar")).isEqualTo(2);
        assertThat(run("nas:/export", "--quiet", "--verbose")).isEqualTo(2);
        assertThat(run("nas:/export", "--server-control", " ")).isEqualTo(2);
        assertThat(run("--server-control", "./restart-it")).isEqualTo(2);
        assertThat(run("--small-export", "/small")).isEqualTo(2);
        assertThat(run("nas:/export", "--read-only-export", "tmp")).isEqualTo(2);
        assertThat(run("explain", "NONE-001")).isEqualTo(2);
        assertThat(err.toString()).contains("the export is missing").contains("--help");
        assertThat(err.toString()).contains("names no command").contains("that is named; none is");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aKnownFailuresFileThatIsWrongExitsWith2() throws IOException {
        Path file = folder.resolve("known");
        assertThat(run("--known-failures", file.toString())).isEqualTo(2);
        Files.writeString(file, "SEQ-001\n");
        assertThat(run("--known-failures", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no reason");
    }

    @Test
    void anUnreachableServerAndAnEmptySelectionExitWith3() {
        assertThat(run("127.0.0.1:1:/export")).isEqualTo(3);
        assertThat(run("--select", "NONE-*")).isEqualTo(3);
        assertThat(run("list", "--select", "NONE-*")).isEqualTo(3);
        assertThat(err.toString()).contains("no connection to").contains("no check is selected");
    }

    @Test
    void theServerInMemoryPassesAndReportsAreWritten() {
        Path json = folder.resolve("r.json");
        Path junit = folder.resolve("r.xml");
        assertThat(run("-s", "SEQ-001", "--json", json.toString(), "--junit", junit.toString()))
                .isEqualTo(0);
        assertThat(out.toString()).contains("1 checks of 127.0.0.1").contains("1 PASS");
        assertThat(json).content().contains("\"PASS\": 1");
        assertThat(junit).content().contains("tests=\"1\"");
    }

    @Test
    void aFaultExitsWith1UnlessItIsKnown() throws IOException {
        Fault fault =
                Faults.all().stream()
                        .filter(one -> one.id().equals("exchange-id-accepts-any-flag"))
                        .findFirst()
                        .orElseThrow();
        Path known = folder.resolve("known");
        try (EmbeddedServer server = EmbeddedServer.start(fault.hooks())) {
            String address = server.address().toString();
            String[] write = {address, "-s", "CID-001", "--write-known-failures", known.toString()};
            assertThat(run(write)).isEqualTo(1);
            assertThat(out.toString()).contains("NFS4ERR_INVAL").contains("-> EXCHANGE_ID");
            assertThat(run(address, "-s", "CID-001", "--known-failures", known.toString()))
                    .isEqualTo(0);
        }
        assertThat(run("-s", "CID-001", "--known-failures", known.toString())).isEqualTo(1);
        Files.writeString(known, "NONE-001 never was\n");
        assertThat(run("-s", "CID-001", "--known-failures", known.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("XPASS").contains("NONE-001");
    }

    @Test
    void commandForRestartsIsAskedBeforeTheRun() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            String address = server.address().toString();
            assertThat(run("preflight", address, "--server-control", "echo up")).isEqualTo(0);
            assertThat(out.toString()).containsPattern("restarts +up status");
            assertThat(run(address, "-s", "SEQ-001", "--server-control", "./none")).isEqualTo(2);
            assertThat(err.toString()).contains("'./none status' cannot be run");
            assertThat(run(address, "-s", "SEQ-001", "--server-control", "false")).isEqualTo(3);
            assertThat(err.toString()).contains("'false status' failed with exit code 1");
            assertThat(run(address, "-s", "LEASE-201")).isEqualTo(3);
            assertThat(out.toString()).contains("1 SKIPPED", "skipped LEASE-201: ");
        }
        assertThat(run("-s", "LEASE-201")).isEqualTo(0);
        assertThat(out.toString()).contains("1 PASS");
    }

    @Test
    void exportsOfANamedServerAreFilledOnlyIfTheyAreNamed() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            String address = server.address().toString();
            assertThat(run(address, "-s", "ERR-040", "-s", "ERR-043", "-v")).isEqualTo(3);
            assertThat(out.toString())
                    .contains("2 SKIPPED", "--read-only-export", "--small-export");
            assertThat(run(address, "-s", "ERR-040", "--read-only-export", "/read-only"))
                    .isEqualTo(0);
            assertThat(run(address, "-s", "ERR-043", "--small-export", "/small")).isEqualTo(0);
            assertThat(run(address, "-s", "ERR-043", "-v", "--small-export", "/export"))
                    .isEqualTo(3);
            assertThat(out.toString()).contains("is not small");
        }
    }

    @Test
    void scenariosNeedLinuxClientsThatThereAre() {
        assertThat(run("-s", "LINUX-101")).isEqualTo(3);
        assertThat(err.toString()).contains("no check is selected; scenarios need --linux-client");
        assertThat(run("--linux-kernel", "/nowhere")).isEqualTo(2);
        assertThat(run("--linux-client", "none")).isEqualTo(2);
        assertThat(err.toString()).contains("'none' is no kind of Linux client; there are:", "uml");
        assertThat(run("--linux-client", "uml", "-s", "SEQ-001")).isEqualTo(3);
        String nowhere = folder.resolve("no-kernel").toString();
        assertThat(run("--linux-client", "uml", "--linux-kernel", nowhere)).isEqualTo(3);
        assertThat(err.toString()).contains("nfs41 check: no Linux client: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void listExplainPreflightAndVersion() {
        assertThat(run("list")).isEqualTo(0);
        assertThat(run("explain", "seq-001")).isEqualTo(0);
        assertThat(run("explain", "LINUX-101")).isEqualTo(0);
        assertThat(run("preflight")).isEqualTo(0);
        assertThat(run("version")).isEqualTo(0);
        assertThat(run("--help")).isEqualTo(0);
        assertThat(out.toString())
                .contains(
                        "SEQ-001", "LINUX-503", "Accepted:", "lease", "nfs41 check ", "Exit codes");
    }
}
