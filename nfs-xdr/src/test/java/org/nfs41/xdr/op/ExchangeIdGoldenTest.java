package org.nfs41.xdr.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.Golden;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrWriter;

/** EXCHANGE_ID as RFC 8881 section 18.35 lays it out. */
class ExchangeIdGoldenTest {
    private static final String ARGS =
            """
            0000002a                # argop: OP_EXCHANGE_ID
            0102030405060708        # eia_clientowner.co_verifier
            00000005 686f737441 000000  # .co_ownerid: "hostA" and three bytes of padding
            00010103                # eia_flags: USE_NON_PNFS, BIND_PRINC_STATEID, moved
            00000001                # eia_state_protect.spa_how: SP4_MACH_CRED
            00000002                # .spo_must_enforce: two words
            00000000 00000800       #   bit 43, CREATE_SESSION
            00000001                # .spo_must_allow: one word
            00000010                #   bit 4, CLOSE
            00000001                # eia_client_impl_id: one element
            0000000b 6578616d706c652e6f7267 00  # .nii_domain: "example.org"
            00000002 6d65 0000      # .nii_name: "me"
            0000000065000000        # .nii_date.seconds
            0000000c                # .nii_date.nseconds
            """;

    private static final ExchangeIdArgs ARGS_VALUE =
            new ExchangeIdArgs(
                    new ClientOwner(0x0102030405060708L, Opaque.utf8("hostA")),
                    ExchangeIdFlags.USE_NON_PNFS
                            | ExchangeIdFlags.BIND_PRINC_STATEID
                            | ExchangeIdFlags.SUPP_MOVED_MIGR
                            | ExchangeIdFlags.SUPP_MOVED_REFER,
                    new StateProtectA.MachCred(
                            new StateProtectOps(
                                    Bitmap.of(Operation.CREATE_SESSION.value()),
                                    Bitmap.of(Operation.CLOSE.value()))),
                    new NfsImplId(
                            Opaque.utf8("example.org"),
                            Opaque.utf8("me"),
                            new NfsTime(0x65000000L, 12)));

    private static final String RESULT =
            """
            0000002a                # resop: OP_EXCHANGE_ID
            00000000                # eir_status: NFS4_OK
            00000000cafe0001        # eir_clientid
            00000001                # eir_sequenceid
            80010000                # eir_flags: CONFIRMED_R, USE_NON_PNFS
            00000000                # eir_state_protect.spr_how: SP4_NONE
            0000000000000009        # eir_server_owner.so_minor_id
            00000004 73727631       # .so_major_id: "srv1"
            00000003 616263 00      # eir_server_scope: "abc"
            00000000                # eir_server_impl_id: no element
            """;

    private static final ExchangeIdResOk RESULT_VALUE =
            new ExchangeIdResOk(
                    0xcafe0001L,
                    1,
                    ExchangeIdFlags.CONFIRMED_R | ExchangeIdFlags.USE_NON_PNFS,
                    new StateProtectR.None(),
                    new ServerOwner(9, Opaque.utf8("srv1")),
                    Opaque.utf8("abc"),
                    null);

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
}
