package org.nfs41.server.storage;

import org.nfs41.ops.fs.ExportTable;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.state.StableStorage;
import org.nfs41.xdr.Opaque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Stable storage in a directory, which belongs to one server at a time.
 *
 * <p>A thread of its own writes and fsyncs: all that was appended while it did so goes with the
 * next write. If that fails the log is written anew until it succeeds; nothing counts as stored and
 * no reply that depends on it is sent until then, as the server could not keep its word.
 */
public final class FileStorage implements StableStorage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileStorage.class);

    /** A full disk may have room again. */
    private static final long RETRY_MILLIS = 1000;

    private final DirectoryLock lock;
    private final Clock clock;
    private final Thread writer;

    /** Taken before the monitor of this, by who writes. */
    private final Object files = new Object();

    // guarded by files
    private final LogFile log;
    private final Contents contents;

    /** Whether nothing is appended or waits for being stored. Written under the monitor. */
    private volatile boolean idle = true;

    // guarded by this
    private List<StableRecord> records = new ArrayList<>();
    private List<Runnable> actions = new ArrayList<>();
    private boolean closed;

    private FileStorage(DirectoryLock lock, LogFile log, Contents contents, Clock clock) {
        this.lock = lock;
        this.log = log;
        this.contents = contents;
        this.clock = clock;
        writer = Thread.ofPlatform().daemon().name("nfs41-storage").start(this::writeAll);
    }

    /**
     * Opens the storage in a directory, which is made if it is not there.
     *
     * @throws IOException if another server uses it, it cannot be used, or what is in it is damaged
     *     beyond knowing what the server was called; with a message for people
     */
    public static FileStorage open(Path directory) throws IOException {
        return open(directory, Clock.systemUTC());
    }

    static FileStorage open(Path directory, Clock clock) throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            LogFile log = new LogFile(directory);
            Contents left = log.read();
            return new FileStorage(lock, log, left != null ? left : newServer(), clock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static Contents newServer() {
        byte[] key = new byte[ExportTable.HANDLE_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Contents(Opaque.utf8("nfs41-" + UUID.randomUUID()), Opaque.of(key), 0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if the boot epoch cannot be stored
     */
    @Override
    public Remembered begin() {
        synchronized (files) {
            contents.nextEpoch((int) clock.instant().getEpochSecond());
            Remembered state = contents.state();
            try {
                log.replace(state);
            } catch (IOException e) {
                throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
            }
            return state;
        }
    }

    @Override
    public synchronized void append(StableRecord record) {
        idle = false;
        records.add(record);
        notifyAll();
    }

    @Override
    public boolean isStored() {
        return idle;
    }

    @Override
    public void whenStored(Runnable action) {
        synchronized (this) {
            if (!idle) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    private void writeAll() {
        List<StableRecord> nextRecords = new ArrayList<>();
        List<Runnable> nextActions = new ArrayList<>();
        try {
            while (take(nextRecords, nextActions)) {
                if (!nextRecords.isEmpty()) {
                    store(nextRecords);
                }
                nextActions.forEach(FileStorage::run);
                nextRecords.clear();
                nextActions.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("the storage was closed while it could not write", e);
        }
    }

    /** Waits for something to do, into lists that are empty; false when closed and all is done. */
    private synchronized boolean take(List<StableRecord> nextRecords, List<Runnable> nextActions)
            throws InterruptedException {
        while (records.isEmpty() && actions.isEmpty()) {
            idle = true;
            if (closed) {
                return false;
            }
            wait();
        }
        nextRecords.addAll(records);
        nextActions.addAll(actions);
        records.clear();
        actions.clear();
        return true;
    }

    private void store(List<StableRecord> next) throws InterruptedException {
        synchronized (files) {
            contents.applyAll(next);
            try {
                log.append(next);
            } catch (IOException e) {
                LOG.error("cannot write the state; replies that depend on it wait", e);
                storeAnew();
                return;
            }
            replaceIfLong();
        }
    }

    /** After an fsync that failed nobody knows what is in the file: another one is written. */
    private void storeAnew() throws InterruptedException {
        while (true) {
            try {
                log.replace(contents.state());
                LOG.info("the state is written again");
                return;
            } catch (IOException e) {
                LOG.debug("still cannot write the state", e);
                files.wait(RETRY_MILLIS);
            }
        }
    }

    private void replaceIfLong() {
        try {
            if (log.isLong()) {
                log.replace(contents.state());
            }
        } catch (IOException e) {
            LOG.warn("the log could not be replaced and goes on growing", e);
            try {
                log.replaceLater();
            } catch (IOException again) {
                LOG.debug("nor measured", again);
            }
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("what was to be done when the state was stored failed", e);
        }
    }

    /** Stores what was appended, unless that is not possible, and leaves the directory. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join(RETRY_MILLIS);
            if (writer.isAlive()) {
                writer.interrupt();
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (files) {
            log.close();
        }
        lock.close();
    }
}
