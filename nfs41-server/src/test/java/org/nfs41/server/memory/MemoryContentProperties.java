package org.nfs41.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.ReadResult;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StableHow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A file against an array that does the same. */
class MemoryContentProperties {
    /** Several pages, so that page borders, short pages and missing pages all come up. */
    private static final int MAX_SIZE = 5 * PageTree.PAGE_BYTES;

    private static final long CAPACITY = 64 << 20;

    /** What may be done to a file. */
    sealed interface Step {
        record Write(int offset, int length, byte value) implements Step {}

        record Truncate(int size) implements Step {}

        record Read(int offset, int length) implements Step {}
    }

    /** The model: all bytes that the file might have, and how many it has. */
    private static final class Model {
        private final byte[] bytes = new byte[2 * MAX_SIZE];
        private int size;

        void write(int offset, int length, byte value) {
            Arrays.fill(bytes, offset, offset + length, value);
            size = length == 0 ? size : Math.max(size, offset + length);
        }

        void truncate(int newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
            }
            size = newSize;
        }

        byte[] read(int offset, int length) {
            int end = Math.min(size, offset + length);
            return offset >= end ? new byte[0] : Arrays.copyOfRange(bytes, offset, end);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> near = Arbitraries.integers().between(-2, 2);
        Arbitrary<Integer> page =
                Arbitraries.integers().between(0, 4).map(n -> n * PageTree.PAGE_BYTES);
        Arbitrary<Integer> atBorder =
                Combinators.combine(page, near).as((p, n) -> Math.max(0, p + n));
        Arbitrary<Integer> anywhere = Arbitraries.integers().between(0, MAX_SIZE);
        Arbitrary<Integer> offsets = Arbitraries.oneOf(anywhere, atBorder);
        Arbitrary<Integer> lengths =
                Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 10),
                        Arbitraries.integers().between(0, 2 * PageTree.PAGE_BYTES));
        Arbitrary<Step> writes =
                Combinators.combine(
                                offsets, lengths, Arbitraries.bytes().between((byte) 1, (byte) 9))
                        .as(Step.Write::new);
        Arbitrary<Step> truncates = offsets.map(Step.Truncate::new);
        Arbitrary<Step> reads = Combinators.combine(offsets, lengths).as(Step.Read::new);
        return Arbitraries.oneOf(writes, truncates, reads).list().ofMaxSize(30);
    }

    @Property(tries = 300)
    void aFileIsAnArray(@ForAll("steps") List<Step> steps) {
        FsUser user =
                new FsUser(
                        new MemoryFileSystem(MemoryOptions.ofCapacity(CAPACITY)),
                        Credentials.SUPERUSER);
        var empty = ok(user.fs().statistics());
        Inode file = user.file(user.root(), "f");
        Model model = new Model();
        for (Step step : steps) {
            apply(user, file, model, step);
            assertThat(user.stat(file).size()).isEqualTo(model.size);
        }
        assertThat(user.read(file, 0, 2 * MAX_SIZE)).isEqualTo(model.read(0, 2 * MAX_SIZE));
        assertThat(user.remove(user.root(), "f")).isEqualTo(NfsStatus.OK);
        assertThat(ok(user.fs().statistics())).isEqualTo(empty);
    }

    private static void apply(FsUser user, Inode file, Model model, Step step) {
        switch (step) {
            case Step.Write(int offset, int length, byte value) -> {
                ByteBuffer source = ByteBuffer.allocate(length + 3);
                Arrays.fill(source.array(), 3, length + 3, value);
                var written =
                        ok(
                                user.fs()
                                        .write(
                                                user.caller(),
                                                file,
                                                offset,
                                                source,
                                                3,
                                                length,
                                                StableHow.UNSTABLE));
                assertThat(written.count()).isEqualTo(length);
                model.write(offset, length, value);
            }
            case Step.Truncate(int size) -> {
                assertThat(user.set(file, AttributeChanges.ofSize(size))).isEqualTo(NfsStatus.OK);
                model.truncate(size);
            }
            case Step.Read(int offset, int length) -> {
                ByteBuffer target = ByteBuffer.allocate(length);
                ReadResult read =
                        ok(user.fs().read(user.caller(), file, offset, target, 0, length));
                byte[] expected = model.read(offset, length);
                assertThat(Arrays.copyOf(target.array(), read.count())).isEqualTo(expected);
                assertThat(read.eof()).isEqualTo(offset + expected.length >= model.size);
            }
        }
    }
}
