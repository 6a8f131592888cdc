package org.nfs41.conformance.cut;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Where each connection is cut. The same plan cuts the same connection, counted in the order in
 * which they were accepted, at the same byte again.
 *
 * @param seed of all that is random
 * @param kinds what to choose from, each as likely as the others
 * @param meanBytes how many bytes of its direction pass before a cut, on average
 */
public record CutPlan(long seed, List<Cut> kinds, int meanBytes) {
    /** A plan. */
    public CutPlan {
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty() || meanBytes < 1) {
            throw new IllegalArgumentException(kinds + " after " + meanBytes + " bytes");
        }
    }

    /**
     * The end of one connection.
     *
     * @param inReplies whether bytes from the server are counted, or those from the client
     * @param afterBytes how many of them pass; may be none
     */
    record End(Cut cut, boolean inReplies, long afterBytes) {}

    /** How the connection of this number ends. Each byte is as likely as the others to be last. */
    End endOf(int connection) {
        SplittableRandom random = new SplittableRandom(Objects.hash(seed, connection));
        Cut cut = kinds.get(random.nextInt(kinds.size()));
        boolean inReplies = random.nextBoolean() || cut == Cut.SWALLOW_REPLIES;
        double bytes = -Math.log(1 - random.nextDouble()) * meanBytes;
        return new End(cut, inReplies, (long) bytes);
    }
}
