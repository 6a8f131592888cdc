package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.OpenResOk;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/** What CREATE_SESSION makes of the channel attributes it is offered. */
final class ChannelAttributeChecks {
    private static final int EVERYTHING = 0xFFFF_FFFF;

    /** A request longer than this is not sent, however much the server says it takes. */
    private static final int LONGEST_REQUEST = 8 << 20;

    private static final int WORD = 4;

    @Check(
            id = "CS-030",
            rule = "The sizes of the fore channel are never granted larger than offered",
            sends = "CREATE_SESSION with small and odd sizes, with ordinary ones and with no cache",
            accepts = "NFS4_OK, no size larger than offered; the session works",
            requirements = {
                "18.36.3-R05",
                "18.36.3-R12",
                "18.36.3-R13",
                "18.36.3-R14",
                "18.36.3-R16",
                "18.36.3-R20"
            },
            bugs = "B-167")
    void sizesOfTheForeChannel(CheckContext cx) {
        NfsClient client = cx.newClient();
        List<ChannelAttributes> offers =
                List.of(
                        Ops.channel(4096, 4096, 1024, 8, 4),
                        Ops.channel(4099, 5003, 997, 8, 4),
                        Ops.channel(1 << 20, 1 << 20, 64 << 10, 64, 64),
                        Ops.channel(64 << 10, 64 << 10, 0, 16, 8));
        for (ChannelAttributes offer : offers) {
            NfsSession session = client.createSession(args -> Handshake.withFore(args, offer));
            requireNoLarger("fore channel", offer, session.foreChannel());
            Handshake.requireAlive(session);
        }
    }

    @Check(
            id = "CS-031",
            rule = "Padding is granted up to what was offered",
            sends = "CREATE_SESSION with ca_headerpadsize 0 and 512 and ca_rdma_ird of one element",
            accepts = "NFS4_OK; ca_headerpadsize and ca_rdma_ird no larger than offered",
            requirements = {"18.36.3-R12", "18.36.3-R20"},
            bugs = "B-167")
    void paddingAndReadQueueDepth(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (int padding : new int[] {0, 512}) {
            ChannelAttributes offer =
                    new ChannelAttributes(
                            padding, 65536, 65536, 4096, 16, 8, OptionalInt.of(padding / 64));
            NfsSession session = client.createSession(args -> Handshake.withFore(args, offer));
            requireNoLarger("fore channel", offer, session.foreChannel());
            Handshake.requireAlive(session);
        }
    }

    @Check(
            id = "CS-032",
            rule = "What is granted on an offer without limits is really to be had",
            sends =
                    "CREATE_SESSION with all sizes and counts 0xFFFFFFFF; a WRITE request of"
                            + " exactly ca_maxrequestsize (8 MiB at most), SEQUENCE on the last"
                            + " slot and on the one after it",
            accepts =
                    "No NFS4ERR_REQ_TOO_BIG and no undecodable request; NFS4_OK on the last slot,"
                            + " NFS4ERR_BADSLOT on the next",
            requirements = "18.36.3-R05",
            sections = {"2.10.6.4", "2.10.6.1"},
            needs = {Need.FILES, Need.LOAD},
            bugs = {"B-167", "B-017"})
    void grantsOnAnOfferWithoutLimits(CheckContext cx) {
        ChannelAttributes offer =
                Ops.channel(EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING);
        FileHandle file = cx.file("large");
        NfsSession session = cx.client().createSession(args -> Handshake.withFore(args, offer));
        requireLastSlotWorks(session);

        Reply opened = session.require(Ops.putFh(cx.directory()), Ops.open("large", "owner", 3));
        StateId state = opened.result(OpenResOk.class).stateId();
        Reply small = session.require(Ops.putFh(file), Ops.write(state, 0, new byte[WORD]));
        int limit = session.foreChannel().maxRequestSize();
        int length = Integer.compareUnsigned(limit, LONGEST_REQUEST) < 0 ? limit : LONGEST_REQUEST;
        int room = (length - small.exchange().record().length) / WORD * WORD + WORD;
        Reply large = session.compound(Ops.putFh(file), Ops.write(state, 0, new byte[room]));
        assertThatReply(large)
                .because("a request of " + large.exchange().record().length + " bytes")
                .hasStatusOtherThan(NfsStatus.REQ_TOO_BIG, NfsStatus.BADXDR, NfsStatus.SERVERFAULT);
        assertThatReply(session.compound(Ops.putFh(file), Ops.close(state))).isOk();
    }

