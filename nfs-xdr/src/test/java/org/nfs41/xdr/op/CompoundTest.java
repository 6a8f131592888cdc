package org.nfs41.xdr.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.Golden;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

class CompoundTest {
    private static final String TWO_OPERATIONS =
            """
            00000002 68690000   # tag: "hi" and two bytes of padding
            00000001            # minorversion
            00000002            # argarray: two operations
            00000018            # OP_PUTROOTFH
            0000000a            # OP_GETFH
            """;

    private static final String UNKNOWN_IN_THE_MIDDLE =
            """
            00000000            # tag
            00000001            # minorversion
            00000003            # argarray: three operations
            00000018            # OP_PUTROOTFH
            0000003b            # operation 59, which NFSv4.1 does not have
            0000000a 00000007   # its arguments and what follows
            """;

    @Test
    void requestIsReadAsAWhole() throws XdrException {
        assertThat(CompoundArgs.decode(Golden.reader(TWO_OPERATIONS)))
                .isEqualTo(
                        new CompoundArgs(
                                Opaque.utf8("hi"),
                                1,
                                List.of(new PutRootFhArgs(), new GetFhArgs())));
    }

    @Test
    void requestIsReadPieceByPiece() throws XdrException {
        XdrReader in = Golden.reader(TWO_OPERATIONS);
        assertThat(CompoundHeader.decode(in))
                .isEqualTo(new CompoundHeader(Opaque.utf8("hi"), 1, 2));
        assertThat(ArgOp.decode(in)).isEqualTo(new PutRootFhArgs());
        assertThat(ArgOp.decode(in)).isEqualTo(new GetFhArgs());
        assertThat(in.remaining()).isZero();
    }

    @Test
    void readingStopsAtAnUnknownOperation() throws XdrException {
        CompoundArgs request = CompoundArgs.decode(Golden.reader(UNKNOWN_IN_THE_MIDDLE));
        assertThat(request.ops()).containsExactly(new PutRootFhArgs(), new ArgOp.Unknown(59));
        assertThat(request.ops().getLast().op()).hasToString("OP(59)");
        assertThat(request.opCount()).isEqualTo(3);
        assertThat(request.undecoded()).isEqualTo(Opaque.of(Golden.bytes("0000000a 00000007")));
    }

    @Test
    void whatFollowsAnUnknownOperationIsWrittenAgain() throws XdrException {
        XdrWriter out = new XdrWriter();
        CompoundArgs.decode(Golden.reader(UNKNOWN_IN_THE_MIDDLE)).encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(UNKNOWN_IN_THE_MIDDLE));
    }

    @Test
    void illegalIsAnOperationOfItsOwn() throws XdrException {
        assertThat(ArgOp.decode(Golden.reader("0000273c"))).isEqualTo(new IllegalArgs());
    }

    @Test
    void numbersBelowTheFirstOperationAreUnknown() throws XdrException {
        for (int opcode : new int[] {0, 1, 2, 59, 63, 64, -1, Integer.MAX_VALUE}) {
            XdrWriter out = new XdrWriter();
            out.writeInt(opcode);
            assertThat(ArgOp.decode(new XdrReader(out.toByteArray())))
                    .isEqualTo(new ArgOp.Unknown(opcode));
        }
    }

    @Test
    void moreOperationsThanTheMessageHoldsAreRefused() {
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() ->
                        CompoundHeader.decode(
                                Golden.reader("00000000 00000001 00000002 00000018")));
    }

    @Test
    void restThatIsNotWholeWordsCannotBeWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new CompoundArgs(Opaque.EMPTY, 1, 1, List.of(), Opaque.of((byte) 1)));
    }

    @Test
    void errorOfAnUnknownOperationIsRead() throws XdrException {
        assertThat(ResOp.decode(Golden.reader("0000003b 0000273c")))
                .isEqualTo(new StatusOnly(Operation.of(59), NfsStatus.OP_ILLEGAL));
    }

    @Test
    void successOfAnUnknownOperationIsRefused() {
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> ResOp.decode(Golden.reader("0000003b 00000000")));
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> ResOp.decode(Golden.reader("0000273c 00000000")));
    }

    @Test
    void setAttrHasABodyWhateverItsStatus() throws XdrException {
        String refused = "00000022 00002730 00000001 00000010";
        SetAttrRes value = new SetAttrRes(NfsStatus.ATTRNOTSUPP, Bitmap.of(4));
        assertThat(ResOp.decode(Golden.reader(refused))).isEqualTo(value);
        assertThat(value.op()).isEqualTo(Operation.SETATTR);
    }

    @Test
    void deniedLockTellsWhoHoldsIt() throws XdrException {
        String denied =
                """
                0000000c            # resop: OP_LOCK
                0000271a            # status: NFS4ERR_DENIED
                0000000000000010    # offset
                ffffffffffffffff    # length: to the end of the file
                00000002            # locktype: WRITE_LT
                00000000cafe0001    # owner.clientid
                00000001 78 000000  # owner.owner: "x" and three bytes of padding
                """;
        assertThat(ResOp.decode(Golden.reader(denied)))
                .isEqualTo(
                        new LockDeniedRes(
                                new LockDenied(
                                        16,
                                        -1,
                                        LockType.WRITE_LT,
                                        new LockOwner(0xcafe0001L, Opaque.utf8("x")))));
    }

    @Test
    void valuesThatBelongToAnotherArmAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CreateType.Plain(FileType.NF4LNK));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecInfo.Plain(SecInfo.RPCSEC_GSS));
    }
}
