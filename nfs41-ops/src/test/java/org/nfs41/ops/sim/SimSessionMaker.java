package org.nfs41.ops.sim;

import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StateProtectA;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The part of a client that gets it a client id and sessions, over a network that loses requests
 * and replies: EXCHANGE_ID and CREATE_SESSION, each sent until it is answered.
 */
final class SimSessionMaker {
    /** Smaller than what some replies want to be. */
    private static final int CACHED_BYTES = 1024;

    private final World world;
    private final SimClient client;
    private final int slots;
    private final Consumer<SessionId> made;
    private long verifier;
    private long clientId;
    private int sequence;

    /** Counts what was asked for: a reply to anything earlier comes too late. */
    private int step;

    private boolean haveClientId;

    SimSessionMaker(World world, SimClient client, int slots, Consumer<SessionId> made) {
        this.world = world;
        this.client = client;
        this.slots = slots;
        this.made = made;
    }

    /** Gets a session, and first a client id if there is none; tells of it when it is there. */
    void makeSession() {
        step++;
        if (haveClientId) {
            send(step, encode(createSession()), this::created);
        } else {
            send(step, encode(exchangeId()), this::exchanged);
        }
    }

    /** Forgets the client id and gets another one, and a session, for a new incarnation. */
    void restart() {
        verifier++;
        haveClientId = false;
        makeSession();
    }

    private void send(int asked, byte[] message, Consumer<ResOp> receiver) {
        if (asked != step) {
            return;
        }
        int copies = world.fault(10) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            SimConnection connection = i == 0 ? client.connection() : client.reconnect();
            client.network()
                    .send(connection, message, null, reply -> receive(asked, reply, receiver));
        }
        world.schedule.after(
                world.between(200, 800),
                () -> {
                    if (asked == step) {
                        client.reconnect();
                        send(asked, message, receiver);
                    }
                });
    }

    private void receive(int asked, byte[] reply, Consumer<ResOp> receiver) {
        if (asked == step) {
            try {
                receiver.accept(CompoundRes.decode(new XdrReader(reply)).results().getLast());
            } catch (XdrException e) {
                throw new SimFailure("a reply does not decode: " + e.getMessage());
            }
        }
    }

    private void exchanged(ResOp result) {
        if (!(result instanceof ExchangeIdResOk id)) {
            throw new SimFailure("EXCHANGE_ID got " + result.status());
        }
        clientId = id.clientId();
        sequence = id.sequenceId();
        haveClientId = true;
        makeSession();
    }

    private void created(ResOp result) {
        if (result instanceof CreateSessionResOk session) {
            step++;
            sequence++;
            world.log(client, " has session ", session.sessionId());
            made.accept(session.sessionId());
        } else if (result.status().equals(NfsStatus.STALE_CLIENTID)) {
            haveClientId = false;
            makeSession();
        } else if (!result.status().equals(NfsStatus.DELAY)) {
            throw new SimFailure("CREATE_SESSION got " + result.status());
        }
    }

    private ExchangeIdArgs exchangeId() {
        return new ExchangeIdArgs(
                new ClientOwner(verifier, Opaque.utf8(client.toString())),
                0,
                new StateProtectA.None(),
                null);
    }

    private CreateSessionArgs createSession() {
        ChannelAttributes channel =
                new ChannelAttributes(
                        0, 1 << 20, 1 << 20, CACHED_BYTES, 16, slots, OptionalInt.empty());
        List<CallbackSecParms> security = List.of(new CallbackSecParms.None());
        return new CreateSessionArgs(clientId, sequence, 0, channel, channel, 0x4000, security);
    }

    private static byte[] encode(ArgOp operation) {
        XdrWriter out = new XdrWriter();
        new CompoundArgs(Opaque.EMPTY, 1, List.of(operation)).encode(out);
        return out.toByteArray();
    }
}
