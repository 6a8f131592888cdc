package org.nfs41.benchmarks;

import org.nfs41.state.ChannelLimits;
import org.nfs41.state.ClientState;
import org.nfs41.state.ClientTable;
import org.nfs41.state.LeaseTerms;
import org.nfs41.state.Origin;
import org.nfs41.state.Outcome;
import org.nfs41.state.Principal;
import org.nfs41.state.ServerIdentity;
import org.nfs41.state.Session;
import org.nfs41.state.TableLimits;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A client table with sessions in it, each of a client of its own. */
final class Sessions {
    static final Principal PRINCIPAL = Principal.sys(1000);
    static final long CONNECTION = 1;

    /** All of them come from one address here. */
    private static final TableLimits LIMITS =
            TableLimits.DEFAULT.withOriginLimits(
                    TableLimits.DEFAULT.unconfirmedClients(),
                    TableLimits.DEFAULT.confirmedClients());

    private static final long LEASE_NANOS = 90_000_000_000L;
    private static final int CHANNEL_BYTES = 1 << 20;
    private static final int CACHED_BYTES = 4096;
    private static final int OPERATIONS = 16;
    private static final int CALLBACK_PROGRAM = 0x40000000;

    final ClientTable table;
    final List<SessionId> ids = new ArrayList<>();

    Sessions(int count) {
        // Session ids only have to be spread, and the same in each run.
        SplittableRandom random = new SplittableRandom(1);
        table =
                new ClientTable(
                        new ServerIdentity(
                                1,
                                new ServerOwner(0, Opaque.utf8("benchmark")),
                                Opaque.utf8("benchmark"),
                                null),
                        ChannelLimits.DEFAULT,
                        LIMITS,
                        LeaseTerms.strict(LEASE_NANOS),
                        random::nextLong,
                        ClientState.NONE);
        for (int i = 0; i < count; i++) {
            ids.add(create(i));
        }
    }

    Session find(SessionId id) {
        Session session = table.find(id.high(), id.low());
        if (session == null) {
            throw new IllegalStateException("the session has gone");
        }
        return session;
    }

    private SessionId create(int number) {
        ExchangeIdArgs client =
                new ExchangeIdArgs(
                        new ClientOwner(1, Opaque.utf8("client " + number)),
                        0,
                        new StateProtectA.None(),
                        null);
        ExchangeIdResOk known =
                done(table.exchangeId(client, PRINCIPAL, Origin.UNKNOWN, System.nanoTime()));
        CreateSessionArgs session =
                new CreateSessionArgs(
                        known.clientId(),
                        known.sequenceId(),
                        0,
                        channel(),
                        channel(),
                        CALLBACK_PROGRAM,
                        List.of());
        CreateSessionResOk made =
                done(table.createSession(session, PRINCIPAL, CONNECTION, null, System.nanoTime()));
        return made.sessionId();
    }

    static ChannelAttributes channel() {
        return new ChannelAttributes(
                0,
                CHANNEL_BYTES,
                CHANNEL_BYTES,
                CACHED_BYTES,
                OPERATIONS,
                ChannelLimits.DEFAULT_SLOTS,
                OptionalInt.empty());
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused ->
                    throw new IllegalStateException("refused: " + refused.status());
        };
    }
}
