package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.restart.Client.READ;
import static org.nfs41.server.restart.Client.WRITE;
import static org.nfs41.server.restart.RestartableServer.LEASE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.server.restart.Client.Held;
import org.nfs41.server.storage.FileStorage;
import org.nfs41.xdr.NfsStatus;

import java.io.IOException;
import java.nio.file.Path;

/** Restarts of a server whose memory is a directory. */
@Timeout(60)
class FileRestartTest {
    private static final int BOTH = READ | WRITE;

    @TempDir private Path directory;

    @Test
    void opensAreReclaimedAndWhatWasLostIsNot() throws IOException {
        FileStorage storage = FileStorage.open(directory);
        RestartableServer server = new RestartableServer(storage);
        Client a = Client.ready(server, "a");
        Held kept = a.create("f", BOTH, WRITE);
        Client b = Client.ready(server, "b");
        Held lost = b.create("g", BOTH, WRITE);
        server.pass(LEASE.plusSeconds(1));
        assertThat(a.open(kept.handle(), READ, 0)).isEqualTo(NfsStatus.OK);
        assertThat(a.open(lost.handle(), WRITE, 0))
                .as("not before the loss is stored")
                .isEqualTo(NfsStatus.DELAY);
        assertThat(a.open(lost.handle(), WRITE, 0)).isEqualTo(NfsStatus.OK);
        storage.close();

        try (FileStorage found = FileStorage.open(directory)) {
            server.restart(found);
            b.connect();
            assertThat(b.reclaim(lost.handle(), BOTH, WRITE)).isEqualTo(NfsStatus.NO_GRACE);
            b.complete();
            assertThat(b.open(lost.handle(), READ, 0)).isEqualTo(NfsStatus.GRACE);
            a.connect();
            a.reclaimed(kept.handle(), BOTH, WRITE);
            a.complete();
            assertThat(b.open(lost.handle(), READ, 0)).isEqualTo(NfsStatus.OK);
        }
    }
}
