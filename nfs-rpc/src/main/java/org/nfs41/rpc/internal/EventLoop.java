package org.nfs41.rpc.internal;

import org.nfs41.xdr.XdrWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A thread that waits for many channels and does what is to be done for whichever is ready.
 *
 * <p>The thread owns the channels' state and the buffers here; other threads hand it {@linkplain
 * #execute tasks}. All of {@link #readBuffer} and {@link #batch} are used by one connection at a
 * time, within one call into it.
 */
public final class EventLoop {
    /** What can be attached to a channel's key. */
    interface Handler {
        /** The channel is ready for something. */
        void ready(SelectionKey key);

        /** {@link #ready} threw {@code cause}, which has been logged. */
        void failed(Throwable cause);
    }

    /**
     * What is read at once. A read costs a system call whatever it brings, and this holds what a
     * socket's buffer usually does.
     */
    static final int READ_BYTES = 256 << 10;

    /** How often connections are looked at for timeouts: a tenth of a second late is never late. */
    private static final long SWEEP_MILLIS = 100;

    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final int siblings;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Consumer<SelectionKey> dispatch = this::dispatch;

    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer[] scatter = new ByteBuffer[2];
    private final XdrWriter batch = new XdrWriter(ByteBuffer.allocateDirect(READ_BYTES));
    private final ChunkPool chunks = new ChunkPool();
    private final LargeBuffers largeBuffers = new LargeBuffers();
    private final ArrayList<TcpConnection> connections = new ArrayList<>();
    private ArrayList<TcpConnection> toFlush = new ArrayList<>();
    private ArrayList<TcpConnection> flushed = new ArrayList<>();

    private long nowNanos = System.nanoTime();
    private boolean clockIsStale;
    private long queuedBytes;
    private long keptBytes;
    private volatile boolean stopping;
    private volatile boolean stopped;

    EventLoop(String name, int siblings) {
        this.siblings = siblings;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a selector", e);
        }
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends everything on this loop, from any thread; {@link #join} waits for it. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Waits until the loop has ended, unless called on it. */
    void join() {
        boolean interrupted = false;
        while (Thread.currentThread() != thread && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs {@code task} on the loop, later in any case. When the loop has ended every connection
     * has, and the task is run at once by the caller to find that out.
     */
    void execute(Runnable task) {
        tasks.add(task);
        if (stopped) {
            runTasks();
        } else if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** How many loops there are in this one's group, this one included. */
    int siblings() {
        return siblings;
    }

    Selector selector() {
        return selector;
    }

    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** For a read that goes to {@code first} and with what remains to the read buffer. */
    ByteBuffer[] scatter(ByteBuffer first) {
        scatter[0] = first;
        scatter[1] = readBuffer.clear();
        return scatter;
    }

    /** Where replies to the calls of one read are put together. */
    XdrWriter batch() {
        return batch;
    }

    ChunkPool chunks() {
        return chunks;
    }

    /** Where large replies are written by other threads, which may ask for it. */
    LargeBuffers largeBuffers() {
        return largeBuffers;
    }

    /** The time of the latest wake-up, of System.nanoTime(). */
    long nowNanos() {
        return nowNanos;
    }

    /** The sum of what all connections here have queued. */
    long queuedBytes() {
        return queuedBytes;
    }

    void addQueuedBytes(long bytes) {
        queuedBytes += bytes;
    }

    /** The sum of what all connections here keep of calls that are answered later. */
    long keptBytes() {
        return keptBytes;
    }

    void addKeptBytes(long bytes) {
        keptBytes += bytes;
    }

    void add(TcpConnection connection) {
        connections.add(connection);
    }

    void remove(TcpConnection connection) {
        connections.remove(connection);
    }

    /** Has {@code connection} flushed soon: before the loop waits, or on its next round. */
    void flushLater(TcpConnection connection) {
        toFlush.add(connection);
    }

    /** Whether this loop has ended or is about to. */
    boolean isStopping() {
        return stopping;
    }

    private void run() {
        long nextSweep = nowNanos + SWEEP_NANOS;
        while (!stopping && await()) {
            runTasks();
            flush();
            if (nowNanos - nextSweep >= 0) {
                nextSweep = nowNanos + SWEEP_NANOS;
                sweep();
            }
        }
        end();
    }

    /** Waits for channels and serves those that are ready; false when that is impossible. */
    private boolean await() {
        clockIsStale = true;
        try {
            if (!tasks.isEmpty() || !toFlush.isEmpty()) {
                selector.selectNow(dispatch);
            } else {
                selector.select(dispatch, connections.isEmpty() ? 0 : SWEEP_MILLIS);
            }
        } catch (IOException e) {
            LOG.error("select failed", e);
            return false;
        }
        readClock();
        woken.set(false);
        return true;
    }

    private void dispatch(SelectionKey key) {
        readClock();
        Handler handler = (Handler) key.attachment();
        try {
            handler.ready(key);
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed", handler, e);
            handler.failed(e);
        }
    }

    /** Once for each wake-up. */
    private void readClock() {
        if (clockIsStale) {
            clockIsStale = false;
            nowNanos = System.nanoTime();
        }
    }

    private void runTasks() {
        Runnable task = tasks.poll();
        while (task != null) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("task failed", e);
            }
            task = tasks.poll();
        }
    }

    /** Those that ask for it again have their turn after all others. */
    private void flush() {
        ArrayList<TcpConnection> now = toFlush;
        toFlush = flushed;
        flushed = now;
        for (int i = 0; i < now.size(); i++) {
            flush(now.get(i));
        }
        now.clear();
    }

    private void flush(TcpConnection connection) {
        try {
            connection.flush();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed", connection, e);
            connection.failed(e);
        }
    }

    private void sweep() {
        // backwards, as those that are ended remove themselves
        for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).sweep(nowNanos);
        }
    }

    private void end() {
        stopping = true;
        runTasks();
        while (!connections.isEmpty()) {
            connections.getLast().end("shut down");
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("selector does not close", e);
        }
        stopped = true;
        runTasks();
    }
}
