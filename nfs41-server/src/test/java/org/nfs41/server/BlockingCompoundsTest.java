package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.Inode;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.SequenceArgs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which COMPOUNDs an event loop may execute itself. */
class BlockingCompoundsTest {
    private static final SequenceArgs SEQUENCE =
            new SequenceArgs(new SessionId(1, 2), 1, 0, 0, false);
    private static final GetAttrArgs GETATTR = new GetAttrArgs(Bitmap.of(Attribute.SIZE));
    private static final int FILE_BYTES = 100_000;

    @TempDir private Path directory;

    private LocalFileSystem local;
    private ExportTable exports;
    private BlockingCompounds compounds;
    private FileHandle file;
    private FileHandle inMemory;

    /** What somebody writes under a delegation. */
    private Opaque written = Opaque.EMPTY;

    @BeforeEach
    void export() throws IOException {
        boolean linux = System.getProperty("os.name").equals("Linux");
        Assumptions.assumeTrue(linux, "directories are exported on Linux only");
        Files.write(directory.resolve("f"), new byte[FILE_BYTES]);
        local = LocalFileSystem.open(LocalOptions.of(directory, Opaque.of(new byte[16])));
        Export exported = new Export(11, "/local", local);
        Export memory =
                new Export(12, "/memory", new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20)));
        exports = new ExportTable(List.of(exported, memory), new NfsTime(1, 0));
        compounds = new BlockingCompounds(exports, written::equals);
        file = handle(exported, lookup("f"));
        inMemory = handle(memory, memory.fileSystem().root());
    }

    @AfterEach
    void close() {
        if (local != null) {
            local.close();
        }
    }

    private Inode lookup(String name) {
        return ok(local.lookup(Credentials.SUPERUSER, local.root(), Opaque.utf8(name)));
    }

    private FileHandle handle(Export export, Inode inode) {
        return exports.handleOf(new FileRef(export, inode));
    }

    private static XdrReader encoded(ArgOp... ops) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.utf8("tag"), 1, List.of(ops)).encode(out);
        return new XdrReader(out.toByteArray(0));
    }

    private boolean blocks(ArgOp... afterSequence) {
        List<ArgOp> ops = new ArrayList<>(List.of(SEQUENCE));
        ops.addAll(List.of(afterSequence));
        XdrReader args = encoded(ops.toArray(ArgOp[]::new));
        int start = args.position();
        boolean included = compounds.include(args);
        assertThat(args.position()).isEqualTo(start);
        return included;
    }

    private static ReadArgs read(long offset, int count) {
        return new ReadArgs(StateId.ANONYMOUS, offset, count);
    }

    /** Opens the file for reading, as the first READ does. */
    private void readOnce() {
        Inode inode = lookup("f");
        ok(local.read(Credentials.SUPERUSER, inode, 0, ByteBuffer.allocate(FILE_BYTES), 0, 100));
        ok(local.getAttributes(Credentials.SUPERUSER, inode));
    }

    @Test
    void sequenceAloneAndWhatConcernsMemoryDoNotBlock() {
        assertThat(blocks()).isFalse();
        assertThat(blocks(new PutFhArgs(inMemory), new LookupArgs(Opaque.utf8("x")))).isFalse();
    }

    @Test
    void callsOnAConnectionDoNotOvertakeTheReplyThatBindsIt() {
        SessionId session = new SessionId(1, 2);
        ArgOp bind = new BindConnToSessionArgs(session, ChannelDirFromClient.FORE_OR_BOTH, false);
        assertThat(compounds.include(encoded(bind))).isFalse();
    }

    @Test
    void whatComesFromTheRootOrHasNoSequenceMayBlock() {
        assertThat(blocks(new PutRootFhArgs(), GETATTR)).isTrue();
        assertThat(compounds.include(encoded(new PutRootFhArgs()))).isTrue();
    }

    @Test
    void namesOfADirectoryMayBlock() {
        assertThat(blocks(new PutFhArgs(file), new LookupArgs(Opaque.utf8("x")))).isTrue();
    }

    @Test
    void whetherThereAreNamedAttributesMayHaveToBeReadFromTheDisk() {
        GetAttrArgs named =
                new GetAttrArgs(Bitmap.of(Attribute.SIZE, Attribute.NAMED_ATTR, Attribute.MODE));
        GetAttrArgs both = new GetAttrArgs(Bitmap.of(Attribute.SIZE, Attribute.MODE));
        PutFhArgs put = new PutFhArgs(file);
        ok(local.getAttributes(Credentials.SUPERUSER, lookup("f")));
        assertThat(blocks(put, GETATTR)).isFalse();
        assertThat(blocks(put, both, new GetFhArgs())).isFalse();
        assertThat(blocks(put, new GetAttrArgs(Bitmap.EMPTY))).isFalse();
        assertThat(blocks(put, both, named)).isTrue();
        assertThat(blocks(new PutFhArgs(inMemory), named)).isFalse();
    }

    @Test
    void attributesOfAnObjectThatIsOpenDoNotBlock() {
        readOnce();
        ArgOp[] ops = {new PutFhArgs(file), new AccessArgs(1), new GetFhArgs(), GETATTR};
        assertThat(blocks(ops)).isFalse();
    }

    @Test
    void attributesOfAFileThatIsWrittenUnderADelegationMayBlock() {
        readOnce();
        written = file.data();
        compounds = new BlockingCompounds(exports, written::equals);
        assertThat(blocks(new PutFhArgs(file), GETATTR)).isTrue();
        assertThat(blocks(new PutFhArgs(file), new AccessArgs(1))).isFalse();
    }

    @Test
    void attributesOfAnObjectThatIsNotOpenMayBlock() throws IOException {
        local.close();
        local = LocalFileSystem.open(LocalOptions.of(directory, Opaque.of(new byte[16])));
        Export exported = new Export(11, "/local", local);
        exports = new ExportTable(List.of(exported), new NfsTime(1, 0));
        compounds = new BlockingCompounds(exports, written::equals);
        assertThat(blocks(new PutFhArgs(file), GETATTR)).isTrue();
    }

    @Test
    void aReadDoesNotBlockOnceTheFileIsOpenAndItsContentInMemory() {
        readOnce();
        Assumptions.assumeTrue(
                local.isAtHand(file.data(), 16, 0, 10), "the host does not tell what it has");
        assertThat(blocks(new PutFhArgs(file), read(0, 4096), GETATTR)).isFalse();
        assertThat(blocks(new PutFhArgs(file), read(FILE_BYTES - 10, 4096))).isFalse();
        assertThat(blocks(new PutFhArgs(file), read(FILE_BYTES + 10L, 4096))).isFalse();
    }

    @Test
    void largeAndSeveralReadsAreLeftToOthers() {
        readOnce();
        int large = BlockingCompounds.MOST_READ_HERE + 1;
        assertThat(blocks(new PutFhArgs(file), read(0, large), GETATTR)).isTrue();
        assertThat(blocks(new PutFhArgs(file), read(0, -1))).isTrue();
        assertThat(blocks(new PutFhArgs(file), read(-1, 1))).isTrue();
        assertThat(blocks(new PutFhArgs(file), read(0, 1), read(1, 1))).isTrue();
    }

    @Test
    void aLargeReadDoesNotBlockIfTheReplyCanEndInAPartOfTheFile() {
        readOnce();
        int large = BlockingCompounds.MOST_READ_HERE + 1;
        Assumptions.assumeTrue(
                local.isAtHand(file.data(), 16, 0, large), "the host does not tell what it has");
        ArgOp put = new PutFhArgs(file);
        assertThat(blocks(put, read(0, large))).isFalse();
        assertThat(blocks(put, read(0, FILE_BYTES + 1))).isFalse();
        assertThat(blocks(put, read(0, large), GETATTR)).as("more follows").isTrue();
        SequenceArgs kept = new SequenceArgs(new SessionId(1, 2), 1, 0, 0, true);
        assertThat(compounds.include(encoded(kept, put, read(0, large)))).as("kept").isTrue();
        assertThat(compounds.include(encoded(kept, put, read(0, 1)))).isFalse();
    }

    @Test
    void requestsThatAreCutOffAreRefusedBeforeTheyCanBlock() {
        readOnce();
        XdrReader whole = encoded(SEQUENCE, new PutFhArgs(file), GETATTR);
        for (int length = whole.remaining() - 1; length >= 0; length--) {
            XdrReader cut = new XdrReader();
            cut.reset(whole.buffer(), whole.position(), whole.position() + length);
            compounds.include(cut);
            assertThat(cut.position()).isEqualTo(whole.position());
        }
    }
}
