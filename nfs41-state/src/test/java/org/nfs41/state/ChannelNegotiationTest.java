package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.Objects;
import java.util.OptionalInt;

/** Channel attributes: RFC 8881 section 18.36.3. */
class ChannelNegotiationTest {
    private static final ChannelLimits LIMITS = new ChannelLimits(64, 100_000, 90_000, 8192, 16);

    @Test
    void b167HugeWishesAreCutToWhatTheServerCanDo() {
        ChannelAttributes granted =
                fore(new ChannelAttributes(-1, -1, -1, -1, -1, -1, OptionalInt.of(7)));

        assertThat(granted)
                .isEqualTo(
                        new ChannelAttributes(
                                0, 100_000, 90_000, 8192, 16, 64, OptionalInt.empty()));
    }

    @Test
    void b167SmallWishesAreNotIncreased() {
        ChannelAttributes granted =
                fore(new ChannelAttributes(8, 4096, 2000, 5000, 4, 1, OptionalInt.empty()));

        assertThat(granted)
                .isEqualTo(new ChannelAttributes(0, 4096, 2000, 2000, 4, 1, OptionalInt.empty()));
    }

    @Test
    void b168RequestSizeOf512IsUsable() {
        assertThat(
                        fore(new ChannelAttributes(0, 512, 4096, 0, 4, 4, OptionalInt.empty()))
                                .maxRequestSize())
                .isEqualTo(512);
    }

    @Test
    void sizesThatNoSequenceFitsInAreTooSmall() {
        int request = ChannelNegotiation.SMALLEST_REQUEST_BYTES;
        int response = ChannelNegotiation.SMALLEST_RESPONSE_BYTES;

        assertThat(ChannelNegotiation.fore(sizes(request, response), LIMITS)).isNotNull();
        assertThat(ChannelNegotiation.fore(sizes(request - 1, response), LIMITS)).isNull();
        assertThat(ChannelNegotiation.fore(sizes(request, response - 1), LIMITS)).isNull();
        assertThat(ChannelNegotiation.fore(sizes(request, 0), LIMITS)).isNull();
    }

    @Test
    void channelWithoutSlotsOrOperationsGetsOneOfEach() {
        ChannelAttributes granted =
                fore(new ChannelAttributes(0, 4096, 4096, 0, 0, 0, OptionalInt.empty()));

        assertThat(granted.maxOperations()).isEqualTo(1);
        assertThat(granted.maxRequests()).isEqualTo(1);
    }

    @Test
    void b041CountsOfTheBackchannelAreTheClients() {
        ChannelAttributes asked =
                new ChannelAttributes(64, 200_000, 4096, 0, 2, 3000, OptionalInt.of(1));

        assertThat(ChannelNegotiation.back(asked, LIMITS, true))
                .isEqualTo(
                        new ChannelAttributes(0, 100_000, 4096, 0, 2, 3000, OptionalInt.empty()));
    }

    @Test
    void clientWithoutBackchannelMayLeaveItsAttributesZero() {
        ChannelAttributes nothing = new ChannelAttributes(0, 0, 0, 0, 0, 0, OptionalInt.empty());

        assertThat(ChannelNegotiation.back(nothing, LIMITS, false)).isNotNull();
        assertThat(ChannelNegotiation.back(nothing, LIMITS, true)).isNull();
    }

    @Property(tries = 300)
    void noSizeIsEverIncreased(
            @ForAll int request, @ForAll int response, @ForAll int cached, @ForAll int requests) {
        ChannelAttributes asked =
                new ChannelAttributes(
                        0, request, response, cached, 8, requests, OptionalInt.empty());
        ChannelAttributes granted = ChannelNegotiation.fore(asked, LIMITS);
        if (granted != null) {
            assertThat(Integer.compareUnsigned(granted.maxRequestSize(), request)).isNotPositive();
            assertThat(Integer.compareUnsigned(granted.maxResponseSize(), response))
                    .isNotPositive();
            assertThat(Integer.compareUnsigned(granted.maxResponseSizeCached(), cached))
                    .isNotPositive();
            assertThat(granted.maxResponseSizeCached())
                    .isLessThanOrEqualTo(granted.maxResponseSize());
            assertThat(granted.maxRequests()).isBetween(1, 64);
        }
    }

    private static ChannelAttributes sizes(int request, int response) {
        return new ChannelAttributes(0, request, response, 0, 8, 8, OptionalInt.empty());
    }

    private static ChannelAttributes fore(ChannelAttributes asked) {
        return Objects.requireNonNull(ChannelNegotiation.fore(asked, LIMITS));
    }
}
