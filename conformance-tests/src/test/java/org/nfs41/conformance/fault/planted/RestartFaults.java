package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.StorageFilter;
import org.nfs41.conformance.fault.StorageHooks;
import org.nfs41.ops.OperationHandler;
import org.nfs41.state.KnownClient;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.state.StableStorage;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What may be wrong with what a server writes down for after a restart. */
public final class RestartFaults implements FaultGroup {
    /** Longer than a check waits, and not so long that the clean-up does. */
    private static final Duration LONG_GRACE = Duration.ofSeconds(20);

    @Override
    public List<Fault> faults() {
        return List.of(
                found(
                        "ids-counted-anew-after-a-restart",
                        "B-162",
                        "client ids are counted from the same number after each start",
                        found -> with(found, 1, found.serverName(), found.handleKey()),
                        "LEASE-202"),
                found(
                        "another-name-after-a-restart",
                        "",
                        "server owner and scope are made up at each start",
                        found -> {
                            Opaque name = Opaque.utf8("start-" + found.bootEpoch());
                            return with(found, found.bootEpoch(), name, found.handleKey());
                        },
                        "LEASE-203"),
                found(
                        "filehandles-end-with-a-restart",
                        "",
                        "filehandles that are called persistent are made up at each start",
                        found -> {
                            byte[] key = found.handleKey().toByteArray();
                            key[0] += (byte) found.bootEpoch();
                            Opaque other = Opaque.of(key);
                            return with(found, found.bootEpoch(), found.serverName(), other);
                        },
                        "LEASE-211"),
                found(
                        "one-client-is-not-waited-for",
                        "B-108",
                        "the list of clients that may reclaim is one too short",
                        found -> {
                            // the first by name: a check counts its clients
                            List<KnownClient> all = new ArrayList<>(found.mayReclaim());
                            all.sort(Comparator.comparing(client -> client.owner().utf8()));
                            return all.size() < 2
                                    ? found
                                    : waiting(found, all.subList(1, all.size()));
                        },
                        "LEASE-241"),
                found(
                        "grace-goes-on",
                        "B-108",
                        "the grace period waits much longer than clients need to come back",
                        found ->
                                new Remembered(
                                        found.bootEpoch(),
                                        found.serverName(),
                                        found.handleKey(),
                                        LONG_GRACE.toNanos(),
                                        found.mayReclaim()),
                        "LEASE-240"),
                Fault.of(
                        "clients-with-opens-only-not-written-down",
                        "B-107",
                        "there is a grace period only if somebody had a byte-range lock",
                        LocksOnly::new,
                        "LEASE-221"),
                Fault.of(
                        "list-emptied-at-the-start",
                        "B-109",
                        "who may reclaim is forgotten as soon as the grace period begins",
                        () -> StorageHooks.of(EmptiedAtStart::new),
                        "LEASE-250"),
                notWritten(
                        "missed-grace-not-written-down",
                        "clients that miss a grace period reclaim in the next one",
                        StableRecord.Gone.class::isInstance,
                        "LEASE-251"),
                notWritten(
                        "lapsed-lease-not-written-down",
                        "clients reclaim what others were given when their lease had lapsed",
                        StableRecord.Revoked.class::isInstance,
                        "LEASE-252"));
    }

    /** A server finds other things at its start than were left. */
    private static Fault found(
            String id,
            String bug,
            String description,
            UnaryOperator<Remembered> change,
            String... caughtBy) {
        return Fault.of(
                id,
                bug,
                description,
                () ->
                        StorageHooks.of(storage ->
                                new StorageFilter(storage) {
                                    @Override
                                    protected Remembered begin(Remembered remembered) {
                                        return change.apply(remembered);
                                    }
                                }),
                caughtBy);
    }

    /** Some records never reach the storage. */
    private static Fault notWritten(
            String id, String description, Predicate<StableRecord> lost, String... caughtBy) {
        return Fault.of(
                id,
                "B-109",
                description,
                () ->
                        StorageHooks.of(storage ->
                                new StorageFilter(storage) {
                                    @Override
                                    public void append(StableRecord record) {
                                        if (!lost.test(record)) {
                                            super.append(record);
                                        }
                                    }
                                }),
                caughtBy);
    }

    private static Remembered with(Remembered found, int epoch, Opaque name, Opaque key) {
        return new Remembered(epoch, name, key, found.leaseNanos(), found.mayReclaim());
    }

    private static Remembered waiting(Remembered found, List<KnownClient> clients) {
        return new Remembered(
                found.bootEpoch(),
                found.serverName(),
                found.handleKey(),
                found.leaseNanos(),
                clients);
    }

    /** Knows of clients after a restart only if there was a LOCK before it. */
    private static final class LocksOnly implements StorageHooks {
        private final AtomicBoolean locked = new AtomicBoolean();

        @Override
        public OperationHandler operation(Operation operation, OperationHandler handler) {
            if (!operation.equals(Operation.LOCK)) {
                return handler;
            }
            return (cx, args, result) -> {
                locked.set(true);
                return handler.handle(cx, args, result);
            };
        }

        @Override
        public StableStorage storage(StableStorage storage) {
            return new StorageFilter(storage) {
                @Override
                protected Remembered begin(Remembered remembered) {
                    return locked.getAndSet(false) ? remembered : waiting(remembered, List.of());
                }
            };
        }
    }

    private static final class EmptiedAtStart extends StorageFilter {
        EmptiedAtStart(StableStorage storage) {
            super(storage);
        }

        @Override
        protected Remembered begin(Remembered remembered) {
            remembered
                    .mayReclaim()
                    .forEach(client -> append(new StableRecord.Gone(client.owner())));
            return remembered;
        }
    }
}
