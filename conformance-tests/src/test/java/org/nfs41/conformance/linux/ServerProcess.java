package org.nfs41.conformance.linux;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.server.ServeCommand;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Our own server in a process of its own, with a directory of this machine. It can be killed, and
 * comes back at the same port with the same directory and the same {@code --state-dir}.
 */
final class ServerProcess implements AutoCloseable {
    private static final String EXPORT = "/export";

    /**
     * Below the ports that systems give to connections: one of those could take the port while the
     * server is away.
     */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    private final Path folder;
    private final Duration lease;
    private final int port;
    private ProcessGroup process;

    private ServerProcess(Path folder, Duration lease, int port, ProcessGroup process) {
        this.folder = folder;
        this.lease = lease;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it with a new directory, in which everybody may write.
     *
     * @param lease also how long clients can reclaim after a restart, in seconds
     */
    static ServerProcess start(Duration lease) throws IOException {
        Path folder = Files.createTempDirectory("nfs41-killed-");
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = freePort();
        return new ServerProcess(folder, lease, port, launch(folder, lease, port));
    }

    private static int freePort() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = RandomGenerator.getDefault().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Returns when it listens. */
    private static ProcessGroup launch(Path folder, Duration lease, int port) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1", // it starts sooner, and lives for seconds
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServeCommand.class.getName(),
                        "--port=" + port,
                        "--lease=" + lease.toSeconds(),
                        "--export=%s=local:%s".formatted(EXPORT, folder.resolve("files")),
                        "--state-dir=" + folder.resolve("state"));
        Path log = folder.resolve("server.log");
        ProcessGroup process = ProcessGroup.start(command, Map.of(), log);
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.standardOutput(), StandardCharsets.UTF_8));
        String line = String.valueOf(output.readLine());
        if (!line.contains(":" + port)) {
            process.kill();
            throw new IOException(
                    "the server does not listen but says: "
                            + line
                            + "\n"
                            + Files.readString(log, StandardCharsets.ISO_8859_1));
        }
        return process;
    }

    ServerAddress export() {
        return new ServerAddress("127.0.0.1", port, EXPORT);
    }

    /** Sends SIGKILL and waits for its end. */
    void kill() throws IOException {
        process.kill();
    }

    /** Starts it again after {@link #kill}; returns when it listens. */
    void startAgain() throws IOException {
        process = launch(folder, lease, port);
    }

    @Override
    public void close() throws IOException {
        process.kill();
        LinuxClient.delete(folder);
    }
}
