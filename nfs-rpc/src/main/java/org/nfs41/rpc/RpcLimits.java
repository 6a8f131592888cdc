package org.nfs41.rpc;

import java.time.Duration;

/**
 * What a peer may take. Every default is a constant here with its reason.
 *
 * @param connections open connections of a server; further ones are closed at once
 * @param connectionsPerAddress open connections of a server from one address, likewise
 * @param recordBytes the greatest record, in either direction, without record marks; at least
 *     {@link #LEAST_RECORD_BYTES}
 * @param callsInProgress calls of one connection that are deferred and not completed; at this
 *     number no more is read from it
 * @param queuedBytes replies waiting for one connection's peer to take them; beyond this no more is
 *     read from it, so what is queued stays below this, plus one reply, plus the deferred ones
 * @param totalQueuedBytes the same for all connections together; beyond this no more is read from
 *     any connection whose peer leaves replies waiting
 * @param outstandingCalls calls to one connection's peer that await their reply
 * @param idleTimeout after this time without a byte in either direction, and with no call in
 *     progress in either, a server ends a connection; zero for never
 * @param recordTimeout a record must be complete this long after its first byte; zero for ever
 * @param stallTimeout a peer must take some byte of what is waiting for it within this time; zero
 *     for ever
 */
public record RpcLimits(
        int connections,
        int connectionsPerAddress,
        int recordBytes,
        int callsInProgress,
        int queuedBytes,
        long totalQueuedBytes,
        int outstandingCalls,
        Duration idleTimeout,
        Duration recordTimeout,
        Duration stallTimeout) {

    /** Enough for a large site; an idle connection owns no buffers beside its socket's. */
    public static final int CONNECTIONS = 8192;

    /**
     * Half of all: many clients come from one address when it is a gateway's, but no single address
     * shuts out all others.
     */
    public static final int CONNECTIONS_PER_ADDRESS = CONNECTIONS / 2;

    /** The usual greatest READ and WRITE of 1 MiB, and room for what goes around it. */
    public static final int RECORD_BYTES = (1 << 20) + (64 << 10);

    /** More than a client's slots: 64 is what clients ask for, and several sessions may share. */
    public static final int CALLS_IN_PROGRESS = 512;

    /** Some replies of 1 MiB, so that a fast peer is never kept waiting for the loop. */
    public static final int QUEUED_BYTES = 4 << 20;

    /** Of the memory of a small machine, a part that does no harm. */
    public static final long TOTAL_QUEUED_BYTES = 256L << 20;

    /** As many as a session's slots could ever be, and some. */
    public static final int OUTSTANDING_CALLS = 4096;

    /** Longer than clients keep an idle connection themselves, longer than any sensible lease. */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    /** The largest record over a link of 20 kB/s. */
    public static final Duration RECORD_TIMEOUT = Duration.ofSeconds(60);

    /** As long as a client's machine may be stopped for before its user would mind. */
    public static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

    /** The head of a call with the largest credential and verifier fits with room to spare. */
    public static final int LEAST_RECORD_BYTES = 1024;

    /** All of the above. */
    public static final RpcLimits DEFAULT = new Builder().build();

    public RpcLimits {
        requirePositive("connections", connections);
        requirePositive("connectionsPerAddress", connectionsPerAddress);
        if (recordBytes < LEAST_RECORD_BYTES) {
            throw new IllegalArgumentException("recordBytes is " + recordBytes);
        }
        requirePositive("callsInProgress", callsInProgress);
        requirePositive("queuedBytes", queuedBytes);
        requirePositive("totalQueuedBytes", totalQueuedBytes);
        requirePositive("outstandingCalls", outstandingCalls);
        requireNotNegative("idleTimeout", idleTimeout);
        requireNotNegative("recordTimeout", recordTimeout);
        requireNotNegative("stallTimeout", stallTimeout);
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value);
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value);
        }
    }

    /** Sets limits one by one; what is not set is the default. */
    public static final class Builder {
        private int connections = CONNECTIONS;
        private int connectionsPerAddress = CONNECTIONS_PER_ADDRESS;
        private int recordBytes = RECORD_BYTES;
        private int callsInProgress = CALLS_IN_PROGRESS;
        private int queuedBytes = QUEUED_BYTES;
        private long totalQueuedBytes = TOTAL_QUEUED_BYTES;
        private int outstandingCalls = OUTSTANDING_CALLS;
        private Duration idleTimeout = IDLE_TIMEOUT;
        private Duration recordTimeout = RECORD_TIMEOUT;
        private Duration stallTimeout = STALL_TIMEOUT;

        private Builder() {}

        /** Sets {@link RpcLimits#connections}. */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /** Sets {@link RpcLimits#connectionsPerAddress}. */
        public Builder connectionsPerAddress(int value) {
            connectionsPerAddress = value;
            return this;
        }

        /** Sets {@link RpcLimits#recordBytes}. */
        public Builder recordBytes(int value) {
            recordBytes = value;
            return this;
        }

        /** Sets {@link RpcLimits#callsInProgress}. */
        public Builder callsInProgress(int value) {
            callsInProgress = value;
            return this;
        }

        /** Sets {@link RpcLimits#queuedBytes}. */
        public Builder queuedBytes(int value) {
            queuedBytes = value;
            return this;
        }

        /** Sets {@link RpcLimits#totalQueuedBytes}. */
        public Builder totalQueuedBytes(long value) {
            totalQueuedBytes = value;
            return this;
        }

        /** Sets {@link RpcLimits#outstandingCalls}. */
        public Builder outstandingCalls(int value) {
            outstandingCalls = value;
            return this;
        }

        /** Sets {@link RpcLimits#idleTimeout}. */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /** Sets {@link RpcLimits#recordTimeout}. */
        public Builder recordTimeout(Duration value) {
            recordTimeout = value;
            return this;
        }

        /** Sets {@link RpcLimits#stallTimeout}. */
        public Builder stallTimeout(Duration value) {
            stallTimeout = value;
            return this;
        }

        /** The limits as set. */
        public RpcLimits build() {
            return new RpcLimits(
                    connections,
                    connectionsPerAddress,
                    recordBytes,
                    callsInProgress,
                    queuedBytes,
                    totalQueuedBytes,
                    outstandingCalls,
                    idleTimeout,
                    recordTimeout,
                    stallTimeout);
        }
    }
}
