package org.nfs41.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Principal;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.CompoundRes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** COMPOUNDs of several minor versions side by side (RFC 8881 section 16.2.3). */
class MinorVersionsTest {
    private static final Opaque TAG = Opaque.utf8("a tag");
    private static final Caller CALLER = new Caller(Principal.NONE, new Credentials(1000, 1000), 1);

    private final List<String> served = new ArrayList<>();
    private final MinorVersions versions =
            new MinorVersions(Map.of(0, program("v4.0"), 1, program("v4.1")));

    /** Answers with its name as tag. */
    private CompoundProcessor program(String name) {
        return (cx, args, out) -> {
            CompoundHeader header = CompoundHeader.decode(args);
            assertThat(header.tag()).isEqualTo(TAG);
            served.add(name);
            new CompoundRes(NfsStatus.OK, Opaque.utf8(name), List.of()).encode(out);
        };
    }

    private CompoundRes answer(int minorVersion) throws XdrException {
        XdrWriter request = new XdrWriter();
        new CompoundHeader(TAG, minorVersion, 0).encode(request);
        XdrWriter out = new XdrWriter();
        versions.execute(
                new CompoundContext().begin(CALLER, 0, request.position(), 0),
                new XdrReader(request.toByteArray(0)),
                out);
        return CompoundRes.decode(new XdrReader(out.toByteArray(0)));
    }

    @Test
    void eachMinorVersionGetsItsOwnCompounds() throws XdrException {
        assertThat(answer(0).tag()).isEqualTo(Opaque.utf8("v4.0"));
        assertThat(answer(1).tag()).isEqualTo(Opaque.utf8("v4.1"));
        assertThat(served).containsExactly("v4.0", "v4.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 9, 0x100, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void minorVersionThatNobodySpeaksIsAMismatchWithTheTag(int minorVersion) throws XdrException {
        CompoundRes reply = answer(minorVersion);

        assertThat(reply.status()).isEqualTo(NfsStatus.MINOR_VERS_MISMATCH);
        assertThat(reply.tag()).isEqualTo(TAG);
        assertThat(reply.results()).isEmpty();
        assertThat(served).isEmpty();
    }

    @Test
    void whatDoesNotDecodeAsFarAsTheMinorVersionIsNobodys() {
        for (byte[] bytes : List.of(new byte[3], new byte[] {0, 0, 0, 8, 1, 1, 1, 1})) {
            assertThatThrownBy(() ->
                            versions.execute(
                                    new CompoundContext().begin(CALLER, 0, bytes.length, 0),
                                    new XdrReader(bytes),
                                    new XdrWriter()))
                    .isInstanceOf(XdrException.class);
        }
        assertThat(served).isEmpty();
    }
}
