package org.nfs41.ops.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Opaque;

class HandleCheckTest {
    private final HandleCheck check = new HandleCheck(Opaque.utf8("0123456789abcdef"));

    @Test
    void onlyTheBytesFromTheIndexOnCount() {
        Opaque bytes = Opaque.utf8("..handle");
        assertThat(check.of(7, bytes, 2)).isEqualTo(check.of(7, Opaque.utf8("handle"), 0));
    }

    @Test
    void exportLengthContentAndKeyAllCount() {
        Opaque bytes = Opaque.utf8("handle");
        long value = check.of(7, bytes, 0);
        assertThat(check.of(8, bytes, 0)).isNotEqualTo(value);
        assertThat(check.of(7, Opaque.utf8("handle\0"), 0)).isNotEqualTo(value);
        assertThat(check.of(7, Opaque.utf8("\0handle"), 0)).isNotEqualTo(value);
        assertThat(check.of(7, Opaque.utf8("hanDle"), 0)).isNotEqualTo(value);
        HandleCheck other = new HandleCheck(Opaque.utf8("0123456789abcdeg"));
        assertThat(other.of(7, bytes, 0)).isNotEqualTo(value);
    }

    @Test
    void aKeyHas16Bytes() {
        assertThatThrownBy(() -> new HandleCheck(Opaque.utf8("short")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
