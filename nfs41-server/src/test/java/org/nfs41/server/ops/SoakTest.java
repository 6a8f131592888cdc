package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.Caller;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.ChannelLimits;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.Principal;
import org.nfs41.state.TableLimits;
import org.nfs41.state.open.OpenLimits;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Clients that come and go in every way that there is, many more than a server holds at once, with
 * files open and replies kept. Those that lapse stay until another needs the place. Nothing may be
 * left of them in the end, and no more memory be taken than before the most of them came.
 */
class SoakTest {
    private static final int CLIENTS = 100_000;

    /** By then there are as many at once as there ever are. */
    private static final int CLIENTS_TO_WARM_UP = 10_000;

    /**
     * Two in three of these have lapsed when one more comes: it takes the place of one of those.
     */
    private static final TableLimits LIMITS = new TableLimits(500, 1_500, 4, 1_500);

    private static final long HEAP_MARGIN_BYTES = 2L << 20;

    private static final long NANOS_BETWEEN_CLIENTS = 50_000_000;
    private static final int CLIENTS_BETWEEN_LOOKS = 1_000;
    private static final long LEASE_NANOS = FileServer.LEASE_SECONDS * 1_000_000_000L;
    private static final long COURTESY_NANOS = Duration.ofDays(1).toNanos();
    private static final int ADDRESSES = 1_000;
    private static final int FILES = 16;
    private static final int HEADER_BYTES = 24;
    private static final Credentials CREDENTIALS = new Credentials(0, 0);
    private static final Principal PRINCIPAL = Principal.sys(0);

    private final FileServer server =
            new FileServer(OpenLimits.DEFAULT, LIMITS, new LeaseTerms(LEASE_NANOS, COURTESY_NANOS));
    private final CompoundContext cx = new CompoundContext();
    private final XdrWriter out = new XdrWriter();
    private final XdrWriter request = new XdrWriter();
    private long now;
    private int comers;

    @Test
    void ofAHundredThousandClientsNothingIsLeft() {
        comeAndGo(CLIENTS_TO_WARM_UP);
        assertNothingIsHeld();
        long before = usedHeap();

        comeAndGo(CLIENTS);

        assertNothingIsHeld();
        assertThat(usedHeap() - before).as("heap, bytes more").isLessThan(HEAP_MARGIN_BYTES);
    }

    private void comeAndGo(int count) {
        for (int i = 0; i < count; i++) {
            now += NANOS_BETWEEN_CLIENTS;
            comers++;
            client(comers);
            if (comers % CLIENTS_BETWEEN_LOOKS == 0) {
                server.clients.leases().expire(now);
                assertThat(server.clients.unconfirmedClients())
                        .isLessThanOrEqualTo(LIMITS.unconfirmedClients());
            }
        }
    }

    private void assertNothingIsHeld() {
        assertThat(server.clients.confirmedClients()).as("clients that stay").isPositive();
        assertThat(server.opens.count()).as("their opens").isPositive();
        assertThat(server.clients.replyMemory().usedBytes()).as("their replies").isPositive();
        now += 2 * COURTESY_NANOS;

        server.clients.leases().expire(now);

        assertThat(server.faults).isEmpty();
        assertThat(server.clients.confirmedClients()).as("confirmed clients").isZero();
        assertThat(server.clients.unconfirmedClients()).as("unconfirmed clients").isZero();
        assertThat(server.clients.origins()).as("addresses").isZero();
        assertThat(server.clients.sessions()).as("sessions").isZero();
        assertThat(server.clients.associatedConnections()).as("connections").isZero();
        assertThat(server.clients.replyMemory().usedBytes()).as("bytes of replies").isZero();
        assertThat(server.opens.count()).as("opens").isZero();
    }

