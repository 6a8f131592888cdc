package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of RFC 8881 section 18.35.4 as a table: all 32 combinations. */
class ExchangeIdCaseTest {
    @ParameterizedTest
    @CsvSource({
        // update, confirmed, same verifier, same principal, in use, case; * stands for both
        "false, false, *, *, *, NEW_OWNER",
        "false, true, true, true, *, SAME_CLIENT",
        "false, true, false, true, *, RESTART",
        "false, true, *, false, true, COLLISION",
        "false, true, *, false, false, ABANDONED_NAME",
        "true, false, *, *, *, UPDATE_WITHOUT_RECORD",
        "true, true, true, true, *, UPDATE",
        "true, true, false, *, *, UPDATE_OF_OTHER_INCARNATION",
        "true, true, true, false, *, UPDATE_BY_OTHER_PRINCIPAL",
    })
    void caseFollowsFromTheRecordAndTheRequest(
            String update,
            String confirmed,
            String verifier,
            String principal,
            String inUse,
            ExchangeIdCase expected) {
        int combinations = 0;
        for (int bits = 0; bits < 32; bits++) {
            if (matches(update, bits, 0)
                    && matches(confirmed, bits, 1)
                    && matches(verifier, bits, 2)
                    && matches(principal, bits, 3)
                    && matches(inUse, bits, 4)) {
                combinations++;
                assertThat(
                                ExchangeIdCase.of(
                                        bit(bits, 0),
                                        bit(bits, 1),
                                        bit(bits, 2),
                                        bit(bits, 3),
                                        bit(bits, 4)))
                        .isEqualTo(expected);
            }
        }
        assertThat(combinations).isPositive();
    }

    private static boolean matches(String pattern, int bits, int index) {
        return pattern.equals("*") || Boolean.parseBoolean(pattern) == bit(bits, index);
    }

    private static boolean bit(int bits, int index) {
        return (bits >> index & 1) != 0;
    }
}
