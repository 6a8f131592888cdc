package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.SimFailure;
import org.nfs41.ops.sim.World;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients have written and read, whoever served them, the server or a cache: what has been
 * read must not have been overwritten before, as far as anybody can know (RFC 8881 sections 10.3
 * and 10.4). Every value is written once to its file; value n makes the file n words long.
 */
final class Content {
    private static final long NOT_YET = Long.MAX_VALUE;

    /** A write as its client sees it. */
    static final class Write {
        final long file;
        final long value;
        final boolean sizeOnly;
        private final long begunAt;

        /** From when on everybody must see it; NOT_YET as long as it may or may not be there. */
        private long knownAt = NOT_YET;

        private Write(long file, long value, boolean sizeOnly, long begunAt) {
            this.file = file;
            this.value = value;
            this.sizeOnly = sizeOnly;
            this.begunAt = begunAt;
        }
    }

    private final World world;
    private final Map<Long, List<Write>> writes = new HashMap<>();
    private final Map<StateId, List<Write>> heldBack = new HashMap<>();

    Content(World world) {
        this.world = world;
    }

    /** A client begins to write a value of its own. */
    Write begin(long file, boolean sizeOnly) {
        List<Write> ofFile = of(file);
        Write write = new Write(file, ofFile.size(), sizeOnly, world.schedule.now());
        world.log("value ", write.value, " of file ", file, " begins");
        ofFile.add(write);
        return write;
    }

    /** Its client has been told that it is done. */
    void done(Write write) {
        write.knownAt = Math.min(write.knownAt, world.schedule.now());
    }

    /** A client keeps a write to itself under a delegation that is in force. */
    void heldBack(StateId delegation, Write write) {
        done(write);
        heldBack.computeIfAbsent(delegation, id -> new ArrayList<>()).add(write);
    }

    /** What was held back up to that write is with the server now. */
    void flushed(StateId delegation, Write last) {
        List<Write> held = heldBack.get(delegation);
        if (held != null) {
            held.removeIf(write -> write.value <= last.value);
        }
        done(last);
    }

    /** A delegation has another state id since a restart. */
    void moved(StateId from, StateId to) {
        List<Write> held = heldBack.remove(from);
        if (held != null) {
            heldBack.computeIfAbsent(to, id -> new ArrayList<>()).addAll(held);
        }
    }

    /** A delegation may be gone, and what was held back under it. */
    void lost(StateId delegation) {
        List<Write> held = heldBack.get(delegation);
        if (held != null) {
            held.forEach(write -> write.knownAt = NOT_YET);
        }
    }

    /** A client that asked at {@code askedAt}, or looked into its cache then, has read a value. */
    void read(long file, long value, long askedAt, Object reader) {
        List<Write> ofFile = of(file);
        if (value < 0 || value >= ofFile.size() || ofFile.get((int) value).sizeOnly) {
            throw new SimFailure(reader + " read what nobody wrote to file " + file + ": " + value);
        }
        Write found = ofFile.get((int) value);
        for (Write other : ofFile) {
            if (!other.sizeOnly && other.knownAt < askedAt && other.begunAt > found.knownAt) {
                throw new SimFailure(
                        "%s read value %d of file %d, overwritten by %d at %.3f ms"
                                .formatted(
                                        reader,
                                        value,
                                        file,
                                        other.value,
                                        other.knownAt / (double) World.MILLI));
            }
        }
        done(found);
    }

    /** A client has been told the size of a file. */
    void size(long file, long size, long askedAt, Object reader) {
        List<Write> ofFile = of(file);
        long words = size / Long.BYTES;
        long least = 0;
        for (Write write : ofFile) {
            least = write.knownAt < askedAt ? Math.max(least, write.value) : least;
        }
        if (words < least || words >= ofFile.size()) {
            throw new SimFailure(
                    "%s was told that file %d has %d words, which should be %d to %d"
                            .formatted(reader, file, words, least, ofFile.size() - 1));
        }
    }

    /** The writes of a file, the first of which is its creation. */
    private List<Write> of(long file) {
        return writes.computeIfAbsent(
                file,
                id -> {
                    Write creation = new Write(id, 0, false, -1);
                    creation.knownAt = -1;
                    return new ArrayList<>(List.of(creation));
                });
    }
}