    @Check(
            id = "CS-033",
            rule = "The smallest counts give a session that can be used up to them",
            sends = "CREATE_SESSION for one slot and two operations; SEQUENCE on its last slot",
            accepts =
                    "NFS4_OK for SEQUENCE and PUTROOTFH; NFS4ERR_BADSLOT beyond the slots that"
                            + " were granted",
            requirements = "18.36.3-R05",
            sections = "2.10.6.1",
            bugs = "B-017")
    void oneSlotAndTwoOperations(CheckContext cx) {
        NfsClient client = cx.newClient();
        NfsSession session =
                client.createSession(
                        args -> Handshake.withFore(args, Ops.channel(4096, 4096, 1024, 2, 1)));
        requireLastSlotWorks(session);
        Handshake.requireAlive(session);
    }

    private static void requireLastSlotWorks(NfsSession session) {
        int slots = session.slotCount();
        Handshake.require(slots != 0, "ca_maxrequests of the fore channel", "at least 1", "0");
        int last = slots - 1;
        if (last != 0) {
            assertThatReply(session.slot(last).compound(Ops.putRootFh()))
                    .because("slot " + Integer.toUnsignedString(last) + " was granted")
                    .isOk();
        }
        if (slots != EVERYTHING) {
            assertThatReply(session.send(session.sequence(slots, 1)))
                    .because("slot " + Integer.toUnsignedString(slots) + " was not granted")
                    .endsAt(0, NfsStatus.BADSLOT);
        }
    }

    @Check(
            id = "CS-034",
            rule = "An offer of no slots or no operations is refused or granted as at least one",
            sends = "CREATE_SESSION with ca_maxrequests 0, and with ca_maxoperations 0",
            accepts =
                    "An error, or a session that works; a grant of zero is a warning, as the RFC"
                            + " does not speak of it",
            sections = "18.36.3")
    void offerOfNoSlotsOrNoOperations(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (boolean slots : new boolean[] {true, false}) {
            ChannelAttributes offer = Ops.channel(65536, 65536, 4096, slots ? 8 : 0, slots ? 0 : 8);
            NfsClient own = cx.newClient();
            Reply reply = own.call(Handshake.withFore(own.createSessionArgs(), offer));
            if (reply.isOk()) {
                NfsSession session = own.adopt(reply.result(0, CreateSessionResOk.class));
                ChannelAttributes granted = session.foreChannel();
                if (granted.maxRequests() == 0 || granted.maxOperations() == 0) {
                    cx.warn("no slots or no operations are granted");
                } else {
                    assertThatReply(session.send(session.sequence(0, 1))).isOk();
                }
            }
        }
        assertThatReply(client.exchangeId()).because("the server serves on").isOk();
    }

    @Check(
            id = "CS-035",
            rule = "The counts of the backchannel are the client's to say",
            sends = "CREATE_SESSION with backchannels of 1 and 3 slots and of 2 and 8 operations",
            accepts = "NFS4_OK; both counts as offered, no size larger than offered",
            requirements = {
                "18.36.3-R12",
                "18.36.3-R13",
                "18.36.3-R14",
                "18.36.3-R16",
                "18.36.3-R17",
                "18.36.3-R19"
            },
            bugs = "B-041")
    void countsOfTheBackChannel(CheckContext cx) {
        requireCountsKept(cx, Ops.channel(4096, 4096, 0, 2, 1));
        requireCountsKept(cx, Ops.channel(5003, 4099, 0, 8, 3));
    }

    @Check(
            id = "CS-040",
            rule = "The counts of the backchannel are kept even when they are large",
            sends = "CREATE_SESSION with a backchannel of 200 slots and 50 operations",
            accepts = "NFS4_OK; both counts as offered, no size larger than offered",
            requirements = {"18.36.3-R17", "18.36.3-R19"},
            bugs = "B-041")
    void largeCountsOfTheBackChannel(CheckContext cx) {
        requireCountsKept(cx, Ops.channel(64 << 10, 64 << 10, 4096, 50, 200));
    }

    private static void requireCountsKept(CheckContext cx, ChannelAttributes offer) {
        NfsSession session =
                cx.newClient()
                        .createSession(args ->
                                Handshake.withChannels(args, args.foreChannelAttributes(), offer));
        ChannelAttributes granted = session.created().backChannelAttributes();
        Handshake.requireSame(
                "ca_maxoperations of the backchannel",
                offer.maxOperations(),
                granted.maxOperations());
        Handshake.requireSame(
                "ca_maxrequests of the backchannel", offer.maxRequests(), granted.maxRequests());
        requireNoLarger("backchannel", offer, granted);
    }

    @Check(
            id = "CS-036",
            rule = "A reply size that no reply fits into is refused",
            sends = "CREATE_SESSION with ca_maxresponsesize 0 and 16 for the fore channel",
            accepts = "NFS4ERR_TOOSMALL, and no session",
            requirements = "18.36.3-R15",
            level = Level.SHOULD,
            bugs = "B-168")
    void replySizeTooSmallForAnyReply(CheckContext cx) {
        for (int size : new int[] {0, 16}) {
            NfsClient client = cx.newClient();
            ChannelAttributes offer = Ops.channel(65536, size, 0, 16, 8);
            Reply reply = client.call(Handshake.withFore(client.createSessionArgs(), offer));
            assertThatReply(reply)
                    .because("ca_maxresponsesize " + size)
                    .endsAt(0, NfsStatus.TOOSMALL);
        }
    }

