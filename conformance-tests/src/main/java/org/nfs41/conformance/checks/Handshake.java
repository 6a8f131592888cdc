package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;
import java.util.Objects;

/** What the checks of client ids and sessions have in common. */
final class Handshake {
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Handshake() {}

    /** EXCHANGE_ID of the client's owner with these flags; it has to succeed. */
    static ExchangeIdResOk exchange(NfsClient client, int flags) {
        Reply reply = client.call(Ops.exchangeId(client.owner(), flags));
        assertThatReply(reply).isOk();
        return reply.result(0, ExchangeIdResOk.class);
    }

    /** Fails unless both are equal. */
    static void requireSame(String where, Object expected, Object actual) {
        require(
                Objects.equals(expected, actual),
                where,
                String.valueOf(expected),
                String.valueOf(actual));
    }

    /** Fails unless {@code met}. */
    static void require(boolean met, String where, String expected, String actual) {
        if (!met) {
            throw new CheckFailure(where, expected, actual);
        }
    }

    /** Fails unless the client id of {@code result} is {@code expected}. */
    static void requireClientId(long expected, ExchangeIdResOk result) {
        requireSame("eir_clientid", hex(expected), hex(result.clientId()));
    }

    /** Fails when the client id of {@code result} is {@code other}. */
    static void requireOtherClientId(long other, ExchangeIdResOk result) {
        require(
                result.clientId() != other,
                "eir_clientid",
                "another than " + hex(other),
                hex(result.clientId()));
    }

    /** Fails unless EXCHGID4_FLAG_CONFIRMED_R is as said. */
    static void requireConfirmed(boolean expected, ExchangeIdResOk result) {
        require(
                expected == ((result.flags() & ExchangeIdFlags.CONFIRMED_R) != 0),
                "eir_flags",
                (expected ? "with" : "without") + " EXCHGID4_FLAG_CONFIRMED_R",
                "0x" + Integer.toHexString(result.flags()));
    }

    /** Repeats EXCHANGE_ID as the client sent it: its confirmed record has to be as it was. */
    static void requireRecordIntact(NfsClient client) {
        Reply reply = client.call(client.exchangeIdArgs());
        assertThatReply(reply).because("the record of the client is to be unchanged").isOk();
        ExchangeIdResOk again = reply.result(0, ExchangeIdResOk.class);
        requireClientId(client.clientId(), again);
        requireConfirmed(true, again);
    }

    /** The session has to execute requests. */
    static void requireAlive(NfsSession session) {
        assertThatReply(session.compound(Ops.putRootFh())).because("the session is alive").isOk();
    }

    /** The session has to be unknown to the server. */
    static void requireGone(NfsSession session) {
        assertThatReply(session.send(session.sequence(0, 1)))
                .because("the session no longer exists")
                .endsAt(0, NfsStatus.BADSESSION);
    }

    /** The session that CREATE_SESSION has made, which has to have succeeded. */
    static CreateSessionResOk created(Reply reply, int index) {
        assertThatReply(reply).hasStatusAt(index, NfsStatus.OK);
        return reply.result(index, CreateSessionResOk.class);
    }

    /** The same request with another {@code csa_sequence}. */
    static CreateSessionArgs withSequence(CreateSessionArgs args, int sequence) {
        return new CreateSessionArgs(
                args.clientId(),
                sequence,
                args.flags(),
                args.foreChannelAttributes(),
                args.backChannelAttributes(),
                args.cbProgram(),
                args.secParms());
    }

    /** The same request with other flags. */
    static CreateSessionArgs withFlags(CreateSessionArgs args, int flags) {
        return new CreateSessionArgs(
                args.clientId(),
                args.sequence(),
                flags,
                args.foreChannelAttributes(),
                args.backChannelAttributes(),
                args.cbProgram(),
                args.secParms());
    }

    /** The same request with other attributes of the fore channel. */
    static CreateSessionArgs withFore(CreateSessionArgs args, ChannelAttributes fore) {
        return withChannels(args, fore, args.backChannelAttributes());
    }

    /** The same request with other attributes of both channels. */
    static CreateSessionArgs withChannels(
            CreateSessionArgs args, ChannelAttributes fore, ChannelAttributes back) {
        return new CreateSessionArgs(
                args.clientId(),
                args.sequence(),
                args.flags(),
                fore,
                back,
                args.cbProgram(),
                args.secParms());
    }

    /** OPEN of an existing file for reading that lets nobody else open it. */
    static StateId openAlone(CheckContext cx, NfsSession session, String name) {
        Reply reply = session.require(Ops.putFh(cx.directory()), open(name, OpenShare.DENY_BOTH));
        return reply.result(OpenResOk.class).stateId();
    }

    /** What another client gets that wants to open the file, for reading too. */
    static Reply openToo(CheckContext cx, NfsSession session, String name) {
        Reply reply = session.compound(Ops.putFh(cx.directory()), open(name, OpenShare.DENY_NONE));
        for (int i = 1; i < ATTEMPTS && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(PAUSE, "the server asks to come again");
            reply = session.compound(Ops.putFh(cx.directory()), open(name, OpenShare.DENY_NONE));
        }
        return reply;
    }

    private static OpenArgs open(String name, int deny) {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG,
                deny,
                new OpenOwner(0, Opaque.utf8("owner")),
                new OpenFlag.NoCreate(),
                new OpenClaim.Null(Opaque.utf8(name)));
    }

    private static String hex(long clientId) {
        return "0x" + Long.toHexString(clientId);
    }
}
