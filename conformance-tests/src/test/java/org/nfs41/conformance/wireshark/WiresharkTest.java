package org.nfs41.conformance.wireshark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.wireshark.Message.Seen;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Wireshark reads what client and server exchange in the same way as our own codecs do. */
@RequiresTshark
class WiresharkTest {
    /** Operations whose arguments and results it leaves as bytes that it does not understand. */
    private static final Set<Operation> UNKNOWN_TO_WIRESHARK =
            Set.of(Operation.SET_SSV, Operation.GET_DIR_DELEGATION, Operation.WANT_DELEGATION);

    @TempDir private static Path folder;

    private static Recording recording;
    private static Dissection dissection;

    @BeforeAll
    static void record() throws Exception {
        recording = Recording.make();
        dissection = dissect("conversation.pcap", recording.segments());
    }

    private static Dissection dissect(String name, List<Segment> segments) throws Exception {
        Path capture = folder.resolve(name);
        PcapFile.write(capture, segments);
        return Tshark.dissect(capture);
    }

    @Test
    void nothingIsMalformedDubiousOrLeftOver() {
        assertThat(dissection.complaints()).isEmpty();
    }

    @Test
    void everyCallHasTheOperationsThatWereSent() {
        Map<Integer, String> sent = new HashMap<>();
        for (Reply reply : recording.replies()) {
            Compound compound = reply.exchange().compound();
            List<Seen> operations = new ArrayList<>();
            if (compound != null) {
                compound.ops().forEach(op -> operations.add(seen(Operation.of(op.number()), "")));
            }
            sent.put(reply.exchange().call().xid(), operations.toString());
        }

        assertThat(messages(true)).hasSameSizeAs(recording.replies());
        assertThat(differences(messages(true), sent)).isEmpty();
    }

    @Test
    void everyReplyHasTheResultsThatWeReadInIt() {
        Map<Integer, String> read = new HashMap<>();
        for (Reply reply : recording.replies()) {
            List<Seen> results = new ArrayList<>();
            if (reply.hasCompound()) {
                reply.results()
                        .forEach(res -> results.add(seen(res.op(), res.status().toString())));
            }
            read.put(reply.exchange().call().xid(), results.toString());
        }

        assertThat(messages(false)).hasSameSizeAs(recording.replies());
        assertThat(differences(messages(false), read)).isEmpty();
    }

    @Test
    void everyOperationOfTheServerSucceedsAndFailsAtLeastOnce() {
        Set<String> succeeded = new TreeSet<>();
        Set<String> failed = new TreeSet<>();
        for (Message reply : messages(false)) {
            for (Seen result : reply.operations()) {
                boolean ok = result.status().equals(NfsStatus.OK.toString());
                (ok ? succeeded : failed).add(result.name());
            }
        }

        assertThat(recording.implemented()).isNotEmpty();
        Set<String> possible = names(recording.implemented());
        possible.removeAll(names(UNKNOWN_TO_WIRESHARK));
        assertThat(succeeded).containsExactlyInAnyOrderElementsOf(possible);
        assertThat(failed).containsAll(possible);
    }

    @Test
    void replyThatEndsTooEarlyIsNoticed() throws Exception {
        Dissection damaged = dissect("short.pcap", resizeLastReply(-4));

        assertThat(damaged.complaints()).isNotEmpty().allMatch(line -> line.contains("alformed"));
    }

    @Test
    void bytesBehindAReplyAreNoticed() throws Exception {
        Dissection damaged = dissect("long.pcap", resizeLastReply(4));

        assertThat(damaged.complaints()).singleElement().asString().contains("nothing understands");
    }

    @Test
    void otherOperationThanSentIsNoticed() throws Exception {
        Map<Integer, Segment> changed = new TreeMap<>();
        int last = lastReply();
        byte[] bytes = recording.segments().get(last).bytes().toByteArray();
        ByteBuffer.wrap(bytes).putInt(bytes.length - 8, Operation.DESTROY_SESSION.value());
        changed.put(last, new Segment(0, false, Opaque.of(bytes)));

        Message reply = dissect("other.pcap", with(changed)).messages().getLast();

        assertThat(reply.operations()).containsExactly(new Seen("DESTROY_SESSION", "NFS4_OK"));
    }

    private static List<Message> messages(boolean calls) {
        return dissection.messages().stream().filter(message -> message.call() == calls).toList();
    }

    private static Seen seen(Operation operation, String status) {
        return new Seen(operation.toString(), status);
    }

    /** Messages that are others for Wireshark than for us. */
    private static List<String> differences(List<Message> messages, Map<Integer, String> ours) {
        List<String> differences = new ArrayList<>();
        for (Message message : messages) {
            String expected = ours.get(message.xid());
            if (!message.operations().toString().equals(expected)) {
                differences.add(message + " instead of " + expected);
            }
        }
        return differences;
    }

    private static Set<String> names(Set<Operation> operations) {
        Set<String> names = new TreeSet<>();
        operations.forEach(operation -> names.add(operation.toString()));
        return names;
    }

    /** The conversation with its last reply longer or shorter, its record mark as well. */
    private static List<Segment> resizeLastReply(int by) {
        int last = lastReply();
        byte[] bytes = recording.segments().get(last).bytes().toByteArray();
        byte[] resized = Arrays.copyOf(bytes, bytes.length + by);
        ByteBuffer mark = ByteBuffer.wrap(resized);
        mark.putInt(0, mark.getInt(0) + by);
        return with(Map.of(last, new Segment(0, false, Opaque.of(resized))));
    }

    /** The answer to DESTROY_CLIENTID, which has nothing but a status. */
    private static int lastReply() {
        int last = recording.segments().size() - 1;
        assertThat(recording.segments().get(last).fromClient()).isFalse();
        return last;
    }

    private static List<Segment> with(Map<Integer, Segment> changed) {
        List<Segment> segments = new ArrayList<>(recording.segments());
        changed.forEach(segments::set);
        return segments;
    }
}
