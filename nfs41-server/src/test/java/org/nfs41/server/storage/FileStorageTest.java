package org.nfs41.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.state.KnownClient;
import org.nfs41.state.Principal;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

@Timeout(60)
class FileStorageTest {
    private static final Clock STOPPED = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir private Path parent;

    private Path directory() {
        return parent.resolve("a/b");
    }

    private FileStorage open() throws IOException {
        return FileStorage.open(directory(), STOPPED);
    }

    private static KnownClient client(int number) {
        return new KnownClient(Opaque.utf8("client" + number), number, Principal.sys(number));
    }

    private static void store(FileStorage storage) throws InterruptedException {
        CountDownLatch stored = new CountDownLatch(1);
        storage.whenStored(stored::countDown);
        stored.await();
    }

    @Test
    void serverIsTheSameAfterARestartButForItsBootEpoch() throws Exception {
        Remembered first;
        try (FileStorage storage = open()) {
            first = storage.begin();
            storage.append(new StableRecord.MayReclaim(client(1)));
            storage.append(new StableRecord.MayReclaim(client(2)));
            storage.append(new StableRecord.Lease(99));
            storage.append(new StableRecord.Gone(client(1).owner()));
            store(storage);
        }
        try (FileStorage storage = open()) {
            Remembered second = storage.begin();
            assertThat(second.serverName()).isEqualTo(first.serverName());
            assertThat(second.handleKey()).isEqualTo(first.handleKey());
            assertThat(second.bootEpoch()).isNotEqualTo(first.bootEpoch());
            assertThat(second.leaseNanos()).isEqualTo(99);
            assertThat(second.mayReclaim()).containsExactly(client(2));
        }
    }

    @Test
    void twoServersHaveNothingInCommon() throws IOException {
        try (FileStorage storage = open();
                FileStorage other = FileStorage.open(parent.resolve("other"))) {
            assertThat(storage.begin().serverName()).isNotEqualTo(other.begin().serverName());
            assertThat(storage.begin().handleKey()).isNotEqualTo(other.begin().handleKey());
        }
    }

    @Test
    void actionsComeInOrderWhenEverythingBeforeIsInTheFile() throws Exception {
        try (FileStorage storage = open()) {
            storage.begin();
            List<Integer> done = Collections.synchronizedList(new ArrayList<>());
            List<Integer> found = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 50; i++) {
                int number = i;
                storage.append(new StableRecord.MayReclaim(client(i)));
                storage.whenStored(() -> {
                    done.add(number);
                    found.add(stored());
                });
            }
            store(storage);
            assertThat(done).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
            for (int i = 0; i < 50; i++) {
                assertThat(found.get(i)).isGreaterThan(i);
            }
        }
    }

    /** How many clients the log in the directory knows now. */
    private int stored() {
        try {
            Contents contents = new LogFile(directory()).read();
            return contents == null ? 0 : contents.state().mayReclaim().size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void storageIsStoredAgainAfterItsActions() throws Exception {
        try (FileStorage storage = open()) {
            storage.begin();
            assertThat(storage.isStored()).isTrue();
            List<Boolean> within = Collections.synchronizedList(new ArrayList<>());
            // An action of what has been stored by then runs at once, and says nothing here.
            for (int i = 1; within.isEmpty(); i++) {
                CountDownLatch seen = new CountDownLatch(1);
                Thread here = Thread.currentThread();
                storage.append(new StableRecord.Lease(i));
                storage.whenStored(() -> {
                    if (Thread.currentThread() != here) {
                        within.add(storage.isStored());
                    }
                    seen.countDown();
                });
                seen.await();
            }
            assertThat(within).containsExactly(false);
            while (!storage.isStored()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void longLogIsReplaced() throws Exception {
        try (FileStorage storage = open()) {
            storage.begin();
            for (int i = 0; i < 5_000; i++) {
                storage.append(new StableRecord.MayReclaim(client(i % 3)));
                storage.append(new StableRecord.Gone(client((i + 1) % 3).owner()));
                if (i % 100 == 0) {
                    store(storage);
                }
            }
            store(storage);
            assertThat(Files.size(directory().resolve(LogFile.NAME))).isLessThan(100_000);
        }
        try (FileStorage storage = open()) {
            assertThat(storage.begin().mayReclaim()).containsOnly(client(0), client(1));
        }
    }

    @Test
    void directoryIsOneServersAlone() throws IOException {
        try (FileStorage storage = open()) {
            storage.begin();
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another server uses");
        }
        open().close();
    }

    @Test
    void secretsAreForTheOwner() throws IOException {
        try (FileStorage storage = open()) {
            storage.begin();
            assertThat(Files.getPosixFilePermissions(directory().resolve(LogFile.NAME)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void damagedBeginningIsRefusedWithTheWayOut() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve(LogFile.NAME), "no log");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("move it away");
    }

    @Test
    void logThatCannotBeReplacedGoesOn() throws Exception {
        try (FileStorage storage = open()) {
            storage.begin();
            Path away = parent.resolve("away");
            Files.move(directory(), away);
            // the log is open still, but the one that takes its place cannot be made
            for (int i = 0; i < 10_000; i++) {
                storage.append(new StableRecord.MayReclaim(client(i)));
            }
            store(storage);
            Files.move(away, directory());
            storage.append(new StableRecord.MayReclaim(client(-1)));
            store(storage);
        }
        try (FileStorage storage = open()) {
            assertThat(storage.begin().mayReclaim()).hasSize(10_001);
        }
    }

    @Test
    void writeThatFailsIsMadeGoodAndNothingCountsAsStoredUntilThen() throws Exception {
        try (FileStorage storage = open()) {
            // without begin() there is no log yet, so that the first write fails
            Path away = parent.resolve("away");
            Files.move(directory(), away);
            storage.append(new StableRecord.MayReclaim(client(1)));
            AtomicBoolean writable = new AtomicBoolean();
            CountDownLatch stored = new CountDownLatch(1);
            List<Boolean> seen = Collections.synchronizedList(new ArrayList<>());
            storage.whenStored(() -> {
                seen.add(writable.get());
                stored.countDown();
            });
            assertThat(storage.isStored()).isFalse();
            writable.set(true);
            Files.move(away, directory());
            stored.await();
            assertThat(seen).containsExactly(true);
            assertThat(stored()).isEqualTo(1);
        }
    }
}
