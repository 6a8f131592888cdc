package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.RpcReply;
import org.nfs41.conformance.oracle.Oracles;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.util.List;

/** What a COMPOUND carries besides its operations: tag, minor version, their number. */
final class CompoundFormChecks {
    @Check(
            id = "COMP-013",
            rule = "A COMPOUND without operations has a reply without results",
            sends = "No operation at all, with a tag",
            accepts = "No results, NFS4_OK or an error; the next request on the connection works",
            sections = {"16.2.3", "16.2.4"},
            bugs = "B-143")
    void noOperations(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        Reply reply = slot.connection().call(Compound.of());
        assertThatReply(reply).hasResultCount(0);
        slot.stillWorks("a COMPOUND of nothing");
    }

    @Check(
            id = "COMP-014",
            rule = "The reply carries the request's tag",
            sends =
                    "Tags of 0, 4, 8 and 64 bytes; with operations that succeed, with one"
                            + " that fails, with an unknown minor version",
            accepts = "The same tag in the reply",
            requirements = "16.2.3-R02",
            level = Level.SHOULD,
            bugs = "B-149")
    void tagIsRepeated(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (int length : new int[] {0, 4, 8, 64}) {
            Opaque tag = Opaque.utf8("t".repeat(length));
            repeats(tag, slot.sendBytes(slot.request(Op.of(Ops.putRootFh())).withTag(tag)));
            repeats(tag, slot.sendBytes(slot.request(Op.of(Ops.getFh())).withTag(tag)));
            Compound other = slot.request(Op.of(Ops.putRootFh())).withMinorVersion(100);
            repeats(tag, slot.sendBytes(other.withTag(tag)));
        }
    }

    @Check(
            id = "COMP-015",
            rule = "A tag may be refused, but never makes the server lose its place",
            sends = "Tags that are not UTF-8, of 4 and of 8 bytes, and one of 1000 bytes",
            accepts =
                    "NFS4_OK, or NFS4ERR_INVAL, NFS4ERR_BADCHAR, NFS4ERR_BADXDR or RPC GARBAGE_ARGS"
                            + " without results; the next request works",
            sections = {"16.2.3", "16.2.4"},
            bugs = "B-149")
    void unusualTags(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        byte[] wild = {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc0, (byte) 0x80, 1, (byte) 0xed, 2};
        List<Opaque> tags =
                List.of(
                        Opaque.of(new byte[] {(byte) 0xff, 0, 'a', 0}),
                        Opaque.of(wild),
                        Opaque.utf8("a long tag".repeat(100)));
        for (Opaque tag : tags) {
            Reply reply = slot.sendBytes(slot.request(Op.of(Ops.putRootFh())).withTag(tag));
            String what = "a tag of " + tag.length() + " bytes";
            if (reply.hasCompound() && reply.isOk()) {
                assertThatReply(reply).because(what).hasResultCount(2);
                slot.stillWorks(what);
            } else {
                slot.refused(reply, what, NfsStatus.INVAL, NfsStatus.BADCHAR);
            }
        }
    }

    @Check(
            id = "COMP-044",
            rule = "A tag whose length is no multiple of four is padded with zeros",
            sends =
                    "Twenty times a tag of 128 bytes and after it tags of 1, 2, 3, 5 and 63 bytes,"
                            + " so that memory that is used again has something in it",
            accepts = "Replies with no byte but zero in their padding (RFC 4506 section 3)",
            sections = {"2.2", "16.2.3"},
            bugs = "B-149")
    void tagsThatNeedPadding(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        Opaque filling = Opaque.utf8("f".repeat(128));
        for (int i = 0; i < 20; i++) {
            for (int length : new int[] {1, 2, 3, 5, 63}) {
                tagged(slot, filling);
                Opaque tag = Opaque.utf8("t".repeat(length));
                if (!tagged(slot, tag).isPaddingZero()) {
                    throw new CheckFailure(
                            "padding in the reply to a tag of " + length + " bytes",
                            "zeros",
                            "other bytes, probably left in the server's memory");
                }
            }
        }
    }

    private static Reply tagged(RawSlot slot, Opaque tag) {
        Reply reply = slot.sendBytes(slot.request(Op.of(Ops.putRootFh())).withTag(tag));
        assertThatReply(reply).isOk();
        return reply;
    }

    @Check(
            id = "COMP-016",
            rule = "The unknown minor version is found before anything else",
            sends =
                    "Minor versions 0x7FFFFFFF and 0xFFFFFFFF with SEQUENCE and PUTROOTFH, with"
                            + " operation 2, with no SEQUENCE; then the same SEQUENCE in version 1",
            accepts =
                    "NFS4ERR_MINOR_VERS_MISMATCH and no results; the slot's sequence id is not"
                            + " used up",
            requirements = "16.2.3-R01",
            bugs = "B-149")
    void unknownMinorVersionWithAnything(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        List<Compound> requests =
                List.of(
                        slot.request(Op.of(Ops.putRootFh())),
                        slot.request(Op.raw(2)),
                        Compound.of().plus(Op.raw(2)),
                        Compound.of(Ops.putRootFh(), Ops.getFh()));
        for (int version : new int[] {Integer.MAX_VALUE, -1}) {
            for (Compound request : requests) {
                assertThatReply(slot.sendBytes(request.withMinorVersion(version)))
                        .because("minor version " + Integer.toUnsignedString(version))
                        .hasStatus(NfsStatus.MINOR_VERS_MISMATCH)
                        .hasResultCount(0);
            }
        }
        slot.stillWorks("unknown minor versions");
    }

