package org.nfs41.ops.fs;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

class FileNamesTest {
    private static final int MAX = 255;

    private static NfsStatus check(String name) {
        return FileNames.check(Opaque.utf8(name), MAX);
    }

    private static NfsStatus check(int... bytes) {
        return FileNames.check(opaque(bytes), MAX);
    }

    private static Opaque opaque(int... bytes) {
        byte[] copy = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            copy[i] = (byte) bytes[i];
        }
        return Opaque.of(copy);
    }

    @Test
    void ordinaryNamesAreFine() {
        assertThat(check("a")).isEqualTo(NfsStatus.OK);
        assertThat(check(".hidden")).isEqualTo(NfsStatus.OK);
        assertThat(check("...")).isEqualTo(NfsStatus.OK);
        assertThat(check("..a")).isEqualTo(NfsStatus.OK);
        assertThat(check("a b\n\\*?\u007f")).isEqualTo(NfsStatus.OK);
        assertThat(check("\u00e9\u65e5\ud83d\ude00")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void anEmptyNameIsInvalid() {
        assertThat(check("")).isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void dotAndDotDotAreBadNames() {
        assertThat(check(".")).isEqualTo(NfsStatus.BADNAME);
        assertThat(check("..")).isEqualTo(NfsStatus.BADNAME);
    }

    @Test
    void slashAndZeroAreBadCharacters() {
        assertThat(check("a/b")).isEqualTo(NfsStatus.BADCHAR);
        assertThat(check("/")).isEqualTo(NfsStatus.BADCHAR);
        assertThat(check('a', 0, 'b')).isEqualTo(NfsStatus.BADCHAR);
    }

    @Test
    void theLimitIsInBytes() {
        assertThat(check("n".repeat(255))).isEqualTo(NfsStatus.OK);
        assertThat(check("n".repeat(256))).isEqualTo(NfsStatus.NAMETOOLONG);
        assertThat(check("\u00e9".repeat(127))).isEqualTo(NfsStatus.OK);
        assertThat(check("\u00e9".repeat(128))).isEqualTo(NfsStatus.NAMETOOLONG);
    }

    @Test
    void malformedUtf8IsInvalid() {
        assertThat(check('a', 0x80)).isEqualTo(NfsStatus.INVAL); // lone continuation
        assertThat(check('a', 0xc3)).isEqualTo(NfsStatus.INVAL); // cut off
        assertThat(check(0xe2, 0x82)).isEqualTo(NfsStatus.INVAL); // cut off
        assertThat(check(0xc0, 0xaf)).isEqualTo(NfsStatus.INVAL); // overlong slash
        assertThat(check(0xe0, 0x80, 0xaf)).isEqualTo(NfsStatus.INVAL); // overlong slash
        assertThat(check(0xf0, 0x80, 0x80, 0xaf)).isEqualTo(NfsStatus.INVAL); // overlong slash
        assertThat(check(0xed, 0xa0, 0x80)).isEqualTo(NfsStatus.INVAL); // surrogate
        assertThat(check(0xf4, 0x90, 0x80, 0x80)).isEqualTo(NfsStatus.INVAL); // over U+10FFFF
        assertThat(check(0xff)).isEqualTo(NfsStatus.INVAL);
    }

    @Property(tries = 2000)
    void utf8IsWhatTheStrictDecoderTakes(@ForAll @Size(max = 6) byte[] bytes) {
        assertThat(FileNames.isUtf8(Opaque.of(bytes))).isEqualTo(decodes(bytes));
    }

    @Test
    void leadBytesAndSecondBytesAreJudgedAsByTheStrictDecoder() {
        for (int lead = 0; lead < 256; lead++) {
            for (int second = 0x7e; second < 0xc2; second++) {
                byte[] two = {(byte) lead, (byte) second};
                byte[] three = {(byte) lead, (byte) second, (byte) 0x80};
                byte[] four = {(byte) lead, (byte) second, (byte) 0x80, (byte) 0xbf};
                assertThat(FileNames.isUtf8(Opaque.of(two))).isEqualTo(decodes(two));
                assertThat(FileNames.isUtf8(Opaque.of(three))).isEqualTo(decodes(three));
                assertThat(FileNames.isUtf8(Opaque.of(four))).isEqualTo(decodes(four));
            }
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void linkTextsMayBePaths() {
        assertThat(FileNames.checkLinkText(Opaque.utf8("../a/./b"), 4096)).isEqualTo(NfsStatus.OK);
        assertThat(FileNames.checkLinkText(Opaque.EMPTY, 4096)).isEqualTo(NfsStatus.INVAL);
        assertThat(FileNames.checkLinkText(opaque('a', 0), 4096)).isEqualTo(NfsStatus.BADCHAR);
        assertThat(FileNames.checkLinkText(opaque(0xff), 4096)).isEqualTo(NfsStatus.INVAL);
        assertThat(FileNames.checkLinkText(Opaque.utf8("x".repeat(11)), 10))
                .isEqualTo(NfsStatus.NAMETOOLONG);
    }
}
