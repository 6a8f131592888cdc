package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.ArrayList;
import java.util.List;

/** COMPOUNDs whose results fill a small session's replies to the last byte. */
class SmallReplyTest {
    private static final int SMALLEST = 120;
    private static final int LARGEST = 140;
    private static final int MOST_BEFORE = 10;

    /** RPC header, status with tag and count, SEQUENCE's result. */
    private static final int WITH_SEQUENCE_BYTES = 24 + 16 + 44;

    private static final int RESULT_BYTES = 8;

    /** SETATTR's longest result, and what the next operation needs to fail. */
    private static final int SETATTR_BYTES = RESULT_BYTES + 16;

    private static final int FAILURE_BYTES = RESULT_BYTES + 4;

    private final FileServer server = new FileServer();

    @Test
    void everyOperationCanFailInTheRoomThatIsLeft() {
        for (int limit = SMALLEST; limit <= LARGEST; limit++) {
            TestClient client = new TestClient(server, "client-" + limit, 0, limit);
            client.reclaimComplete();
            for (int before = 0; before < MOST_BEFORE; before++) {
                check(client, limit, before);
            }
        }
    }

    /** PUTROOTFH so many times, a SETATTR that fails with a bitmap, and one more PUTROOTFH. */
    private static void check(TestClient client, int limit, int before) {
        List<ArgOp> operations = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            operations.add(new PutRootFhArgs());
        }
        AttributeSet mode = AttributeSet.EMPTY.with(AttributeType.MODE, 0777);
        operations.add(new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes()));
        operations.add(new PutRootFhArgs());
        NfsStatus refused = before == 0 ? NfsStatus.NOFILEHANDLE : NfsStatus.ROFS;

        CompoundRes reply = client.call(operations.toArray(ArgOp[]::new));

        int left = limit - WITH_SEQUENCE_BYTES - before * RESULT_BYTES;
        if (left >= SETATTR_BYTES + FAILURE_BYTES) {
            assertThat(reply.status()).isEqualTo(refused);
            assertThat(reply.results()).hasSize(before + 1);
        } else {
            assertThat(reply.status())
                    .as("limit %d, %d before", limit, before)
                    .isIn(refused, NfsStatus.REP_TOO_BIG);
        }
    }
}