    @Check(
            id = "CS-037",
            rule = "A backchannel reply size that no reply fits into is refused",
            sends = "CREATE_SESSION with a backchannel of ca_maxresponsesize 16",
            accepts = "NFS4ERR_TOOSMALL, or a session without the backchannel",
            requirements = "18.36.3-R15",
            level = Level.SHOULD,
            bugs = "B-168")
    void backChannelReplySizeTooSmallForAnyReply(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs args = client.createSessionArgs();
        ChannelAttributes back = Ops.channel(4096, 16, 0, 2, 1);
        Reply reply = client.call(Handshake.withChannels(args, args.foreChannelAttributes(), back));
        if (reply.isOk()) {
            CreateSessionResOk created = reply.result(0, CreateSessionResOk.class);
            client.adopt(created);
            Handshake.requireSame(
                    "CREATE_SESSION4_FLAG_CONN_BACK_CHAN in csr_flags",
                    0,
                    created.flags() & CreateSessionFlags.CONN_BACK_CHAN);
        } else {
            assertThatReply(reply).endsAt(0, NfsStatus.TOOSMALL);
        }
    }

    @Check(
            id = "CS-038",
            rule = "A client that sends short requests only is served",
            sends = "CREATE_SESSION with ca_maxrequestsize 512 and ca_maxresponsesize 1024",
            accepts = "NFS4_OK and a session that works",
            requirements = "18.36.3-R04",
            level = Level.SHOULD,
            bugs = "B-168")
    void shortRequestsOnly(CheckContext cx) {
        NfsClient client = cx.newClient();
        ChannelAttributes offer = Ops.channel(512, 1024, 512, 8, 4);
        Reply reply = client.call(Handshake.withFore(client.createSessionArgs(), offer));
        assertThatReply(reply).isOk();
        NfsSession session = client.adopt(reply.result(0, CreateSessionResOk.class));
        requireNoLarger("fore channel", offer, session.foreChannel());
        Handshake.requireAlive(session);
    }

    @Check(
            id = "CS-039",
            rule = "More than one inbound read queue depth is no valid XDR",
            sends = "CREATE_SESSION whose ca_rdma_ird has two elements; then a right one",
            accepts = "NFS4ERR_BADXDR or RPC GARBAGE_ARGS; then NFS4_OK",
            sections = {"18.36.1", "15.1.1.1"},
            bugs = "B-170")
    void twoReadQueueDepths(CheckContext cx) {
        NfsClient client = cx.newClient();
        CreateSessionArgs args = client.createSessionArgs();
        XdrWriter arguments = new XdrWriter();
        arguments.writeLong(args.clientId());
        arguments.writeInt(args.sequence());
        arguments.writeInt(0);
        for (int value : new int[] {0, 65536, 65536, 4096, 16, 8, 2, 1, 1}) {
            arguments.writeInt(value);
        }
        args.backChannelAttributes().encode(arguments);
        arguments.writeInt(args.cbProgram());
        arguments.writeInt(0);
        Op twice = Op.raw(Operation.CREATE_SESSION.value(), arguments.toByteArray());
        Undecodable.require(client.connection().call(Compound.of().plus(twice)));
        Handshake.requireAlive(client.createSession());
    }

    private static void requireNoLarger(
            String channel, ChannelAttributes offer, ChannelAttributes granted) {
        noLarger(channel, "ca_headerpadsize", ChannelAttributes::headerPadSize, offer, granted);
        noLarger(channel, "ca_maxrequestsize", ChannelAttributes::maxRequestSize, offer, granted);
        noLarger(channel, "ca_maxresponsesize", ChannelAttributes::maxResponseSize, offer, granted);
        noLarger(
                channel,
                "ca_maxresponsesize_cached",
                ChannelAttributes::maxResponseSizeCached,
                offer,
                granted);
        noLarger(channel, "ca_rdma_ird", ird -> ird.rdmaIrd().orElse(0), offer, granted);
    }

    private static void noLarger(
            String channel,
            String name,
            ToIntFunction<ChannelAttributes> value,
            ChannelAttributes offer,
            ChannelAttributes granted) {
        int offered = value.applyAsInt(offer);
        int got = value.applyAsInt(granted);
        Handshake.require(
                Integer.compareUnsigned(got, offered) <= 0,
                name + " of the " + channel,
                "at most " + Integer.toUnsignedString(offered),
                Integer.toUnsignedString(got));
    }
}
