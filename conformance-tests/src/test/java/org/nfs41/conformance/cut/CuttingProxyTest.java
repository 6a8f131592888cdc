package org.nfs41.conformance.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.cut.CutPlan.End;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The proxy between two ends that a test holds in its hands. */
final class CuttingProxyTest {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final byte[] MESSAGE = new byte[10_000];

    private ServerSocket listener;

    @BeforeAll
    static void fill() {
        new Random(1).nextBytes(MESSAGE);
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(TIMEOUT_MILLIS);
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    /** Both ends of one connection through a proxy. */
    private final class Ends implements AutoCloseable {
        private final CuttingProxy proxy;
        private final Socket client;
        private final Socket server;

        Ends(CutPlan plan, boolean cutting) throws IOException {
            proxy =
                    CuttingProxy.before(
                            new ServerAddress("127.0.0.1", listener.getLocalPort(), "/"), plan);
            if (cutting) {
                proxy.startCutting();
            }
            client = new Socket(proxy.address().host(), proxy.address().port());
            server = listener.accept();
            client.setSoTimeout(TIMEOUT_MILLIS);
            server.setSoTimeout(TIMEOUT_MILLIS);
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
        }
    }

    @Test
    void withoutCuttingAllPassesInBothDirectionsAndEndsInOrder() throws Exception {
        try (Ends ends = new Ends(planOf(Cut.RESET_BOTH, false, 0), false)) {
            ends.client.getOutputStream().write(MESSAGE);
            assertThat(ends.server.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            ends.server.getOutputStream().write(MESSAGE);
            assertThat(ends.client.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            ends.client.close();
            assertThat(ends.server.getInputStream().read()).isEqualTo(-1);
            assertThat(ends.proxy.cutCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SWALLOW_REPLIES", mode = Mode.EXCLUDE)
    void requestPassesUpToThePlannedByte(Cut cut) throws Exception {
        CutPlan plan = planOf(cut, false, 1);
        try (Ends ends = new Ends(plan, true)) {
            ends.client.getOutputStream().write(MESSAGE);
            int passed = (int) plan.endOf(0).afterBytes();
            assertThat(ends.server.getInputStream().readNBytes(passed))
                    .isEqualTo(Arrays.copyOf(MESSAGE, passed));
            assertEnd(ends.server, cut.resetsServer());
            assertEnd(ends.client, cut.resetsClient());
            assertThat(ends.proxy.cuts()).containsOnlyKeys(cut).containsValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SWALLOW_REPLIES", mode = Mode.EXCLUDE)
    void replyPassesUpToThePlannedByte(Cut cut) throws Exception {
        CutPlan plan = planOf(cut, true, 1);
        try (Ends ends = new Ends(plan, true)) {
            ends.server.getOutputStream().write(MESSAGE);
            int passed = (int) plan.endOf(0).afterBytes();
            assertThat(ends.client.getInputStream().readNBytes(passed))
                    .isEqualTo(Arrays.copyOf(MESSAGE, passed));
            assertEnd(ends.client, cut.resetsClient());
            assertEnd(ends.server, cut.resetsServer());
        }
    }

    @Test
    void swallowedRepliesNeverComeWhileRequestsStillPass() throws Exception {
        CutPlan plan = planOf(Cut.SWALLOW_REPLIES, true, 1);
        try (Ends ends = new Ends(plan, true)) {
            ends.server.getOutputStream().write(MESSAGE);
            int passed = (int) plan.endOf(0).afterBytes();
            ends.client.getInputStream().readNBytes(passed);
            ends.client.getOutputStream().write(MESSAGE);
            assertThat(ends.server.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            assertEnd(ends.client, true);
            assertEnd(ends.server, true);
        }
    }

    private static void assertEnd(Socket socket, boolean reset) throws IOException {
        if (reset) {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        } else {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionThatIsPastItsTimeIsCutAsSoonAsCuttingStarts() throws Exception {
        try (Ends ends = new Ends(planOf(Cut.CLOSE, false, 1), false)) {
            ends.client.getOutputStream().write(MESSAGE);
            ends.server.getInputStream().readNBytes(MESSAGE.length);
            ends.proxy.startCutting();
            ends.client.getOutputStream().write(MESSAGE);
            assertThat(ends.server.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void sameSeedCutsAtTheSameBytes() {
        List<Cut> kinds = List.of(Cut.values());
        assertThat(ends(new CutPlan(1, kinds, 5_000)))
                .isEqualTo(ends(new CutPlan(1, kinds, 5_000)))
                .isNotEqualTo(ends(new CutPlan(2, kinds, 5_000)));
    }

    @Test
    void cutsAreOfAllKindsInBothDirectionsAndAsFarApartAsAskedFor() {
        List<End> ends = ends(new CutPlan(3, List.of(Cut.values()), 5_000));
        assertThat(ends).extracting(End::cut).contains(Cut.values());
        assertThat(ends).extracting(End::inReplies).contains(true, false);
        assertThat(ends.stream().mapToLong(End::afterBytes).average().orElseThrow())
                .isBetween(4_500.0, 5_500.0);
    }

    private static List<End> ends(CutPlan plan) {
        return IntStream.range(0, 2_000).mapToObj(plan::endOf).toList();
    }

    /** A plan whose first connection ends within the message, in this direction. */
    private static CutPlan planOf(Cut cut, boolean inReplies, int atLeast) {
        return IntStream.range(0, 1_000)
                .mapToObj(seed -> new CutPlan(seed, List.of(cut), MESSAGE.length / 4))
                .filter(plan ->
                        plan.endOf(0).inReplies() == inReplies
                                && plan.endOf(0).afterBytes() >= atLeast
                                && plan.endOf(0).afterBytes() < MESSAGE.length)
                .findFirst()
                .orElseThrow();
    }
}