    @Check(
            id = "COMP-017",
            rule = "A minor version besides 1 is either served or refused without any result",
            sends = "PUTROOTFH in minor versions 0, 2 and 3",
            accepts =
                    "NFS4ERR_MINOR_VERS_MISMATCH and no results, or the version's own answer:"
                            + " NFS4_OK in version 0, else NFS4ERR_OP_NOT_IN_SESSION",
            requirements = "16.2.3-R01",
            bugs = "B-149")
    void otherMinorVersions(CheckContext cx) {
        // what other versions answer is not for this suite to judge
        cx.oracles().suspend(Oracles.Rule.RESULTS);
        NfsConnection connection = cx.newClient().connection();
        for (int version : new int[] {0, 2, 3}) {
            Reply reply = connection.call(Compound.of(Ops.putRootFh()).withMinorVersion(version));
            if (reply.status().equals(NfsStatus.MINOR_VERS_MISMATCH)) {
                assertThatReply(reply).because("minor version " + version).hasResultCount(0);
            } else {
                NfsStatus served = version == 0 ? NfsStatus.OK : NfsStatus.OP_NOT_IN_SESSION;
                assertThatReply(reply).because("minor version " + version).hasStatus(served);
            }
        }
    }

    @Check(
            id = "COMP-018",
            rule = "A count that announces more operations than there are is an error of XDR",
            sends = "SEQUENCE and PUTROOTFH announced as 3, then as 0xFFFFFFFF operations",
            accepts =
                    "RPC GARBAGE_ARGS or NFS4ERR_BADXDR, for the second NFS4ERR_TOO_MANY_OPS too;"
                            + " the next request works",
            sections = {"15.1.1.1", "16.2.3"})
    void countBeyondTheOperations(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        Reply one = slot.sendBytes(slot.request(Op.of(Ops.putRootFh())).toBytes(3));
        slot.refused(one, "a count of 3 for 2 operations");
        Reply many = slot.sendBytes(slot.request(Op.of(Ops.putRootFh())).toBytes(-1));
        slot.refused(many, "a count of 0xFFFFFFFF", NfsStatus.TOO_MANY_OPS);
    }

    @Check(
            id = "COMP-019",
            rule = "Bytes behind the last announced operation are no operation",
            sends = "SEQUENCE, PUTROOTFH and RESTOREFH announced as 2 operations",
            accepts =
                    "NFS4_OK and two results, or RPC GARBAGE_ARGS, or NFS4ERR_BADXDR; the next"
                            + " request works",
            sections = {"15.1.1.1", "16.2.3"})
    void countShortOfTheOperations(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        Op[] ops = {Op.of(Ops.putRootFh()), Op.of(Ops.restoreFh())};
        Reply reply = slot.sendBytes(slot.request(ops).toBytes(2));
        if (reply.hasCompound() && reply.isOk()) {
            assertThatReply(reply).hasResultCount(2);
            slot.stillWorks("bytes behind the operations");
        } else {
            slot.refused(reply, "bytes behind the operations");
        }
    }

    @Check(
            id = "COMP-020",
            rule = "A request may come in any number of fragments",
            sends = "SEQUENCE and PUTROOTFH in fragments of 1, 3 and 4 bytes and a rest",
            accepts = "NFS4_OK",
            sections = {"2.2", "2.9.1"})
    void requestInFragments(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Compound request = session.request(session.sequence(0, 1), Ops.putRootFh());
        Reply reply = connection.sendFragmented(request, 1, 3, 4).await();
        assertThatReply(reply).hasRpcOutcome(RpcReply.Outcome.SUCCESS).isOk();
        assertThatReply(session.send(session.sequence(0, 2), Ops.putRootFh())).isOk();
    }

    @Check(
            id = "COMP-045",
            rule = "A fragment may be empty",
            sends = "SEQUENCE and PUTROOTFH in fragments of 40, 0 and 4 bytes and a rest",
            accepts = "NFS4_OK",
            sections = {"2.2", "2.9.1"})
    void requestWithAnEmptyFragment(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().newConnection();
        Compound request = session.request(session.sequence(0, 1), Ops.putRootFh());
        Reply reply = connection.sendFragmented(request, 40, 0, 4).await();
        assertThatReply(reply).hasRpcOutcome(RpcReply.Outcome.SUCCESS).isOk();
        assertThatReply(connection.call(session.sequence(0, 2), Ops.putRootFh())).isOk();
    }

    private static void repeats(Opaque tag, Reply reply) {
        Opaque told = reply.compound().tag();
        if (!told.equals(tag)) {
            throw new CheckFailure(
                    "tag of the reply, status " + reply.status(), tag.toString(), told.toString());
        }
    }
}
