package org.nfs41.server.storage;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The log in its directory. Used by one thread at a time. */
final class LogFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    static final String NAME = "state.log";
    private static final String NEW_NAME = "state.new";

    /** The key of the filehandles is a secret. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A log is replaced when it is longer than this and than some times what it began with. */
    private static final long MIN_REPLACED_BYTES = 64 << 10;

    private static final int GROWTH = 4;

    private final Path directory;
    private @Nullable FileChannel channel;
    private long nextNumber;
    private long replaceAt;

    LogFile(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads what an earlier server has left.
     *
     * @return null if there is no log
     * @throws IOException if there is one but it is not known what the server was called
     */
    @Nullable Contents read() throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return null;
        }
        ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(file));
        try {
            Contents contents = read(log);
            if (contents.isDamaged()) {
                LOG.warn("{} is damaged: nobody can reclaim what he held", file);
            }
            return contents;
        } catch (XdrException e) {
            throw new IOException(
                    file
                            + " is damaged ("
                            + e.getMessage()
                            + "): move it away to start without it, so that clients reclaim"
                            + " nothing",
                    e);
        }
    }

    /**
     * What a log comes to: all records that were stored, and of those that were being written when
     * the server died none.
     *
     * @throws XdrException if its first frame is damaged, which was whole before the log had a name
     */
    static Contents read(ByteBuffer log) throws XdrException {
        ByteBuffer first = Frames.contentAt(log, 0, 0);
        if (first == null) {
            throw new XdrException("it does not begin as it should");
        }
        Contents contents = Contents.of(RecordCodec.decodeState(new XdrReader(first)));
        int at = Frames.HEADER_BYTES + first.remaining();
        long number = 1;
        ByteBuffer next = Frames.contentAt(log, at, number);
        while (next != null) {
            contents.applyAll(RecordCodec.decodeRecords(new XdrReader(next)));
            at += Frames.HEADER_BYTES + next.limit();
            number++;
            next = Frames.contentAt(log, at, number);
        }
        if (Frames.anyBehind(log, at, number)) {
            contents.forgetClients();
        }
        return contents;
    }

    /** Adds records to the log; they are stored when this returns. */
    void append(List<StableRecord> records) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("the log is not open");
        }
        write(open, Frames.frame(nextNumber, RecordCodec.encode(records)));
        open.force(false);
        nextNumber++;
    }

    /** Whether the log holds so much that is of no use any more that it should be replaced. */
    boolean isLong() throws IOException {
        return channel != null && channel.position() > replaceAt;
    }

    /** Begins a new log in place of the old one; it is stored when this returns. */
    void replace(Remembered state) throws IOException {
        Path file = directory.resolve(NEW_NAME);
        Files.deleteIfExists(file);
        FileChannel fresh =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OWNER_ONLY);
        boolean moved = false;
        try {
            write(fresh, Frames.frame(0, RecordCodec.encode(state)));
            fresh.force(true);
            Files.move(file, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            moved = true;
            forceDirectory();
        } catch (IOException e) {
            fresh.close();
            if (moved) {
                // the old log has no name any more: what is added to it would be lost
                close();
            }
            throw e;
        }
        close();
        channel = fresh;
        nextNumber = 1;
        replaceAt = Math.max(MIN_REPLACED_BYTES, GROWTH * fresh.position());
    }

    /** Puts off replacing a log, as it could not be done. */
    void replaceLater() throws IOException {
        if (channel != null) {
            replaceAt = GROWTH * channel.position();
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
