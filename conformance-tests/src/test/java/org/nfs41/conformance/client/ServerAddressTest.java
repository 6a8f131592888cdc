package org.nfs41.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "nas:/export, nas, 2049, /export",
        "127.0.0.1:12049:/export/a b, 127.0.0.1, 12049, /export/a b",
        "[::1]:/, ::1, 2049, /",
        "[fe80::1%eth0]:65535:/x:y, fe80::1%eth0, 65535, /x:y",
        "host:/a:/b, host, 2049, /a:/b",
    })
    void isRead(String text, String host, int port, String export) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port, export));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nas",
                "nas:",
                "nas:export",
                "nas:2049",
                "nas:0:/e",
                "nas:65536:/e",
                "nas:x:/e",
                "::1:/export",
                ":/export",
                "[]:/export",
                "[::1:/export",
                "nas::/export",
                "/export"
            })
    void isRefusedWithAReason(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)'.*'.+");
    }

    @Test
    void isWrittenAsItIsRead() {
        ServerAddress address = new ServerAddress("::1", 12049, "/export");
        assertThat(ServerAddress.parse(address.toString())).isEqualTo(address);
    }
}
