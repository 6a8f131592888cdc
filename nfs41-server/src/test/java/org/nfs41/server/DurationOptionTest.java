package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

final class DurationOptionTest {
    private final DurationOption option = new DurationOption();

    @ParameterizedTest
    @CsvSource({"0, 0", "90, 90", "90s, 90", "30m, 1800", "24h, 86400", "7d, 604800"})
    void numberWithALetterIsADuration(String text, long seconds) {
        assertThat(option.convert(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "-1", "1.5h", "1w", "24 h", "1234567", "99999999999999999999"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> option.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void longestNumberOfDaysIsADuration() {
        assertThat(option.convert("999999d")).isEqualTo(Duration.ofDays(999_999));
    }
}
