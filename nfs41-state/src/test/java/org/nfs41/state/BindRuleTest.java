package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nfs41.xdr.ChannelDirFromClient;

/** Which channels a connection gets, as a table: RFC 8881 section 18.34.3. */
class BindRuleTest {
    @ParameterizedTest
    @CsvSource({
        // has, demanded, wanted, with a backchannel, without one
        "NONE, false, FORE,         FORE, FORE",
        "NONE, false, BACK,         BACK, INVAL",
        "NONE, false, FORE_OR_BOTH, BOTH, FORE",
        "NONE, false, BACK_OR_BOTH, BOTH, INVAL",
        "FORE, true,  FORE,         FORE, FORE",
        "FORE, true,  BACK,         INVAL, INVAL",
        "FORE, true,  FORE_OR_BOTH, FORE, FORE",
        "FORE, true,  BACK_OR_BOTH, INVAL, INVAL",
        "FORE, false, FORE,         FORE, FORE",
        "FORE, false, BACK,         INVAL, INVAL",
        "FORE, false, FORE_OR_BOTH, BOTH, FORE",
        "FORE, false, BACK_OR_BOTH, BOTH, INVAL",
        "BACK, true,  FORE,         INVAL, INVAL",
        "BACK, true,  BACK,         BACK, BACK",
        "BACK, true,  FORE_OR_BOTH, INVAL, INVAL",
        "BACK, true,  BACK_OR_BOTH, BACK, BACK",
        "BOTH, true,  FORE,         INVAL, INVAL",
        "BOTH, true,  BACK,         INVAL, INVAL",
        "BOTH, true,  FORE_OR_BOTH, BOTH, BOTH",
        "BOTH, true,  BACK_OR_BOTH, BOTH, BOTH",
        "BOTH, false, FORE,         INVAL, INVAL",
        "BOTH, false, BACK,         INVAL, INVAL",
        "BOTH, false, FORE_OR_BOTH, BOTH, BOTH",
        "BOTH, false, BACK_OR_BOTH, BOTH, BOTH",
    })
    void b055AssociationStaysUnlessItOnlyCameByTheWay(
            String has, boolean demanded, String wanted, String possible, String impossible) {
        Binding current = has.equals("NONE") ? null : new Binding(1, bits(has), demanded);

        assertThat(BindRule.directions(current, direction(wanted), true)).isEqualTo(bits(possible));
        assertThat(BindRule.directions(current, direction(wanted), false))
                .isEqualTo(bits(impossible));
    }

    @ParameterizedTest
    @CsvSource({"0", "4", "5", "6", "8", "-1"})
    void directionThatDoesNotExistIsInvalid(int wanted) {
        for (@Nullable Binding current : new @Nullable Binding[] {null, new Binding(1, 3, true)}) {
            assertThat(BindRule.directions(current, wanted, true)).isEqualTo(BindRule.REFUSED);
        }
    }

    private static int direction(String name) {
        return ChannelDirFromClient.known().stream()
                .filter(known -> known.toString().equals("CDFC4_" + name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static int bits(String name) {
        return switch (name) {
            case "FORE" -> Binding.FORE;
            case "BACK" -> Binding.BACK;
            case "BOTH" -> Binding.BOTH;
            case "INVAL" -> BindRule.REFUSED;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
