package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.restart.Client.READ;
import static org.nfs41.server.restart.Client.WRITE;
import static org.nfs41.server.restart.RestartableServer.LEASE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.fs.Export;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.server.restart.Client.Held;
import org.nfs41.server.storage.FileStorage;
import org.nfs41.xdr.NfsStatus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Exports that are added while clients work. That cannot be brought about over the network, so no
 * check of other servers looks for it.
 */
@Timeout(60)
class AddedExportTest {
    private static final int BOTH = READ | WRITE;

    @TempDir private Path directory;

    private static void addExport(RestartableServer server) {
        List<Export> exports = new ArrayList<>(server.service.exports());
        exports.add(Export.of("/added", new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20))));
        server.service.exports(exports);
    }

    @Test
    void nobodyHasToWaitOrToReclaimForAnExportThatIsAdded() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            RestartableServer server = new RestartableServer(storage, "/old");
            Client a = Client.ready(server, "a");
            Held held = a.create("old/f", BOTH, WRITE);
            addExport(server);
            assertThat(server.service.inGrace()).isFalse();
            assertThat(a.lock(held, false)).isEqualTo(NfsStatus.OK);
            assertThat(a.tryCreate("old/g")).isEqualTo(NfsStatus.OK);
            assertThat(a.tryCreate("added/f")).isEqualTo(NfsStatus.OK);
            assertThat(a.reclaim(held.handle(), BOTH, WRITE)).isEqualTo(NfsStatus.NO_GRACE);
            assertThat(Client.ready(server, "b").tryCreate("added/g")).isEqualTo(NfsStatus.OK);
        }
    }

    @Test
    void anExportThatIsAddedInAGracePeriodNeitherEndsNorProlongsIt() throws IOException {
        FileStorage storage = FileStorage.open(directory);
        RestartableServer server = new RestartableServer(storage, "/old");
        Client a = Client.ready(server, "a");
        Client b = Client.ready(server, "b");
        Held ofA = a.create("old/f", BOTH, WRITE);
        b.create("old/g", BOTH, WRITE);
        storage.close();

        try (FileStorage found = FileStorage.open(directory)) {
            server.restart(found);
            a.connect();
            server.pass(LEASE.dividedBy(2));
            addExport(server);
            assertThat(server.service.inGrace()).isTrue();
            assertThat(a.tryCreate("added/f")).isEqualTo(NfsStatus.GRACE);
            a.reclaimed(ofA.handle(), BOTH, WRITE);
            a.complete();
            server.pass(LEASE.dividedBy(2).plusSeconds(1));
            a.connect();
            a.complete();
            assertThat(server.service.inGrace()).isFalse();
            assertThat(a.tryCreate("added/f")).isEqualTo(NfsStatus.OK);
        }
    }
}
