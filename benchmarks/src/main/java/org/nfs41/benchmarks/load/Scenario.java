package org.nfs41.benchmarks.load;

import org.nfs41.xdr.Operation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is requested, again and again. */
enum Scenario {
    /** The NULL procedure: RPC and sockets alone. */
    NULL(Files.NONE, 0),
    /** SEQUENCE alone. */
    SEQUENCE(Files.NONE, 0),
    /** SEQUENCE alone, whose reply the server has to keep. */
    SEQUENCE_CACHED(Files.NONE, 0),
    /** Eleven attributes of an open file. */
    GETATTR(Files.EMPTY, 0, Operation.PUTFH, Operation.GETATTR),
    /** A name in the export, with handle and attributes of what it names. */
    LOOKUP(Files.EMPTY, 0, Operation.PUTFH, Operation.LOOKUP, Operation.GETFH, Operation.GETATTR),
    /** Somewhere in a file. */
    READ_4K(Files.FILLED, 4 << 10, Operation.PUTFH, Operation.READ),
    /** Somewhere in a file. */
    READ_64K(Files.FILLED, 64 << 10, Operation.PUTFH, Operation.READ),
    /** Somewhere in a file. */
    READ_1M(Files.FILLED, 1 << 20, Operation.PUTFH, Operation.READ),
    /** Somewhere in a file, UNSTABLE. */
    WRITE_4K(Files.FILLED, 4 << 10, Operation.PUTFH, Operation.WRITE),
    /** Somewhere in a file, UNSTABLE. */
    WRITE_64K(Files.FILLED, 64 << 10, Operation.PUTFH, Operation.WRITE),
    /** Somewhere in a file, UNSTABLE. */
    WRITE_1M(Files.FILLED, 1 << 20, Operation.PUTFH, Operation.WRITE);

    /** What a connection needs before it starts. */
    enum Files {
        /** Nothing. */
        NONE,
        /** An open file. */
        EMPTY,
        /** An open file with content. */
        FILLED
    }

    private final Files files;
    private final int ioBytes;

    @SuppressWarnings("ImmutableEnumChecker") // it is made by List.of
    private final List<Operation> operations;

    Scenario(Files files, int ioBytes, Operation... behindSequence) {
        this.files = files;
        this.ioBytes = ioBytes;
        this.operations = List.of(behindSequence);
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException with a message for the user when there is none
     */
    static Scenario of(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no scenario '" + name + "'; there are " + names()));
    }

    /** The names of all. */
    static String names() {
        return Arrays.stream(values()).map(Scenario::toString).collect(Collectors.joining(", "));
    }

    Files files() {
        return files;
    }

    /** The bytes that a READ or WRITE moves, a multiple of 4; 0 for what moves none. */
    int ioBytes() {
        return ioBytes;
    }

    /** The operations behind SEQUENCE. */
    List<Operation> operations() {
        return operations;
    }

    boolean isRead() {
        return operations.contains(Operation.READ);
    }

    boolean isWrite() {
        return operations.contains(Operation.WRITE);
    }

    boolean cachesReplies() {
        return this == SEQUENCE_CACHED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
