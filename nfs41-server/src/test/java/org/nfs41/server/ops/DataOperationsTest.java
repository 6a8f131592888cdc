package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CommitArgs;
import org.nfs41.xdr.op.CommitResOk;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;
import org.nfs41.xdr.op.WriteResOk;

import java.util.Arrays;

/** READ, WRITE and COMMIT. */
class DataOperationsTest {
    private static final long LARGEST = Long.MAX_VALUE;

    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);
    private final StateId id = client.openFile("f");
    private final ArgOp file = client.put("/a/f");

    private WriteResOk write(long offset, String text) {
        return client.result(
                WriteResOk.class,
                file,
                new WriteArgs(id, offset, StableHow.UNSTABLE, Opaque.utf8(text)));
    }

    private ReadResOk read(long offset, int count) {
        return client.result(ReadResOk.class, file, new ReadArgs(id, offset, count));
    }

    private NfsStatus status(ArgOp operation) {
        return client.status(file, operation);
    }

    @Test
    void whatWasWrittenIsRead() {
        WriteResOk written = write(0, "hello world");
        assertThat(written.count()).isEqualTo(11);
        assertThat(read(0, 5)).isEqualTo(new ReadResOk(false, Opaque.utf8("hello")));
        assertThat(read(6, 5)).isEqualTo(new ReadResOk(true, Opaque.utf8("world")));
        assertThat(read(6, 100)).isEqualTo(new ReadResOk(true, Opaque.utf8("world")));
    }

    @Test
    void aReadThatIsTooLongFillsTheReplyToItsLastWord() {
        write(0, "x".repeat(1000));
        TestClient small = new TestClient(server, "c2", 1000, 512);
        ReadArgs all = new ReadArgs(StateId.ANONYMOUS, 0, 1000);
        int fitting = small.result(ReadResOk.class, file, all).data().length();
        assertThat(fitting).isBetween(300, 500);
        assertThat(fitting % Integer.BYTES).isZero();
    }

    @Test
    void holesReadAsZeros() {
        write(1 << 20, "x");
        assertThat(read((1 << 20) - 3, 10).data())
                .isEqualTo(Opaque.of((byte) 0, (byte) 0, (byte) 0, (byte) 'x'));
    }

    @Test
    void readingAtOrBehindTheEndGivesNothingAndEof() {
        write(0, "text");
        ReadResOk nothing = new ReadResOk(true, Opaque.EMPTY);
        for (long offset : new long[] {4, 5, LARGEST, LARGEST + 1, -1}) {
            assertThat(read(offset, 10)).isEqualTo(nothing);
        }
        assertThat(read(2, 0)).isEqualTo(new ReadResOk(false, Opaque.EMPTY));
        assertThat(read(2, -1)).isEqualTo(new ReadResOk(true, Opaque.utf8("xt")));
    }

    @Test
    void writingBeyondTheLargestOffsetIsTooBig() {
        Opaque data = Opaque.utf8("text");
        for (long offset : new long[] {-1, LARGEST, LARGEST - 3}) {
            assertThat(status(new WriteArgs(id, offset, StableHow.FILE_SYNC, data)))
                    .isEqualTo(NfsStatus.FBIG);
        }
    }

    @Test
    void writingNothingIsFine() {
        assertThat(write(100, "").count()).isZero();
        assertThat(read(0, 10).eof()).isTrue();
    }

    @Test
    void stabilityIsAtLeastWhatWasAskedForAndVerifiersAgree() {
        WriteResOk loose = write(0, "a");
        WriteResOk firm =
                client.result(
                        WriteResOk.class,
                        file,
                        new WriteArgs(id, 0, StableHow.FILE_SYNC, Opaque.utf8("b")));
        assertThat(firm.committed()).isEqualTo(StableHow.FILE_SYNC);
        CommitResOk commit = client.result(CommitResOk.class, file, new CommitArgs(0, 0));
        assertThat(commit.writeVerifier())
                .isEqualTo(loose.writeVerifier())
                .isEqualTo(firm.writeVerifier());
        assertThat(status(new WriteArgs(id, 0, StableHow.of(3), Opaque.utf8("c"))))
                .isEqualTo(NfsStatus.BADXDR);
    }

    @Test
    void commitOfAnyRangeIsFine() {
        for (long offset : new long[] {0, LARGEST, -1}) {
            for (int count : new int[] {0, 1, -1}) {
                assertThat(status(new CommitArgs(offset, count))).isEqualTo(NfsStatus.OK);
            }
        }
    }

    @Test
    void dataIsOfRegularFilesOnly() {
        assertRefused(client.put("/a"), NfsStatus.ISDIR);
        make("link", new CreateType.Link(Opaque.utf8("f")));
        assertRefused(client.put("/a/link"), NfsStatus.SYMLINK);
        make("fifo", new CreateType.Plain(FileType.NF4FIFO));
        assertRefused(client.put("/a/fifo"), NfsStatus.WRONG_TYPE);
    }

    private void make(String name, CreateType type) {
        client.call(
                client.put("/a"),
                new CreateArgs(type, Opaque.utf8(name), AttributeSet.EMPTY.toFileAttributes()));
    }

    private void assertRefused(ArgOp object, NfsStatus status) {
        StateId none = StateId.ANONYMOUS;
        assertThat(client.status(object, new ReadArgs(none, 0, 1))).isEqualTo(status);
        assertThat(
                        client.status(
                                object,
                                new WriteArgs(none, 0, StableHow.UNSTABLE, Opaque.utf8("x"))))
                .isEqualTo(status);
        assertThat(client.status(object, new CommitArgs(0, 0))).isEqualTo(status);
    }

    @Test
    void openModeBindsIo() { // B-127
        StateId reading = client.opened(TestClient.open("r", 1, 0, "f")).stateId();
        StateId writing = client.opened(TestClient.open("w", 2, 0, "f")).stateId();
        assertThat(status(new WriteArgs(reading, 0, StableHow.UNSTABLE, Opaque.utf8("x"))))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(status(new ReadArgs(writing, 0, 1))).isEqualTo(NfsStatus.OPENMODE);
    }

    @Test
    void permissionIsCheckedForWhoeverSendsTheIo() { // B-190
        setMode(0600);
        client.as(2000);
        assertThat(status(new ReadArgs(id, 0, 1))).isEqualTo(NfsStatus.ACCESS);
        assertThat(status(new WriteArgs(id, 0, StableHow.UNSTABLE, Opaque.utf8("x"))))
                .isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    void ownerMayReadAndWriteWhateverTheModeSays() {
        setMode(0000);
        write(0, "x");
        assertThat(read(0, 1).data()).isEqualTo(Opaque.utf8("x"));
    }

    @Test
    void whoMayExecuteMayOpenAndRead() {
        write(0, "program");
        setMode(0711);
        client.as(2000);
        OpenResOk opened = client.opened(TestClient.open("o", 1, 0, "f"));
        assertThat(status(new ReadArgs(opened.stateId(), 0, 7))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(client.put("/a"), TestClient.open("o", 2, 0, "f")))
                .isEqualTo(NfsStatus.ACCESS);
    }

    private void setMode(int mode) {
        assertThat(
                        status(
                                new SetAttrArgs(
                                        StateId.ANONYMOUS,
                                        AttributeSet.EMPTY
                                                .with(AttributeType.MODE, mode)
                                                .toFileAttributes())))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void readFillsTheReplyAndNoMore() {
        byte[] much = new byte[10_000];
        Arrays.fill(much, (byte) 'z');
        write(0, Opaque.of(much).utf8());
        TestClient narrow = new TestClient(server, "narrow", 1000, 1_000);
        ReadResOk part =
                narrow.result(ReadResOk.class, file, new ReadArgs(StateId.ANONYMOUS, 0, 10_000));
        assertThat(part.eof()).isFalse();
        assertThat(part.data().length()).isBetween(800, 1_000);
    }

    @Test
    void readIsLimitedToMaxRead() {
        byte[] much = new byte[(1 << 20) - 1_000];
        client.call(file, new WriteArgs(id, 0, StableHow.UNSTABLE, Opaque.of(much)));
        client.call(file, new WriteArgs(id, much.length, StableHow.UNSTABLE, Opaque.of(much)));
        assertThat(read(0, Integer.MAX_VALUE).data().length()).isLessThanOrEqualTo(1 << 20);
    }
}
