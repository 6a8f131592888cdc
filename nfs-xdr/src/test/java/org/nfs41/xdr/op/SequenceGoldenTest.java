package org.nfs41.xdr.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Golden;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrWriter;

/** SEQUENCE as RFC 8881 section 18.46 lays it out. */
class SequenceGoldenTest {
    private static final String ARGS =
            """
            00000035                                # argop: OP_SEQUENCE
            00112233 44556677 8899aabb ccddeeff     # sa_sessionid
            00000007                                # sa_sequenceid
            00000003                                # sa_slotid
            0000001f                                # sa_highest_slotid
            00000001                                # sa_cachethis: TRUE
            """;

    private static final SequenceArgs ARGS_VALUE =
            new SequenceArgs(
                    new SessionId(0x0011223344556677L, 0x8899aabbccddeeffL), 7, 3, 31, true);

    private static final String RESULT =
            """
            00000035                                # resop: OP_SEQUENCE
            00000000                                # sr_status: NFS4_OK
            00112233 44556677 8899aabb ccddeeff     # sr_sessionid
            00000007                                # sr_sequenceid
            00000003                                # sr_slotid
            0000001f                                # sr_highest_slotid
            0000003f                                # sr_target_highest_slotid
            00000201                                # sr_status_flags: the backchannel is down
            """;

    private static final SequenceResOk RESULT_VALUE =
            new SequenceResOk(
                    new SessionId(0x0011223344556677L, 0x8899aabbccddeeffL),
                    7,
                    3,
                    31,
                    63,
                    SequenceStatusFlags.CB_PATH_DOWN | SequenceStatusFlags.CB_PATH_DOWN_SESSION);

    @Test
    void argumentsAreRead() throws XdrException {
        assertThat(ArgOp.decode(Golden.reader(ARGS))).isEqualTo(ARGS_VALUE);
    }

    @Test
    void argumentsAreWritten() {
        XdrWriter out = new XdrWriter();
        ARGS_VALUE.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(ARGS));
    }

    @Test
    void resultIsRead() throws XdrException {
        assertThat(ResOp.decode(Golden.reader(RESULT))).isEqualTo(RESULT_VALUE);
    }

    @Test
    void resultIsWritten() {
        XdrWriter out = new XdrWriter();
        RESULT_VALUE.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(RESULT));
    }

    @Test
    void errorIsNothingButItsStatus() throws XdrException {
        String error =
                """
                00000035    # resop: OP_SEQUENCE
                0000274f    # sr_status: NFS4ERR_SEQ_MISORDERED, 10063
                """;
        StatusOnly value = new StatusOnly(Operation.SEQUENCE, NfsStatus.SEQ_MISORDERED);
        XdrWriter out = new XdrWriter();
        value.encode(out);
        assertThat(ResOp.decode(Golden.reader(error))).isEqualTo(value);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(error));
    }
}
