package org.nfs41.xdr.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.Golden;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrWriter;

/** OPEN as RFC 8881 section 18.16 lays it out. */
class OpenGoldenTest {
    private static final String CREATE_BY_NAME =
            """
            00000012            # argop: OP_OPEN
            00000000            # seqid
            00000403            # share_access: BOTH, WANT_NO_DELEG
            00000002            # share_deny: WRITE
            00000000cafe0001    # owner.clientid
            00000006 6f776e657231 0000  # owner.owner: "owner1" and two bytes of padding
            00000001            # openhow.opentype: OPEN4_CREATE
            00000003            # openhow.how.mode: EXCLUSIVE4_1
            1122334455667788    # .cva_verf
            00000002            # .cva_attrs.attrmask: two words
            00000010 00000002   #   bits 4 (size) and 33 (mode)
            0000000c            # .cva_attrs.attr_vals: 12 bytes
            0000000000000000    #   size 0
            000001a4            #   mode 0644
            00000000            # claim.claim: CLAIM_NULL
            00000005 612e747874 000000  # claim.file: "a.txt" and three bytes of padding
            """;

    private static final OpenArgs CREATE_BY_NAME_VALUE =
            new OpenArgs(
                    0,
                    OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG,
                    OpenShare.DENY_WRITE,
                    new OpenOwner(0xcafe0001L, Opaque.utf8("owner1")),
                    new OpenFlag.Create(
                            new CreateHow.Exclusive41(
                                    new CreatVerfAttr(
                                            0x1122334455667788L,
                                            AttributeSet.EMPTY
                                                    .with(AttributeType.SIZE, 0L)
                                                    .with(AttributeType.MODE, 0644)
                                                    .toFileAttributes()))),
                    new OpenClaim.Null(Opaque.utf8("a.txt")));

    private static final String RECLAIM =
            """
            00000012            # argop: OP_OPEN
            00000000            # seqid
            00000001            # share_access: READ
            00000000            # share_deny: NONE
            0000000000000000    # owner.clientid
            00000001 78 000000  # owner.owner: "x" and three bytes of padding
            00000000            # openhow.opentype: OPEN4_NOCREATE
            00000001            # claim.claim: CLAIM_PREVIOUS
            00000002            # claim.delegate_type: OPEN_DELEGATE_WRITE
            """;

    private static final String WITH_DELEGATION =
            """
            00000012                    # resop: OP_OPEN
            00000000                    # status: NFS4_OK
            00000001                    # stateid.seqid
            0a0b0c0d0e0f1011 12131415   # stateid.other
            00000001                    # cinfo.atomic: TRUE
            0000000000000005            # cinfo.before
            0000000000000006            # cinfo.after
            00000004                    # rflags: LOCKTYPE_POSIX
            00000001 00000010           # attrset: one word, bit 4 (size)
            00000002                    # delegation.delegation_type: OPEN_DELEGATE_WRITE
            00000001                    # .stateid.seqid
            2122232425262728 292a2b2c   # .stateid.other
            00000000                    # .recall: FALSE
            00000001                    # .space_limit.limitby: NFS_LIMIT_SIZE
            0000000000100000            # .space_limit.filesize
            00000000                    # .permissions.type: ALLOWED
            00000000                    # .permissions.flag
            00000001                    # .permissions.access_mask: READ_DATA
            00000006 4f574e455240 0000  # .permissions.who: "OWNER@" and two bytes of padding
            """;

    private static final OpenResOk WITH_DELEGATION_VALUE =
            new OpenResOk(
                    new StateId(1, 0x0a0b0c0d0e0f1011L, 0x12131415),
                    new ChangeInfo(true, 5, 6),
                    OpenResultFlags.LOCKTYPE_POSIX,
                    Bitmap.of(Attribute.SIZE),
                    new OpenDelegation.Write(
                            new OpenWriteDelegation(
                                    new StateId(1, 0x2122232425262728L, 0x292a2b2c),
                                    false,
                                    new NfsSpaceLimit.Size(0x100000),
                                    new NfsAce(
                                            AceType.ACCESS_ALLOWED,
                                            0,
                                            AceMask.READ_DATA,
                                            Opaque.utf8("OWNER@")))));

    private static final String WITHOUT_DELEGATION =
            """
            00000012                    # resop: OP_OPEN
            00000000                    # status: NFS4_OK
            00000001                    # stateid.seqid
            0a0b0c0d0e0f1011 12131415   # stateid.other
            00000000                    # cinfo.atomic: FALSE
            0000000000000005            # cinfo.before
            0000000000000006            # cinfo.after
            00000000                    # rflags
            00000000                    # attrset: no word
            00000003                    # delegation.delegation_type: OPEN_DELEGATE_NONE_EXT
            00000001                    # .od_whynone.ond_why: WND4_CONTENTION
            00000001                    # .ond_server_will_push_deleg: TRUE
            """;

    @Test
    void creationByNameIsRead() throws XdrException {
        assertThat(ArgOp.decode(Golden.reader(CREATE_BY_NAME))).isEqualTo(CREATE_BY_NAME_VALUE);
    }

    @Test
    void creationByNameIsWritten() {
        XdrWriter out = new XdrWriter();
        CREATE_BY_NAME_VALUE.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(CREATE_BY_NAME));
    }

    @Test
    void reclaimIsReadAndWritten() throws XdrException {
        OpenArgs value = (OpenArgs) ArgOp.decode(Golden.reader(RECLAIM));
        XdrWriter out = new XdrWriter();
        value.encode(out);
        assertThat(value.openHow()).isEqualTo(new OpenFlag.NoCreate());
        assertThat(value.claim()).isEqualTo(new OpenClaim.Previous(OpenDelegationType.WRITE));
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(RECLAIM));
    }

    @Test
    void resultWithDelegationIsRead() throws XdrException {
        assertThat(ResOp.decode(Golden.reader(WITH_DELEGATION))).isEqualTo(WITH_DELEGATION_VALUE);
    }

    @Test
    void resultWithDelegationIsWritten() {
        XdrWriter out = new XdrWriter();
        WITH_DELEGATION_VALUE.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(WITH_DELEGATION));
    }

    @Test
    void reasonForNoDelegationIsReadAndWritten() throws XdrException {
        OpenResOk value = (OpenResOk) ResOp.decode(Golden.reader(WITHOUT_DELEGATION));
        XdrWriter out = new XdrWriter();
        value.encode(out);
        OpenNoneDelegation reason = new OpenNoneDelegation.Contention(true);
        assertThat(reason.why()).isEqualTo(WhyNoDelegation.CONTENTION);
        assertThat(value.delegation()).isEqualTo(new OpenDelegation.NoneExt(reason));
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(WITHOUT_DELEGATION));
    }
}
