package org.nfs41.conformance.client;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.ArgOp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One TCP connection to the server. Requests may overlap; replies find their request by xid. Safe
 * for use by several threads.
 *
 * <p>Calls that the server makes on it are given to the connection's {@link Callbacks}.
 */
public final class NfsConnection implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final AtomicInteger XIDS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    private final int number = NUMBERS.incrementAndGet();
    private final ClientConfig config;
    private final RecordSocket socket;
    private final Callbacks callbacks;
    private final Map<Integer, Exchange> waiting = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** True as soon as this side ends it: the reading thread notices that a little later. */
    private volatile boolean endedHere;

    private volatile @Nullable String closedWhy;

    private NfsConnection(ClientConfig config, RecordSocket socket, Callbacks callbacks) {
        this.config = config;
        this.socket = socket;
        this.callbacks = callbacks;
    }

    /**
     * Connects.
     *
     * @param callbacks answers what the server calls
     * @throws TransportException when there is no connection to be had
     */
    public static NfsConnection open(ClientConfig config, Callbacks callbacks) {
        try {
            RecordSocket socket = RecordSocket.connect(config.server(), config.timeout());
            NfsConnection connection = new NfsConnection(config, socket, callbacks);
            config.transcript().note("connection " + connection.number + " opened");
            Thread.ofVirtual().name("connection-" + connection.number).start(connection::readLoop);
            return connection;
        } catch (IOException e) {
            throw new TransportException("no connection to " + config.server(), e);
        }
    }

    /** Its number within the run, counted from 1, as shown in evidence. */
    public int number() {
        return number;
    }

    /** Sends these operations and nothing else, and waits for the reply. */
    public Reply call(ArgOp... ops) {
        return send(Compound.of(ops)).await();
    }

    /** Sends a COMPOUND and waits for the reply. */
    public Reply call(Compound compound) {
        return send(compound).await();
    }

    /** Sends a COMPOUND under the client's credential; the reply is awaited on what is returned. */
    public Exchange send(Compound compound) {
        return send(compound, config.credential());
    }

    /** Sends a COMPOUND under another credential. */
    public Exchange send(Compound compound, Credential credential) {
        Compound tagged = compound.tag().isEmpty() ? compound.withTag(config.tag()) : compound;
        return send(prepare(compoundCall(tagged.toBytes(), credential), tagged));
    }

    /**
     * Sends a COMPOUND whose arguments are any bytes, well-formed or not.
     *
     * @param arguments stands for COMPOUND4args, for example {@link Compound#toBytes()} cut short
     */
    public Exchange sendRaw(byte[] arguments) {
        return send(compoundCall(arguments, config.credential()));
    }

    /** Sends any call; one with xid 0 gets a fresh xid. */
    public Exchange send(RpcCall call) {
        return send(prepare(call, null));
    }

    /** A retry: sends the same bytes once more on this connection with nothing but a new xid. */
    public Exchange retry(Exchange original) {
        return send(prepare(original.call().withXid(0), original.compound()));
    }

    /** Sends the same arguments as {@code original} under another credential and a new xid. */
    public Exchange retryAs(Exchange original, Credential credential) {
        RpcCall call = compoundCall(original.call().body().toByteArray(), credential);
        return send(prepare(call, original.compound()));
    }

    /** Sends a COMPOUND in fragments of these sizes, and what is left in a last one. */
    public Exchange sendFragmented(Compound compound, int... sizes) {
        RpcCall call = compoundCall(compound.toBytes(), config.credential());
        Exchange exchange = prepare(call, compound);
        return write(exchange, RecordSocket.mark(exchange.record(), sizes));
    }

    /** Sends a COMPOUND in writes of so many bytes each, which TCP is told not to gather. */
    public Exchange sendInPieces(Compound compound, int bytes) {
        Exchange exchange =
                prepare(compoundCall(compound.toBytes(), config.credential()), compound);
        byte[] wire = RecordSocket.mark(exchange.record());
        waiting.put(exchange.call().xid(), exchange);
        for (int at = 0; at < wire.length && isOpen(); at += bytes) {
            write(exchange, Arrays.copyOfRange(wire, at, Math.min(at + bytes, wire.length)));
        }
        return exchange;
    }

    /** Sends COMPOUNDs, each in a record of its own, in a single write. */
    public List<Exchange> sendTogether(List<Compound> compounds) {
        List<Exchange> exchanges = new ArrayList<>();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (Compound compound : compounds) {
            Exchange exchange =
                    prepare(compoundCall(compound.toBytes(), config.credential()), compound);
            waiting.put(exchange.call().xid(), exchange);
            wire.writeBytes(RecordSocket.mark(exchange.record()));
            exchanges.add(exchange);
        }
        if (!exchanges.isEmpty()) {
            write(exchanges.getLast(), wire.toByteArray());
        }
        return exchanges;
    }

    /**
     * Sends a COMPOUND and cuts the connection at once, without reading the reply.
     *
     * @param bytes how many bytes of the record (marks included) leave before the cut; the whole
     *     record when it is longer than that
     */
    public Exchange sendAndCut(Compound compound, int bytes) {
        Compound tagged = compound.tag().isEmpty() ? compound.withTag(config.tag()) : compound;
        Exchange exchange = prepare(compoundCall(tagged.toBytes(), config.credential()), tagged);
        byte[] wire = RecordSocket.mark(exchange.record());
        write(exchange, Arrays.copyOf(wire, Math.min(bytes, wire.length)));
        close();
        return exchange;
    }

    /** Calls the NULL procedure. */
    public Reply callNull() {
        return send(RpcCall.nfs(RpcCall.PROC_NULL, Credential.none(), Opaque.EMPTY)).await();
    }

    /** Writes bytes as they are, record marks included or not. */
    public void sendBytes(byte[] bytes) {
        config.transcript().note("connection " + number + " -> bytes " + Opaque.of(bytes));
        try {
            socket.write(bytes);
        } catch (IOException e) {
            end("write failed: " + e.getMessage());
        }
    }

    /** Ends the connection with a RST, losing what is under way. */
    public void cut() {
        config.transcript().note("connection " + number + " cut");
        endedHere = true;
        try {
            socket.reset();
            end("cut by the client");
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    /** Ends the connection in order; what was written before still reaches the server. */
    @Override
    public void close() {
        endedHere = true;
        try {
            socket.close();
            end("closed by the client");
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    /** Waits until the connection has ended, whoever ended it; false when it is still there. */
    public boolean awaitClosed(Duration atMost) {
        try {
            return closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether neither side has ended it as far as is known. */
    public boolean isOpen() {
        return !endedHere && closed.getCount() > 0;
    }

    private static RpcCall compoundCall(byte[] arguments, Credential credential) {
        return RpcCall.nfs(RpcCall.PROC_COMPOUND, credential, Opaque.of(arguments));
    }

    private Exchange prepare(RpcCall call, @Nullable Compound compound) {
        RpcCall sent = call.xid() == 0 ? call.withXid(XIDS.incrementAndGet()) : call;
        Exchange exchange = new Exchange(number, sent, compound, sent.toBytes(), config.timeout());
        config.transcript().add(exchange);
        if (compound != null) {
            callbacks.sent(number, compound);
        }
        return exchange;
    }

    private Exchange send(Exchange exchange) {
        return write(exchange, RecordSocket.mark(exchange.record()));
    }

    private Exchange write(Exchange exchange, byte[] wire) {
        waiting.put(exchange.call().xid(), exchange);
        String why = closedWhy;
        if (why != null) {
            exchange.fail(new IOException(why));
            return exchange;
        }
        try {
            socket.write(wire);
        } catch (IOException e) {
            end("write failed: " + e.getMessage());
        }
        return exchange;
    }

    private void readLoop() {
        try {
            byte[] record = socket.readRecord();
            while (record != null) {
                receive(record);
                record = socket.readRecord();
            }
            end("the server closed the connection");
            // one that ends in order may wait for that before it ends
            socket.close();
        } catch (IOException e) {
            end("connection lost: " + e.getMessage());
        }
    }

    private void receive(byte[] record) throws IOException {
        XdrReader reader = new XdrReader(record);
        if (record.length >= 2 * Integer.BYTES
                && java.nio.ByteBuffer.wrap(record).getInt(Integer.BYTES) == RpcCall.CALL) {
            callbacks.receive(this, record);
            return;
        }
        try {
            RpcReply rpc = RpcReply.decode(reader);
            Exchange exchange = waiting.remove(rpc.xid());
            if (exchange == null) {
                String xid = Integer.toHexString(rpc.xid());
                config.transcript().note("reply to unknown xid 0x" + xid + " on " + number);
                return;
            }
            Reply reply = Reply.of(exchange, rpc, record);
            callbacks.replied(reply);
            config.transcript().replied(reply);
            exchange.complete(reply);
        } catch (XdrException e) {
            config.transcript().note("record that is no RPC reply: " + Opaque.of(record));
        }
    }

    /** Writes the reply to a call of the server, unless the connection has ended. */
    void reply(byte[] message) {
        try {
            socket.write(RecordSocket.mark(message));
        } catch (IOException e) {
            end("write failed: " + e.getMessage());
        }
    }

    private void end(String why) {
        if (closedWhy == null) {
            closedWhy = why;
            config.transcript().note("connection " + number + " ended: " + why);
        }
        closed.countDown();
        waiting.values().forEach(exchange -> exchange.fail(new IOException(why)));
        waiting.clear();
    }

    @Override
    public String toString() {
        return "connection " + number + " from port " + socket.localPort();
    }
}