    private void client(int number) {
        Caller caller =
                new Caller(
                        PRINCIPAL,
                        CREDENTIALS,
                        number,
                        new ClientAddress(1 + number % ADDRESSES, 0));
        switch (number % 6) {
            case 0 -> leave(comeAndOpen(caller, 1));
            case 1 -> {
                comeAndOpen(caller, 1);
                // the open of the incarnation before goes with it
                leave(comeAndOpen(caller, 2));
            }
            case 2 -> exchangeId(caller, 1);
            case 3 -> comeAndOpen(caller, 1);
            case 4 -> {
                comeAndOpen(caller, 1);
                exchangeId(caller, 2);
            }
            default -> {
                Visit visit = comeAndOpen(caller, 1);
                visit.call(new DestroySessionArgs(visit.session));
            }
        }
        if (number % 4 != 3) {
            server.clients.connectionClosed(number);
        }
    }

    /** With a file open and a reply kept. */
    private Visit comeAndOpen(Caller caller, long verifier) {
        ExchangeIdResOk known = exchangeId(caller, verifier);
        ChannelAttributes channel =
                new ChannelAttributes(
                        0, 4096, 4096, 2048, 8, ChannelLimits.DEFAULT_SLOTS, OptionalInt.empty());
        CreateSessionResOk made =
                (CreateSessionResOk)
                        last(
                                caller,
                                List.of(
                                        new CreateSessionArgs(
                                                known.clientId(),
                                                known.sequenceId(),
                                                0,
                                                channel,
                                                channel,
                                                0x4000_0000,
                                                List.of())));
        Visit visit = new Visit(caller, known.clientId(), made.sessionId());
        visit.call(new ReclaimCompleteArgs(false));
        visit.open =
                (OpenResOk)
                        visit.call(
                                new PutRootFhArgs(),
                                new LookupArgs(Opaque.utf8("a")),
                                TestClient.creating(
                                        "owner",
                                        TestClient.unchecked(AttributeSet.EMPTY),
                                        "file " + caller.connectionId() % FILES));
        return visit;
    }

    /** In good order. */
    private void leave(Visit visit) {
        visit.call(
                new PutRootFhArgs(),
                new LookupArgs(Opaque.utf8("a")),
                new LookupArgs(Opaque.utf8("file " + visit.caller.connectionId() % FILES)),
                new CloseArgs(0, visit.open.stateId()));
        visit.call(new DestroySessionArgs(visit.session));
        last(visit.caller, List.of(new DestroyClientIdArgs(visit.clientId)));
    }

    private ExchangeIdResOk exchangeId(Caller caller, long verifier) {
        ClientOwner owner = new ClientOwner(verifier, Opaque.utf8("c" + caller.connectionId()));
        ExchangeIdArgs args = new ExchangeIdArgs(owner, 0, new StateProtectA.None(), null);
        return (ExchangeIdResOk) last(caller, List.of(args));
    }

    /** The last result of a COMPOUND that must succeed. */
    private ResOp last(Caller caller, List<ArgOp> ops) {
        try {
            request.clear();
            new CompoundArgs(Opaque.EMPTY, 1, ops).encode(request);
            out.clear();
            for (int i = 0; i < HEADER_BYTES; i += Integer.BYTES) {
                out.writeInt(0);
            }
            int length = request.position();
            server.interpreter.execute(
                    cx.begin(caller, now, HEADER_BYTES + length, HEADER_BYTES),
                    new XdrReader().reset(request.buffer(), 0, length),
                    out);
            CompoundRes reply = CompoundRes.decode(new XdrReader(out.toByteArray(HEADER_BYTES)));
            if (!reply.status().equals(NfsStatus.OK)) {
                throw new AssertionError(ops + " got " + reply);
            }
            return reply.results().getLast();
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("BannedSystemGc") // what is measured is what a collection leaves
    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** A client from CREATE_SESSION on. */
    private final class Visit {
        private final Caller caller;
        private final long clientId;
        private final SessionId session;
        private int sequenceId;
        private OpenResOk open;

        private Visit(Caller caller, long clientId, SessionId session) {
            this.caller = caller;
            this.clientId = clientId;
            this.session = session;
        }

        /** The last result of these operations behind a SEQUENCE; the reply is kept. */
        private ResOp call(ArgOp... ops) {
            List<ArgOp> all = new ArrayList<>();
            sequenceId++;
            all.add(new SequenceArgs(session, sequenceId, 0, 0, true));
            all.addAll(List.of(ops));
            return last(caller, all);
        }
    }
}
