package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A client table with a clock and files that tests move, and requests in a few words. */
final class TableFixture {
    static final long LEASE = TimeUnit.SECONDS.toNanos(10);
    static final Principal ALICE = Principal.sys(1000);
    static final Principal BOB = Principal.sys(2000);

    /** The connection that requests come on if a test does not say. */
    static final long CONNECTION = 1;

    static final NfsImplId IMPLEMENTATION =
            new NfsImplId(Opaque.utf8("nfs41.test"), Opaque.utf8("server"), new NfsTime(0, 0));
    static final ServerOwner OWNER = new ServerOwner(0, Opaque.utf8("owner"));

    /** Files whose holders a test names. */
    static final class Files implements ClientState {
        final Set<Long> holders = new HashSet<>();
        final List<Long> released = new ArrayList<>();

        @Override
        public boolean holdsState(long clientId) {
            return holders.contains(clientId);
        }

        @Override
        public void release(long clientId) {
            holders.remove(clientId);
            released.add(clientId);
        }
    }

    final Files files = new Files();
    final ClientTable table;
    long now = 1_000;

    TableFixture() {
        this(TableLimits.DEFAULT);
    }

    TableFixture(TableLimits limits) {
        this(limits, LeaseTerms.strict(LEASE));
    }

    /** A server with this grace period. */
    TableFixture(GracePeriod grace, LeaseTerms terms) {
        this(TableLimits.DEFAULT, terms, grace);
    }

    TableFixture(TableLimits limits, LeaseTerms terms) {
        this(limits, terms, GracePeriod.none());
    }

    private TableFixture(TableLimits limits, LeaseTerms terms, GracePeriod grace) {
        table =
                new ClientTable(
                        new ServerIdentity(7, OWNER, Opaque.utf8("scope"), IMPLEMENTATION),
                        ChannelLimits.DEFAULT,
                        limits,
                        terms,
                        RandomGenerator.of("L64X128MixRandom")::nextLong,
                        files,
                        grace);
    }

    /** A slot of its own, with memory that never runs out. */
    static Slot newSlot(int sequenceId, SlotState state) {
        return new Slot(
                sequenceId, state, new ReplyMemory(TableLimits.MOST_REPLY_BYTES).newAccount());
    }

    void pass(long nanos) {
        now += nanos;
    }

    Outcome<ExchangeIdResOk> exchange(String owner, long verifier, Principal who, int flags) {
        return table.exchangeId(exchangeArgs(owner, verifier, flags), who, Origin.UNKNOWN, now);
    }

    /** A new client id of ALICE's, asked for from an address. */
    ExchangeIdResOk exchange(String owner, Origin origin) {
        return value(table.exchangeId(exchangeArgs(owner, 1, 0), ALICE, origin, now));
    }

    static ExchangeIdArgs exchangeArgs(String owner, long verifier, int flags) {
        return exchangeArgs(owner, verifier, flags, new StateProtectA.None());
    }

    static ExchangeIdArgs exchangeArgs(
            String owner, long verifier, int flags, StateProtectA protect) {
        return new ExchangeIdArgs(
                new ClientOwner(verifier, Opaque.utf8(owner)), flags, protect, null);
    }

    /** A new client id of ALICE's. */
    ExchangeIdResOk exchange(String owner, long verifier) {
        return value(exchange(owner, verifier, ALICE, 0));
    }

    Outcome<ExchangeIdResOk> update(String owner, long verifier, Principal who) {
        return exchange(owner, verifier, who, ExchangeIdFlags.UPD_CONFIRMED_REC_A);
    }

    static ChannelAttributes channel(int requests) {
        return new ChannelAttributes(0, 1 << 20, 1 << 20, 4096, 16, requests, OptionalInt.empty());
    }

    static CreateSessionArgs createArgs(long clientId, int sequence, int flags) {
        return createArgs(clientId, sequence, flags, channel(8), channel(2));
    }

    static CreateSessionArgs createArgs(
            long clientId,
            int sequence,
            int flags,
            ChannelAttributes fore,
            ChannelAttributes back) {
        return new CreateSessionArgs(
                clientId,
                sequence,
                flags,
                fore,
                back,
                0x40000000,
                List.of(new CallbackSecParms.None()));
    }

    Outcome<CreateSessionResOk> create(long clientId, int sequence, Principal who) {
        return table.createSession(createArgs(clientId, sequence, 0), who, CONNECTION, null, now);
    }

    Outcome<CreateSessionResOk> create(CreateSessionArgs args) {
        return table.createSession(args, ALICE, CONNECTION, null, now);
    }

    /** A session of ALICE's without a backchannel. */
    Session session(long clientId, int sequence) {
        return session(value(create(clientId, sequence, ALICE)));
    }

    /** A session of ALICE's whose connection is {@code connection}, for both channels. */
    Session sessionWithBackChannel(long clientId, int sequence, long connection) {
        CreateSessionArgs args = createArgs(clientId, sequence, CreateSessionFlags.CONN_BACK_CHAN);
        return session(value(table.createSession(args, ALICE, connection, null, now)));
    }

    /** A new confirmed client of ALICE's, with one session. */
    Session client(String owner, long verifier) {
        ExchangeIdResOk id = exchange(owner, verifier);
        return session(id.clientId(), id.sequenceId());
    }

    /** A new confirmed client of ALICE's from an address, with one session. */
    Session client(String owner, Origin origin) {
        ExchangeIdResOk id = exchange(owner, origin);
        return session(id.clientId(), id.sequenceId());
    }

    Session session(CreateSessionResOk created) {
        Session session = find(created);
        assertThat(session).isNotNull();
        if (session == null) {
            throw new AssertionError();
        }
        return session;
    }

    @Nullable Session find(CreateSessionResOk created) {
        return table.find(created.sessionId().high(), created.sessionId().low());
    }

    boolean alive(Session session) {
        return table.find(session.id().high(), session.id().low()) == session;
    }

    NfsStatus destroy(Session session) {
        return table.destroySession(session.id(), CONNECTION, null, true);
    }

    Outcome<BindConnToSessionResOk> bind(
            Session session, long connection, ChannelDirFromClient direction) {
        return table.bindConnToSession(
                new BindConnToSessionArgs(session.id(), direction, false), connection);
    }

    ChannelDirFromServer bound(Session session, long connection, ChannelDirFromClient direction) {
        return value(bind(session, connection, direction)).dir();
    }

    static <T> T value(Outcome<T> outcome) {
        assertThat(outcome.status()).isEqualTo(NfsStatus.OK);
        return switch (outcome) {
            case Outcome.Done<T> done -> done.value();
            case Outcome.Refused<T> refused -> throw new AssertionError(refused);
        };
    }
}
