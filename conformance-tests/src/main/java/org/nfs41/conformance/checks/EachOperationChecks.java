package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.checks.EachOperation.Sample;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.ReadLinkArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.SetSsvArgs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Errors that every operation has in common (RFC 8881 section 15.2). */
final class EachOperationChecks {
    private static final int SMALL_REPLY = 2 << 10;

    /** Every server can have symbolic links of this length, in bytes. */
    private static final int LONGEST_LINK = 4000;

    /** May be declined as a whole. */
    private static final Set<Operation> OPTIONAL = Set.of(Operation.SECINFO_NO_NAME);

    /** Their results are as long as there is room for. */
    private static final Set<Operation> SHORTENED = Set.of(Operation.READ, Operation.READDIR);

    @Check(
            id = "ERR-001",
            rule = "No operation but those that make and end sessions works without SEQUENCE",
            sends = "Each operation that needs a session, alone, with good arguments",
            accepts =
                    "NFS4ERR_OP_NOT_IN_SESSION from it (NFS4ERR_NOTSUPP, too, from those that are"
                            + " optional)",
            requirements = "15.1.3.5-R01",
            needs = Need.FILES,
            bugs = "B-143")
    void eachWithoutSequence(CheckContext cx) {
        EachOperation each = new EachOperation(cx);
        for (Sample sample : each.all()) {
            assertThatReply(each.session().send(sample.op()))
                    .because(sample.op().op() + " alone")
                    .endsAt(0, NfsStatus.OP_NOT_IN_SESSION);
        }
        for (Sample sample : each.optional()) {
            assertThatReply(each.session().send(sample.op()))
                    .because(sample.op().op() + " alone")
                    .endsAt(0, NfsStatus.OP_NOT_IN_SESSION, NfsStatus.NOTSUPP);
        }
    }

    @Check(
            id = "ERR-002",
            rule = "No operation on a filehandle works without one",
            sends =
                    "Behind SEQUENCE alone each operation that needs a current filehandle, with"
                            + " good state ids; RECLAIM_COMPLETE for one file system",
            accepts = "NFS4ERR_NOFILEHANDLE (from SECINFO_NO_NAME NFS4ERR_NOTSUPP, too)",
            sections = {"15.1.2.5", "16.2.3.1.1", "15.2"},
            needs = Need.FILES)
    void eachWithoutFilehandle(CheckContext cx) {
        EachOperation each = new EachOperation(cx);
        for (Sample sample : each.withFilehandle()) {
            assertThatReply(each.session().compound(sample.op()))
                    .because(sample.op().op() + " behind SEQUENCE alone")
                    .endsAt(1, orDeclined(sample, NfsStatus.NOFILEHANDLE));
        }
        assertThatReply(each.session().compound(new ReclaimCompleteArgs(true)))
                .endsAt(1, NfsStatus.NOFILEHANDLE);
    }

    @Check(
            id = "ERR-003",
            rule = "Arguments that end too early are bad XDR, whichever operation's",
            sends =
                    "Each operation that has arguments, without their last four bytes; those that"
                            + " make and end sessions alone, the others behind their filehandles",
            accepts = "NFS4ERR_BADXDR or RPC GARBAGE_ARGS; the slot still works",
            sections = {"15.1.1.1", "15.2"},
            needs = Need.FILES,
            bugs = "B-154")
    void eachCutShort(CheckContext cx) {
        EachOperation each = new EachOperation(cx);
        RawSlot slot = new RawSlot(cx);
        for (Sample sample : each.all()) {
            Op whole = Op.of(sample.op());
            if (whole.arguments().length() > 0) {
                slot.refused(slot.send(cutLast(sample)), "a short " + sample.op().op());
            }
        }
        for (Sample sample : each.optional()) {
            Reply reply = slot.send(cutLast(sample));
            slot.refused(reply, "a short " + sample.op().op(), NfsStatus.NOTSUPP);
        }
        NfsClient client = cx.client();
        for (ArgOp alone :
                List.of(
                        client.exchangeIdArgs(),
                        client.createSessionArgs(),
                        Ops.bind(slot.session().id(), ChannelDirFromClient.FORE_OR_BOTH),
                        Ops.destroySession(slot.session().id()),
                        Ops.destroyClientId(client.clientId()))) {
            byte[] bytes = Compound.of().plus(cut(Op.of(alone))).toBytes();
            slot.refused(slot.sendBytes(bytes), "a short " + alone.op());
        }
    }

    private static Op[] cutLast(Sample sample) {
        Op[] ops = Arrays.stream(sample.ops()).map(Op::of).toArray(Op[]::new);
        ops[ops.length - 1] = cut(ops[ops.length - 1]);
        return ops;
    }

    private static Op cut(Op whole) {
        byte[] arguments = whole.arguments().toByteArray();
        return Op.raw(whole.number(), Arrays.copyOf(arguments, arguments.length - Integer.BYTES));
    }

    @Check(
            id = "ERR-004",
            rule = "A retry of any operation is answered from the slot or as uncached",
            sends =
                    "Each operation first behind SEQUENCE without sa_cachethis, and the same bytes"
                            + " again",
            accepts =
                    "The first reply again, or NFS4ERR_RETRY_UNCACHED_REP from the operation behind"
                            + " SEQUENCE",
            requirements = {"2.10.6.1.3-R02", "2.10.6.1.3-R03"},
            needs = Need.FILES,
            bugs = "B-002")
    void eachRetriedUncached(CheckContext cx) {
        EachOperation each = new EachOperation(cx);
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        List<Sample> samples = new ArrayList<>(each.all());
        samples.addAll(each.outsideOfSessions());
        samples.addAll(each.optional());
        for (Sample sample : samples) {
            Exchange original = session.slot(0).start(connection, false, sample.op());
            Reply first = original.await();
            Reply second = connection.retry(original).await();
            if (second.status().equals(NfsStatus.RETRY_UNCACHED_REP)) {
                assertThatReply(second).endsAt(1, NfsStatus.RETRY_UNCACHED_REP);
            } else {
                assertThatReply(second).repeats(first);
            }
        }
    }

