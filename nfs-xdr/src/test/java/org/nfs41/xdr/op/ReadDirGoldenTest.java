package org.nfs41.xdr.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.Golden;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/** READDIR as RFC 8881 section 18.23 lays it out. */
class ReadDirGoldenTest {
    private static final String ARGS =
            """
            0000001a            # argop: OP_READDIR
            0000000000000003    # cookie
            a1a2a3a4a5a6a7a8    # cookieverf
            00001000            # dircount
            00008000            # maxcount
            00000001            # attr_request: one word
            00100802            #   bits 1 (type), 11 (rdattr_error) and 20 (fileid)
            """;

    private static final ReadDirArgs ARGS_VALUE =
            new ReadDirArgs(
                    3,
                    0xa1a2a3a4a5a6a7a8L,
                    0x1000,
                    0x8000,
                    Bitmap.of(Attribute.TYPE, Attribute.RDATTR_ERROR, Attribute.FILEID));

    private static final String RESULT =
            """
            0000001a            # resop: OP_READDIR
            00000000            # status: NFS4_OK
            a1a2a3a4a5a6a7a8    # cookieverf
            00000001            # reply.entries: there is one
            0000000000000004    # cookie
            00000003 616263 00  # name: "abc" and a byte of padding
            00000001 00100002   # attrs.attrmask: one word, bits 1 (type) and 20 (fileid)
            0000000c            # attrs.attr_vals: 12 bytes
            00000002            #   type NF4DIR
            0000000000000123    #   fileid
            00000001            # nextentry: there is one
            0000000000000007    # cookie
            00000001 7a 000000  # name: "z" and three bytes of padding
            00000001 00000800   # attrs.attrmask: one word, bit 11 (rdattr_error)
            00000004            # attrs.attr_vals: 4 bytes
            0000000d            #   NFS4ERR_ACCESS
            00000000            # nextentry: there is none
            00000001            # reply.eof: TRUE
            """;

    private static final ReadDirResOk RESULT_VALUE =
            new ReadDirResOk(
                    0xa1a2a3a4a5a6a7a8L,
                    List.of(
                            new DirEntry(
                                    4,
                                    Opaque.utf8("abc"),
                                    AttributeSet.EMPTY
                                            .with(AttributeType.FILEID, 0x123L)
                                            .with(AttributeType.TYPE, FileType.NF4DIR)
                                            .toFileAttributes()),
                            new DirEntry(
                                    7,
                                    Opaque.utf8("z"),
                                    AttributeSet.EMPTY
                                            .with(AttributeType.RDATTR_ERROR, NfsStatus.ACCESS)
                                            .toFileAttributes())),
                    true);

    private static final String EMPTY_DIRECTORY =
            """
            0000001a            # resop: OP_READDIR
            00000000            # status: NFS4_OK
            0000000000000000    # cookieverf
            00000000            # reply.entries: there is none
            00000001            # reply.eof: TRUE
            """;

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
    void emptyDirectoryIsReadAndWritten() throws XdrException {
        ReadDirResOk value = new ReadDirResOk(0, List.of(), true);
        XdrWriter out = new XdrWriter();
        value.encode(out);
        assertThat(ResOp.decode(Golden.reader(EMPTY_DIRECTORY))).isEqualTo(value);
        assertThat(out.toByteArray()).isEqualTo(Golden.bytes(EMPTY_DIRECTORY));
    }
}
