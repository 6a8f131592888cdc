package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

final class EmbedExampleTest {
    @Test
    void theReadmeShowsThisCode() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/org/nfs41/server/EmbedExample.java"));
        String example =
                source.substring(
                        source.indexOf("// README begins\n") + "// README begins\n".length(),
                        source.indexOf("        // README ends"));
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme).contains("```java\n" + example.indent(-8) + "```\n");
    }

    @Test
    void theExampleServes() throws IOException {
        AtomicInteger connected = new AtomicInteger();
        EmbedExample.run(port -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                connected.set(socket.getPort());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(connected.get()).isPositive();
    }
}
