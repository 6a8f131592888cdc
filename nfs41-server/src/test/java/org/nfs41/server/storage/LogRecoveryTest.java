package org.nfs41.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.state.KnownClient;
import org.nfs41.state.Principal;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A log as it may be found when its server has died: cut off anywhere, or damaged. */
class LogRecoveryTest {
    private static final int BATCHES = 40;

    private final TreeMap<Integer, List<KnownClient>> storedAt = new TreeMap<>();
    private final byte[] log;

    LogRecoveryTest(@TempDir Path directory) throws IOException {
        log = write(directory, new Random(42));
    }

    /** A log of random batches, and what it said when each of them was acknowledged. */
    private byte[] write(Path directory, Random random) throws IOException {
        Contents contents = new Contents(Opaque.utf8("s"), Opaque.of(new byte[16]), 3);
        contents.apply(new StableRecord.MayReclaim(client(0, 1)));
        try (LogFile file = new LogFile(directory)) {
            file.replace(contents.state());
            remember(directory, contents);
            for (int i = 0; i < BATCHES; i++) {
                List<StableRecord> batch =
                        random.ints(1 + random.nextInt(4), 0, 1000)
                                .mapToObj(LogRecoveryTest::record)
                                .toList();
                file.append(batch);
                contents.applyAll(batch);
                remember(directory, contents);
            }
        }
        return Files.readAllBytes(directory.resolve(LogFile.NAME));
    }

    private static StableRecord record(int number) {
        KnownClient client = client(number % 7, number);
        return switch (number % 4) {
            case 0 -> new StableRecord.Gone(client.owner());
            case 1 -> new StableRecord.Revoked(client.owner());
            default -> new StableRecord.MayReclaim(client);
        };
    }

    private static KnownClient client(int name, long verifier) {
        return new KnownClient(
                Opaque.utf8("client" + name),
                verifier,
                name == 0 ? Principal.gss(Opaque.utf8("n@r")) : Principal.sys(name));
    }

    private void remember(Path directory, Contents contents) throws IOException {
        int length = (int) Files.size(directory.resolve(LogFile.NAME));
        storedAt.put(length, contents.state().mayReclaim());
    }

    private static List<KnownClient> read(byte[] bytes) throws XdrException {
        return LogFile.read(ByteBuffer.wrap(bytes)).state().mayReclaim();
    }

    @Test
    void cutOffAtAnyByteItHoldsWhatWasAcknowledgedAndNothingElse() throws XdrException {
        assertThat(storedAt).hasSize(BATCHES + 1);
        for (int length = storedAt.firstKey(); length <= log.length; length++) {
            assertThat(read(Arrays.copyOf(log, length)))
                    .as("cut off at %s", length)
                    .containsExactlyInAnyOrderElementsOf(acknowledged(length));
        }
    }

    private List<KnownClient> acknowledged(int length) {
        Map.Entry<Integer, List<KnownClient>> last = storedAt.floorEntry(length);
        assertThat(last).isNotNull();
        return last.getValue();
    }

    @Test
    void lastWriteOfWhichOnlyThePlaceWasStoredIsNoRecord() throws XdrException {
        for (int length = storedAt.firstKey(); length <= log.length; length++) {
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(log, length), log.length + 512);
            assertThat(read(zeros))
                    .as("zeros from %s", length)
                    .containsExactlyInAnyOrderElementsOf(acknowledged(sameUpTo(zeros)));
        }
    }

    /** Where it differs from the log: later than where it was cut off if zeros were there. */
    private int sameUpTo(byte[] other) {
        int mismatch = Arrays.mismatch(log, other);
        return Math.min(mismatch, log.length);
    }

    @Test
    void cutOffInItsFirstFrameItIsNoLog() {
        for (int length = 0; length < storedAt.firstKey(); length++) {
            byte[] cut = Arrays.copyOf(log, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(XdrException.class);
        }
    }

    @Test
    void damagedBeforeItsLastFrameNobodyReclaims() throws XdrException {
        int lastFrame = storedAt.lowerKey(log.length);
        for (int at = storedAt.firstKey(); at < lastFrame; at++) {
            byte[] damaged = log.clone();
            damaged[at] ^= 0x10;
            assertThat(read(damaged)).as("damaged at %s", at).isEmpty();
        }
    }

    @Test
    void stateIsWrittenAndReadWhole() throws IOException, XdrException {
        Remembered state =
                new Remembered(
                        -5,
                        Opaque.utf8("name"),
                        Opaque.of(new byte[16]),
                        77,
                        List.of(client(0, -1), client(1, 2)));
        ByteBuffer frame = Frames.frame(0, RecordCodec.encode(state));
        assertThat(LogFile.read(frame).state()).isEqualTo(state);
    }

    @Test
    void bootEpochGrowsWhateverTheClockSays() {
        Contents contents = new Contents(Opaque.EMPTY, Opaque.EMPTY, 100);
        contents.nextEpoch(100);
        assertThat(contents.state().bootEpoch()).isEqualTo(101);
        contents.nextEpoch(7);
        assertThat(contents.state().bootEpoch()).isEqualTo(102);
        contents.nextEpoch(1000);
        assertThat(contents.state().bootEpoch()).isEqualTo(1000);
    }
}
