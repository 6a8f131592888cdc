package org.nfs41.conformance.wireshark;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes recorded bytes as a capture file (libpcap's classic format, Ethernet), as if they had been
 * seen on a cable between a client and port 2049 of a server: that port tells Wireshark what it is.
 */
final class PcapFile {
    private static final int MAGIC_WITH_MICROSECONDS = 0xA1B2C3D4;
    private static final int ETHERNET = 1;
    private static final int SNAP_LENGTH = 256 << 10;

    /** What fits into a frame of 1500 bytes behind the headers. */
    private static final int MOST_PER_FRAME = 1460;

    private static final int NFS_PORT = 2049;
    private static final int FIRST_CLIENT_PORT = 40_000;
    private static final int CLIENT_ADDRESS = 0xC0000201; // 192.0.2.1, for documentation
    private static final int SERVER_ADDRESS = 0xC0000202;

    private static final int ETHERNET_BYTES = 14;
    private static final int IP_BYTES = 20;
    private static final int TCP_BYTES = 20;
    private static final int IPV4 = 0x0800;
    private static final int PROTOCOL_TCP = 6;
    private static final int TIME_TO_LIVE = 64;
    private static final int WINDOW = 0xFFFF;

    private static final int FIN = 0x01;
    private static final int FIN_ACK = 0x11;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int PSH_ACK = 0x18;

    private static final int MICROSECONDS_APART = 10;
    private static final int MICROSECONDS = 1_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private int frames;

    /** Sequence numbers of both directions: what each side sends next. */
    private static final class Stream {
        int client = 1_000;
        int server = 5_000_000;
    }

    private PcapFile() {}

    /** Writes all of them to {@code file}. */
    static void write(Path file, List<Segment> segments) throws IOException {
        PcapFile pcap = new PcapFile();
        pcap.header();
        segments.forEach(pcap::segment);
        pcap.streams.keySet().stream().sorted().forEach(pcap::end);
        Files.write(file, pcap.bytes.toByteArray());
    }

    private void header() throws IOException {
        out.writeInt(MAGIC_WITH_MICROSECONDS);
        out.writeShort(2);
        out.writeShort(4);
        out.writeInt(0);
        out.writeInt(0);
        out.writeInt(SNAP_LENGTH);
        out.writeInt(ETHERNET);
    }

    private void segment(Segment segment) {
        int connection = segment.connection();
        if (!streams.containsKey(connection)) {
            begin(connection);
        }
        byte[] data = segment.bytes().toByteArray();
        for (int at = 0; at < data.length; at += MOST_PER_FRAME) {
            int length = Math.min(MOST_PER_FRAME, data.length - at);
            ByteBuffer piece = ByteBuffer.wrap(data, at, length);
            frame(connection, segment.fromClient(), PSH_ACK, piece);
        }
    }

    private void begin(int connection) {
        streams.put(connection, new Stream());
        frame(connection, true, SYN, ByteBuffer.allocate(0));
        frame(connection, false, SYN_ACK, ByteBuffer.allocate(0));
        frame(connection, true, ACK, ByteBuffer.allocate(0));
    }

    private void end(int connection) {
        frame(connection, true, FIN_ACK, ByteBuffer.allocate(0));
        frame(connection, false, FIN_ACK, ByteBuffer.allocate(0));
        frame(connection, true, ACK, ByteBuffer.allocate(0));
    }

    private void frame(int connection, boolean fromClient, int flags, ByteBuffer payload) {
        Stream stream = streams.get(connection);
        int sequence = fromClient ? stream.client : stream.server;
        int acknowledged = fromClient ? stream.server : stream.client;
        int client = FIRST_CLIENT_PORT + connection;
        int length = payload.remaining();
        ByteBuffer tcp = ByteBuffer.allocate(TCP_BYTES + length);
        tcp.putShort((short) (fromClient ? client : NFS_PORT));
        tcp.putShort((short) (fromClient ? NFS_PORT : client));
        tcp.putInt(sequence).putInt(flags == SYN ? 0 : acknowledged);
        tcp.putShort((short) ((TCP_BYTES / Integer.BYTES) << 12 | flags)).putShort((short) WINDOW);
        tcp.putInt(0).put(payload).flip();
        ByteBuffer ip = ip(fromClient, tcp.remaining());
        tcp.putShort(16, checksum(tcp, pseudoHeader(ip, tcp.remaining())));
        record(ip, tcp);
        boolean takesNumber = (flags & (SYN | FIN)) != 0;
        int next = sequence + length + (takesNumber ? 1 : 0);
        if (fromClient) {
            stream.client = next;
        } else {
            stream.server = next;
        }
    }

    private ByteBuffer ip(boolean fromClient, int payload) {
        ByteBuffer ip = ByteBuffer.allocate(IP_BYTES);
        ip.putShort((short) 0x4500).putShort((short) (IP_BYTES + payload));
        ip.putShort((short) frames).putShort((short) 0);
        ip.put((byte) TIME_TO_LIVE).put((byte) PROTOCOL_TCP).putShort((short) 0);
        ip.putInt(fromClient ? CLIENT_ADDRESS : SERVER_ADDRESS);
        ip.putInt(fromClient ? SERVER_ADDRESS : CLIENT_ADDRESS).flip();
        ip.putShort(10, checksum(ip, 0));
        return ip;
    }

    /** The sum of what the TCP checksum covers besides the segment: both addresses, length. */
    private static int pseudoHeader(ByteBuffer ip, int length) {
        int sum = PROTOCOL_TCP + length;
        for (int at = 12; at < IP_BYTES; at += Short.BYTES) {
            sum += Short.toUnsignedInt(ip.getShort(at));
        }
        return sum;
    }

    /** The Internet checksum (RFC 1071) of {@code data} with {@code start} added. */
    private static short checksum(ByteBuffer data, int start) {
        int sum = start;
        for (int at = 0; at < data.limit(); at += Short.BYTES) {
            int low = at + 1 < data.limit() ? Byte.toUnsignedInt(data.get(at + 1)) : 0;
            sum += Byte.toUnsignedInt(data.get(at)) << Byte.SIZE | low;
        }
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xFFFF) + (sum >>> Short.SIZE);
        }
        return (short) ~sum;
    }

    private void record(ByteBuffer ip, ByteBuffer tcp) {
        int length = ETHERNET_BYTES + ip.remaining() + tcp.remaining();
        long time = (long) frames++ * MICROSECONDS_APART;
        try {
            out.writeInt((int) (time / MICROSECONDS));
            out.writeInt((int) (time % MICROSECONDS));
            out.writeInt(length);
            out.writeInt(length);
            out.write(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1});
            out.writeShort(IPV4);
            out.write(bytesOf(ip));
            out.write(bytesOf(tcp));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.limit()];
        buffer.get(0, copy);
        return copy;
    }
}
