package org.nfs41.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.nio.ByteBuffer;
import java.util.List;

/** That another request has another fingerprint, as far as it matters. */
final class RequestDigestTest {
    private static final int DATA_BYTES = 8192;

    private final RequestDigest digest = new RequestDigest();

    @Test
    void highestSlotIdDoesNotCount() {
        assertThat(of(write(0, new byte[DATA_BYTES]), true))
                .isEqualTo(of(write(7, new byte[DATA_BYTES]), true));
    }

    @Test
    void everyByteCountsWhereTheReplyIsKept() {
        byte[] data = new byte[DATA_BYTES];
        long one = of(write(0, data), true);
        data[DATA_BYTES - 1] = 1;
        assertThat(of(write(0, data), true)).isNotEqualTo(one);
    }

    @Test
    void theBeginningAndTheLengthCountWhereItIsNot() {
        byte[] data = new byte[DATA_BYTES];
        long one = of(write(0, data), false);
        assertThat(of(write(0, new byte[DATA_BYTES - 4]), false)).isNotEqualTo(one);
        data[DATA_BYTES - 1] = 1;
        assertThat(of(write(0, data), false)).isEqualTo(one);
        data[0] = 1;
        assertThat(of(write(0, data), false)).isNotEqualTo(one);
    }

    @Test
    void theBuffersOwnPositionAndLimitStay() {
        ByteBuffer request = write(0, new byte[DATA_BYTES]).limit(DATA_BYTES).position(3);
        digest.of(request, 0, request.capacity(), true);
        assertThat(request.position()).isEqualTo(3);
        assertThat(request.limit()).isEqualTo(DATA_BYTES);
    }

    private long of(ByteBuffer request, boolean kept) {
        return digest.of(request, 0, request.capacity(), kept);
    }

    private static ByteBuffer write(int highestSlot, byte[] data) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(
                        Opaque.utf8("tag"),
                        1,
                        List.of(
                                new SequenceArgs(new SessionId(1, 2), 3, 0, highestSlot, false),
                                new PutFhArgs(new FileHandle(Opaque.utf8("handle"))),
                                new WriteArgs(
                                        StateId.ANONYMOUS, 0, StableHow.UNSTABLE, Opaque.of(data))))
                .encode(out);
        return ByteBuffer.wrap(out.toByteArray());
    }
}
