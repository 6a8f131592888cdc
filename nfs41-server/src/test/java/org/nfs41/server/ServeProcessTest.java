package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.rpc.RpcReply;
import org.nfs41.xdr.XdrWriter;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class ServeProcessTest {
    private static final Pattern LISTENS = Pattern.compile("on 127\\.0\\.0\\.1:(\\d+),");

    @Test
    @Timeout(60)
    void sigtermStopsAServerWithConnectionsInOrder() throws IOException, InterruptedException {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServeCommand.class.getName(),
                                "--port",
                                "0")
                        .start();
        try (BufferedReader out = server.inputReader(UTF_8)) {
            Matcher line = LISTENS.matcher(out.readLine());
            assertThat(line.find()).isTrue();
            int port = Integer.parseInt(line.group(1));
            assertThat(out.readLine()).contains("vers=4.1,port=" + port + " 127.0.0.1:/export");
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                nullCall(client);
                // Process.destroy would close the streams that are still to be read.
                server.toHandle().destroy();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(new String(server.getErrorStream().readAllBytes(), UTF_8))
                    .contains("nfs41: stopped");
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void sighupReadsTheExportsAgainAndKeepsThoseThatAreWrong(@TempDir Path dir)
            throws IOException, InterruptedException {
        Path file = dir.resolve("exports");
        Files.writeString(file, "# what we have\n/a=memory *(ro)\n");
        Process server =
                new ProcessBuilder(
                                // a build under nohup has its processes ignore the signal
                                "env",
                                "--default-signal=HUP",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServeCommand.class.getName(),
                                "--port",
                                "0",
                                "--exports",
                                file.toString())
                        .start();
        try (BufferedReader out = server.inputReader(UTF_8);
                BufferedReader err = server.errorReader(UTF_8)) {
            assertThat(out.readLine()).contains("serves");
            assertThat(out.readLine()).endsWith(":/a /mnt");
            assertThat(out.readLine()).isEqualTo("Ctrl-C stops it.");
            Files.writeString(file, "/a=memory\n/b=memory 192.0.2.0/24\n");
            hangUp(server);
            assertThat(err.readLine()).isEqualTo("nfs41: exports /a /b");
            Files.writeString(file, "/a=memory\n/c=floppy\n");
            hangUp(server);
            assertThat(err.readLine())
                    .startsWith("nfs41: exports stay as they are: ")
                    .contains("/c=floppy");
        } finally {
            server.destroyForcibly();
        }
    }

    private static void hangUp(Process server) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(server.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** One call and its reply, after which the connection is known to have been accepted. */
    private static void nullCall(Socket client) throws IOException {
        XdrWriter call = new XdrWriter();
        int xid = 7;
        for (int word : new int[] {0x80000028, xid, 0, 2, 100003, 4, 0, 0, 0, 0, 0}) {
            call.writeInt(word);
        }
        client.getOutputStream().write(call.toByteArray());
        int replyBytes = 4 + RpcReply.HEADER_BYTES;
        assertThat(client.getInputStream().readNBytes(replyBytes)).hasSize(replyBytes);
    }
}
