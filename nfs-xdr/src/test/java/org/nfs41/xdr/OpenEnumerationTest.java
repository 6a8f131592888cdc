package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenEnumerationTest {
    @Test
    void namedStatusIsAlwaysTheSameInstance() throws XdrException {
        assertThat(NfsStatus.of(0)).isSameAs(NfsStatus.OK);
        assertThat(NfsStatus.of(10063)).isSameAs(NfsStatus.SEQ_MISORDERED);
        assertThat(NfsStatus.decode(Golden.reader("0000274f"))).isSameAs(NfsStatus.SEQ_MISORDERED);
        for (NfsStatus status : NfsStatus.known()) {
            assertThat(NfsStatus.of(status.value())).isSameAs(status);
        }
    }

    @Test
    void onlyZeroIsOk() {
        assertThat(NfsStatus.known()).filteredOn(NfsStatus::isOk).containsExactly(NfsStatus.OK);
        assertThat(NfsStatus.of(19).isOk()).isFalse();
    }

    @Test
    void statusIsShownAsTheRfcNamesIt() {
        assertThat(NfsStatus.OK).hasToString("NFS4_OK");
        assertThat(NfsStatus.DELEG_REVOKED).hasToString("NFS4ERR_DELEG_REVOKED");
        assertThat(NfsStatus.of(12345)).hasToString("NFS4ERR(12345)");
        assertThat(NfsStatus.of(10073)).hasToString("NFS4ERR(10073)");
        assertThat(NfsStatus.of(-1)).hasToString("NFS4ERR(4294967295)");
    }

    @Test
    void unknownNumbersAreKept() throws XdrException {
        NfsStatus unknown = NfsStatus.decode(Golden.reader("ffffffff"));
        XdrWriter out = new XdrWriter();
        unknown.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes("ffffffff"));
        assertThat(unknown).isEqualTo(new NfsStatus(-1)).isEqualTo(NfsStatus.of(-1));
    }

    @Test
    void operationsHaveTheirNumbers() {
        assertThat(Operation.known()).hasSize(57);
        for (int number = 3; number <= 58; number++) {
            assertThat(Operation.known()).contains(Operation.of(number));
        }
        assertThat(Operation.SEQUENCE.value()).isEqualTo(53);
        assertThat(Operation.of(10044)).isSameAs(Operation.ILLEGAL);
        assertThat(Operation.SEQUENCE).hasToString("SEQUENCE");
        assertThat(Operation.of(99)).hasToString("OP(99)");
    }

    @Test
    void callbackOperationsHaveTheirNumbers() {
        assertThat(CallbackOperation.known()).hasSize(13);
        for (int number = 3; number <= 14; number++) {
            assertThat(CallbackOperation.known()).contains(CallbackOperation.of(number));
        }
        assertThat(CallbackOperation.CB_SEQUENCE.value()).isEqualTo(11);
        assertThat(CallbackOperation.CB_SEQUENCE).hasToString("CB_SEQUENCE");
    }
}
