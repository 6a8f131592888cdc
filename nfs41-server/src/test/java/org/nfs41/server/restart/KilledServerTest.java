package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.ServeCommand;
import org.nfs41.server.restart.Client.Held;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.SequenceStatusFlags;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own that is killed and comes back at the same port. */
@Timeout(120)
class KilledServerTest {
    private static final Pattern LISTENS = Pattern.compile("on 127\\.0\\.0\\.1:(\\d+),");

    @TempDir private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private int port;

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    /** What is exported at /export. */
    private String exported = "memory";

    private Process launch() throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServeCommand.class.getName(),
                                "--port",
                                Integer.toString(port),
                                "--export",
                                "/export=" + exported,
                                "--state-dir",
                                directory.resolve("state").toString())
                        .start();
        processes.add(process);
        return process;
    }

    private Process serve() throws IOException {
        Process process = launch();
        BufferedReader out = process.inputReader(UTF_8);
        Matcher line = LISTENS.matcher(String.valueOf(out.readLine()));
        assertThat(line.find()).isTrue();
        port = Integer.parseInt(line.group(1));
        return process;
    }

    @Test
    void killedServerKnowsWhoHeldSomethingWhenItComesBack() throws Exception {
        Process first = serve();
        Client holder = Client.ready(this::call, "holder");
        Client other = Client.ready(this::call, "other");
        Held file = holder.create("export/f", Client.READ, 0);
        var server = holder.id;
        first.destroyForcibly().waitFor();

        serve();
        assertThat(holder.status(new PutRootFhArgs())).isEqualTo(NfsStatus.BADSESSION);
        assertThat(holder.useClientId(server.clientId())).isEqualTo(NfsStatus.STALE_CLIENTID);
        other.connect();
        other.complete();
        assertThat(other.tryCreate("export/g")).isEqualTo(NfsStatus.GRACE);
        holder.connect();
        assertThat(holder.id.serverOwner()).isEqualTo(server.serverOwner());
        assertThat(holder.id.clientId()).isNotEqualTo(server.clientId());
        assertThat(holder.reclaim(file.handle(), Client.READ, 0))
                .as("its file was in memory, but its handle is one of this server's")
                .isEqualTo(NfsStatus.STALE);
        assertThat(holder.statusFlags).isEqualTo(SequenceStatusFlags.RESTART_RECLAIM_NEEDED);
        holder.complete();
        assertThat(other.tryCreate("export/g")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void openOfAFileThatOutlivesTheServerIsReclaimed() throws Exception {
        exported = "local:" + Files.createDirectory(directory.resolve("files"));
        Process first = serve();
        Client holder = Client.ready(this::call, "holder");
        Held file = holder.create("export/f", Client.WRITE, Client.WRITE);
        first.destroyForcibly().waitFor();

        serve();
        Client other = Client.ready(this::call, "other");
        assertThat(other.open(file.handle(), Client.WRITE, 0)).isEqualTo(NfsStatus.GRACE);
        holder.connect();
        Held again = holder.reclaimed(file.handle(), Client.WRITE, Client.WRITE);
        assertThat(holder.lock(again, true)).isEqualTo(NfsStatus.OK);
        holder.complete();
        assertThat(other.open(file.handle(), Client.WRITE, 0)).isEqualTo(NfsStatus.SHARE_DENIED);
    }

    @Test
    void directoryInUseIsSaidInOneLine() throws Exception {
        serve();
        port = 0;
        Process second = launch();
        assertThat(second.waitFor()).isEqualTo(2);
        assertThat(new String(second.getErrorStream().readAllBytes(), UTF_8).strip().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("another server uses " + directory.resolve("state"));
    }

    /** One call as user 0 on a connection of its own. */
    private byte[] call(byte[] compound) {
        XdrWriter call = new XdrWriter();
        int[] head = {0, 7, 0, 2, 100003, 4, 1, 1, 20, 0, 0, 0, 0, 0, 0, 0};
        for (int word : head) {
            call.writeInt(word);
        }
        call.writeRaw(ByteBuffer.wrap(compound), 0, compound.length);
        call.putIntAt(0, 1 << 31 | call.position() - Integer.BYTES);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(call.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt() & Integer.MAX_VALUE;
            in.skipNBytes(RpcReply.HEADER_BYTES);
            return in.readNBytes(length - RpcReply.HEADER_BYTES);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
