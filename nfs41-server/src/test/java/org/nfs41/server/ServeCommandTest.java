package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;

final class ServeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "--export /a, write a path and what is there",
        "--export a=memory, write a path and what is there",
        "--export /a=disk, write a path and what is there",
        "--export /a/../b=memory, ..",
        "--export /a=local:, write a path and what is there",
        "'--export /a=local,exclusive:', write a path and what is there",
        "'--export /a=local,shared:/tmp', write a path and what is there",
        "--export /a=local:/no/such/place --state-dir target/state, no such directory",
        "--export /a=local:pom.xml --state-dir target/state, is not a directory",
        "--export /a=local:src --state-dir pom.xml, --state-dir",
        "--port 65536, 65536",
        "--port many, many",
        "--lease 0, 1 to 3600",
        "--lease 3601, 1 to 3600",
        "--courtesy 8d, 7 days",
        "--courtesy -1, courtesy",
        "--courtesy long, long",
        "--courtesy 1w, 1w",
        "--delegation-limit 0, write 1 or more",
        "--slots 0, 0",
        "--memory-limit 0, memory-limit",
        "--reply-memory 0, reply-memory 0",
        "--reply-memory 99999999999, which is the heap",
        "--reply-memory much, much",
        "--state-dir /dev/null/x --port 0, /dev/null",
        "--address 1.2.3.4.5, 1.2.3.4.5",
        "--implementation-id me, implementation-id",
        "--nonsense, --nonsense",
    })
    void badUsageIsOneLineAndExitCodeTwo(String arguments, String said) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().strip().lines()).hasSize(1).first().asString().contains(said);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPortInUseIsSaidWithTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(2);
        }
        assertThat(err.toString()).contains("cannot listen on 127.0.0.1:").contains("--port");
    }

    @Test
    void twoExportsAtOnePathAreRefused() {
        assertThat(run("--port", "0", "--export", "/a=memory", "--export", "/a=memory"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("/a");
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--export")
                .contains("--port")
                .contains("--lease")
                .contains("--courtesy")
                .contains("--reply-memory");
    }

    private int run(String... arguments) {
        return ServeCommand.newCommandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