    @Check(
            id = "ERR-005",
            rule = "An operation whose result leaves no room in the reply is told so",
            sends =
                    "Each operation but READ and READDIR behind a READLINK that fills the reply to"
                            + " four bytes less than ca_maxresponsesize allows for all of it",
            accepts =
                    "NFS4ERR_REP_TOO_BIG from it or from one before it, and no reply longer than"
                            + " ca_maxresponsesize",
            sections = {"15.1.3.6", "2.10.6.4"},
            needs = Need.FILES)
    void eachWithoutRoomInTheReply(CheckContext cx) {
        eachTooBig(cx, false);
    }

    @Check(
            id = "ERR-006",
            rule = "An operation whose result leaves no room in the slot is told so",
            sends =
                    "With sa_cachethis each operation but READ and READDIR behind a READLINK that"
                            + " fills the reply to four bytes less than ca_maxresponsesize_cached"
                            + " allows for all of it",
            accepts = "NFS4ERR_REP_TOO_BIG_TO_CACHE from it or from one before it",
            requirements = "2.10.6.4-R03",
            sections = "15.1.3.7",
            needs = Need.FILES)
    void eachWithoutRoomInTheSlot(CheckContext cx) {
        eachTooBig(cx, true);
    }

    private static void eachTooBig(CheckContext cx, boolean cached) {
        EachOperation each = new EachOperation(cx);
        NfsSession narrow = narrowSession(cx, cached);
        ChannelAttributes granted = narrow.foreChannel();
        int limit = cached ? granted.maxResponseSizeCached() : granted.maxResponseSize();
        if (limit > LONGEST_LINK) {
            throw cx.unsupported("the least limit of a reply that is granted is " + limit);
        }
        List<Sample> roomy = notShortened(each);
        List<Sample> tight = notShortened(each);
        for (int i = 0; i < roomy.size(); i++) {
            int length = each.session().compound(behindLink(cx, roomy.get(i), i, 4)).length();
            // one word more than there is room for
            int fill = limit + 2 * Integer.BYTES - length;
            ArgOp[] ops = behindLink(cx, tight.get(i), roomy.size() + i, fill);
            Reply reply = cached ? narrow.compoundCached(ops) : narrow.compound(ops);
            NfsStatus tooBig = cached ? NfsStatus.REP_TOO_BIG_TO_CACHE : NfsStatus.REP_TOO_BIG;
            assertThatReply(reply)
                    .because(tight.get(i).op().op() + " with a reply of " + (limit + 4))
                    .hasStatus(tooBig, NfsStatus.REP_TOO_BIG)
                    .isNotLongerThan(limit);
        }
    }

    private static List<Sample> notShortened(EachOperation each) {
        List<Sample> samples = new ArrayList<>(each.all());
        samples.addAll(each.outsideOfSessions());
        samples.removeIf(sample -> SHORTENED.contains(sample.op().op()));
        return samples;
    }

    private static NfsSession narrowSession(CheckContext cx, boolean cached) {
        ChannelAttributes wide = Ops.foreChannel();
        ChannelAttributes limits =
                Ops.channel(
                        wide.maxRequestSize(),
                        cached ? wide.maxResponseSize() : SMALL_REPLY,
                        SMALL_REPLY,
                        wide.maxOperations(),
                        wide.maxRequests());
        return cx.client()
                .createSession(args ->
                        new CreateSessionArgs(
                                args.clientId(),
                                args.sequence(),
                                args.flags(),
                                limits,
                                args.backChannelAttributes(),
                                args.cbProgram(),
                                args.secParms()));
    }

    /** The sample behind READLINK of so many bytes; READ might return less. */
    private static ArgOp[] behindLink(CheckContext cx, Sample sample, int number, int bytes) {
        String name = "filler-" + number;
        CreateType link = new CreateType.Link(Opaque.utf8("l".repeat(bytes)));
        ArgOp create = new CreateArgs(link, Opaque.utf8(name), Ops.mode(0777));
        Reply made = cx.session().require(Ops.putFh(cx.directory()), create, Ops.getFh());
        List<ArgOp> ops = new ArrayList<>();
        ops.add(Ops.putFh(made.result(GetFhResOk.class).object()));
        ops.add(new ReadLinkArgs());
        ops.addAll(List.of(sample.ops()));
        return ops.toArray(ArgOp[]::new);
    }

    @Check(
            id = "ERR-037",
            rule = "SET_SSV is not for clients that have not chosen SP4_SSV",
            sends = "SET_SSV by a client with SP4_NONE, behind SEQUENCE",
            accepts = "NFS4ERR_INVAL",
            requirements = "18.47.3-R02")
    void ssvWithoutSsvProtection(CheckContext cx) {
        ArgOp setSsv = new SetSsvArgs(Opaque.utf8("ssv"), Opaque.utf8("digest"));
        assertThatReply(cx.session().compound(setSsv)).endsAt(1, NfsStatus.INVAL);
    }

    private static NfsStatus[] orDeclined(Sample sample, NfsStatus status) {
        return OPTIONAL.contains(sample.op().op())
                ? new NfsStatus[] {status, NfsStatus.NOTSUPP}
                : new NfsStatus[] {status};
    }
}
