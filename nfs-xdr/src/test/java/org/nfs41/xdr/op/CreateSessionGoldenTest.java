package org.nfs41.xdr.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.Golden;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrWriter;

import java.util.List;
import java.util.OptionalInt;

/** CREATE_SESSION as RFC 8881 section 18.36 lays it out. */
class CreateSessionGoldenTest {
    private static final String ARGS =
            """
            0000002b            # argop: OP_CREATE_SESSION
            00000000cafe0001    # csa_clientid
            00000001            # csa_sequence
            00000003            # csa_flags: PERSIST, CONN_BACK_CHAN
            00000000            # csa_fore_chan_attrs.ca_headerpadsize
            00100400            # .ca_maxrequestsize
            00100800            # .ca_maxresponsesize
            00001000            # .ca_maxresponsesize_cached
            00000008            # .ca_maxoperations
            00000040            # .ca_maxrequests
            00000000            # .ca_rdma_ird: no element
            00000000            # csa_back_chan_attrs.ca_headerpadsize
            00001000            # .ca_maxrequestsize
            00001000            # .ca_maxresponsesize
            00000000            # .ca_maxresponsesize_cached
            00000002            # .ca_maxoperations
            00000010            # .ca_maxrequests
            00000001 00000004   # .ca_rdma_ird: one element, 4
            40000000            # csa_cb_program
            00000002            # csa_sec_parms: two elements
            00000000            # [0].cb_secflavor: AUTH_NONE
            00000001            # [1].cb_secflavor: AUTH_SYS
            12345678            # .stamp
            00000002 68310000   # .machinename: "h1" and two bytes of padding
            000003e8            # .uid: 1000
            00000064            # .gid: 100
            00000002            # .gids: two elements
            0000000a            # [0]: 10
            00000014            # [1]: 20
            """;

    private static final CreateSessionArgs ARGS_VALUE =
            new CreateSessionArgs(
                    0xcafe0001L,
                    1,
                    CreateSessionFlags.PERSIST | CreateSessionFlags.CONN_BACK_CHAN,
                    new ChannelAttributes(
                            0, 0x100400, 0x100800, 0x1000, 8, 64, OptionalInt.empty()),
                    new ChannelAttributes(0, 0x1000, 0x1000, 0, 2, 16, OptionalInt.of(4)),
                    0x40000000,
                    List.of(
                            new CallbackSecParms.None(),
                            new CallbackSecParms.Sys(
                                    new AuthSysParms(
                                            0x12345678,
                                            Opaque.utf8("h1"),
                                            1000,
                                            100,
                                            List.of(10, 20)))));

    private static final String RESULT =
            """
            0000002b            # resop: OP_CREATE_SESSION
            00000000            # csr_status: NFS4_OK
            0011223344556677    # csr_sessionid, first half
            8899aabbccddeeff    # csr_sessionid, second half
            00000001            # csr_sequence
            00000002            # csr_flags: CONN_BACK_CHAN
            00000000            # csr_fore_chan_attrs.ca_headerpadsize
            00100400            # .ca_maxrequestsize
            00100800            # .ca_maxresponsesize
            00001000            # .ca_maxresponsesize_cached
            00000008            # .ca_maxoperations
            00000020            # .ca_maxrequests
            00000000            # .ca_rdma_ird: no element
            00000000            # csr_back_chan_attrs.ca_headerpadsize
            00001000            # .ca_maxrequestsize
            00001000            # .ca_maxresponsesize
            00000000            # .ca_maxresponsesize_cached
            00000002            # .ca_maxoperations
            00000001            # .ca_maxrequests
            00000000            # .ca_rdma_ird: no element
            """;

    private static final CreateSessionResOk RESULT_VALUE =
            new CreateSessionResOk(
                    new SessionId(0x0011223344556677L, 0x8899aabbccddeeffL),
                    1,
                    CreateSessionFlags.CONN_BACK_CHAN,
                    new ChannelAttributes(
                            0, 0x100400, 0x100800, 0x1000, 8, 32, OptionalInt.empty()),
                    new ChannelAttributes(0, 0x1000, 0x1000, 0, 2, 1, OptionalInt.empty()));

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
