package org.nfs41.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.benchmarks.load.TestServer.Result;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.state.ChannelLimits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ReadDirResOk;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class LoadCommandTest {
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyScenarioIsAnsweredRightlyAndLeavesNothing(Scenario scenario) throws IOException {
        try (TestServer server = TestServer.start()) {
            Result result = server.load(scenario.toString());
            assertThat(result.err()).isEmpty();
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).contains(scenario + ", 3 x 4").contains("requests/s");
            assertThat(namesIn(server)).isEmpty();
        }
    }

    @Test
    void oneConnectionIsReadWithoutASelector() throws IOException {
        try (TestServer server = TestServer.start()) {
            for (String scenario : List.of("sequence", "read-1m", "write-1m")) {
                Result result = server.load(scenario, "--connections=1");
                assertThat(result.err()).isEmpty();
                assertThat(result.exitCode()).isZero();
            }
        }
    }

    @Test
    void requestsAreDueAtARate() throws IOException {
        try (TestServer server = TestServer.start()) {
            Result result = server.load("getattr", "--rate=500", "--seconds=0.5");
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).contains("Open loop: 500 requests a second were due");
            Matcher rate = Pattern.compile(":/export +([0-9]+) ").matcher(result.out());
            assertThat(rate.find()).isTrue();
            // more can be answered in a round only as far as some were late before it
            assertThat(Integer.parseInt(rate.group(1))).isBetween(1, 1000);
        }
    }

    @Test
    void ratiosAreThoseOfTheRounds(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("rounds.json");
        try (TestServer server = TestServer.start()) {
            Result result =
                    server.load(
                            "sequence-cached",
                            "--rounds=3",
                            "--against=sequence",
                            "--against=" + server.address(),
                            "--server-pid=" + ProcessHandle.current().pid(),
                            "--json=" + json);
            assertThat(result.exitCode()).isZero();
            assertThat(result.out())
                    .containsPattern("times sequence: .*\\R *requests/s( +[0-9.]+){6}")
                    .contains(server.address() + " (2)");
            assertThat(Files.readString(json))
                    .contains("\"format\": 1", "\"serverMicrosPerRequest\"")
                    .contains("\"target\": \"sequence\"");
        }
    }

    /** Its replies are checked as those of servers are. */
    @ParameterizedTest
    @ValueSource(strings = {"sequence", "getattr", "read-4k", "read-1m", "write-4k", "write-1m"})
    void theLimitAnswersRightly(String scenario) throws IOException {
        assumeThat(Path.of("/usr/bin/cc")).as("a C compiler").exists();
        try (TestServer server = TestServer.start()) {
            Result result = server.load(scenario, "--against=limit");
            assertThat(result.err()).isEmpty();
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).contains(server.address() + ", times limit");
        }
    }

    @Test
    void whatTheLimitCannotStartWithIsSaid() throws IOException {
        assumeThat(Path.of("/usr/bin/cc")).as("a C compiler").exists();
        try (TestServer server = TestServer.start()) {
            assertThat(server.load("null", "--against=limit", "--limit-cpus=0,x"))
                    .isEqualTo(
                            new Result(
                                    2,
                                    "",
                                    "nfs41 load: the limit did not start: '0,x' is no list of"
                                            + " processors such as 0,1 (see nfs41 load --help)\n"));
            Result result = server.load("null", "--against=limit", "--limit-directory=/none");
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("'/none' is no directory").hasLineCount(1);
        }
    }

    @Test
    void noMoreSlotsAreUsedThanTheServerGives() throws IOException {
        try (TestServer server =
                TestServer.start(
                        config -> config.channelLimits(ChannelLimits.DEFAULT.withSlots(2)))) {
            Result result = server.load("getattr");
            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).contains("no more than 2 requests at a time").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|HOST[:PORT]:/EXPORT",
                "127.0.0.1:/export|SCENARIO",
                "127.0.0.1 sequence|the export is missing",
                "127.0.0.1:/export read-5k|no scenario 'read-5k'; there are null, sequence",
                "127.0.0.1:/export null --connections 0|--connections is 1 to 4000",
                "127.0.0.1:/export null --depth 1025|--depth is 1 to 1024",
                "127.0.0.1:/export null --rate 0.5|--rate is 1 to 100000000 a second",
                "127.0.0.1:/export null --seconds NaN|--seconds is 0.01 to 3600",
                "127.0.0.1:/export null --seconds x|--seconds",
                "127.0.0.1:/export null --warm-up=-1|--warm-up is 0 to 3600",
                "127.0.0.1:/export null --rounds 0|--rounds is 1 to 1000",
                "127.0.0.1:/export null --threads 0|--threads is 1 to 64",
                "127.0.0.1:/export null --file-size 0|--file-size is 1 to 1024",
                "127.0.0.1:/export null --against nobody|no scenario 'nobody'",
                "127.0.0.1:/export null --against 127.0.0.1:0:/x|'0' is no port",
                "127.0.0.1:/export null --server-pid 999999999|there is no process 999999999",
                "127.0.0.1:/export null --server-pid 1 --server-pid 1|more processes than servers",
                "127.0.0.1:/export null --colour|Unknown option"
            })
    void badUsageIsOneLineThatSaysWhatIsWrong(String argumentsAndMessage) {
        String[] parts = argumentsAndMessage.split("\\|", 2);
        String[] args = parts[0].isEmpty() ? new String[0] : parts[0].split(" ", -1);
        Result result = TestServer.run(args);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("nfs41 load: ").contains(parts[1]).hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void whatCannotBeReachedIsInconclusive() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Result result = TestServer.run("127.0.0.1:" + port + ":/export", "sequence");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("127.0.0.1:" + port, "refused").hasLineCount(1);
    }

    @Test
    void anExportThatIsNotThereIsInconclusive() throws IOException {
        try (TestServer server = TestServer.start()) {
            String address = server.address() + "/no-such-directory";
            Result result = TestServer.run(address, "getattr");
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err()).contains("NFS4ERR_NOENT").hasLineCount(1);
        }
    }

    private static List<String> namesIn(TestServer server) {
        ClientConfig config =
                new ClientConfig(
                        ServerAddress.parse(server.address()),
                        Credential.sys(0, 0),
                        ClientConfig.DEFAULT_TIMEOUT,
                        Opaque.EMPTY,
                        new Transcript());
        try (NfsClient client = new NfsClient(config, "look")) {
            List<ArgOp> ops = new ArrayList<>(Ops.walk("/export"));
            ops.add(Ops.readDir(0, 0));
            Reply reply = client.mainSession().require(ops.toArray(ArgOp[]::new));
            return reply.result(ReadDirResOk.class).entries().stream()
                    .map(entry -> entry.name().utf8())
                    .toList();
        }
    }
}
