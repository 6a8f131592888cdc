package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.util.List;
import java.util.function.Consumer;

/** Attribute bitmaps of unusual length in operations that set attributes. */
final class AttributeMaskChecks {
    private static final int[] LENGTHS = {2, 3, 4, 8, 64};

    /** A bit of the fourth word, which no version of the protocol has defined an attribute for. */
    private static final int WORDS_WITH_UNKNOWN = 4;

    /** More than all attributes that there could ever be; 400 kB, unless requests are shorter. */
    private static final int ABSURD = 100_000;

    private static final int BYTES_OF_THE_REST = 1024;

    private static final int MODE_WORD = Attribute.MODE / Integer.SIZE;
    private static final int MODE_BIT = 1 << (Attribute.MODE % Integer.SIZE);

    @Check(
            id = "COMP-100",
            rule = "Zero words at the end of a bitmap say nothing where attributes are set",
            sends =
                    "SETATTR of the mode, and OPEN that creates a file with a mode, with bitmaps of"
                            + " 2, 3, 4, 8 and 64 words",
            accepts = "NFS4_OK; GETATTR shows the mode that was set",
            sections = {"3.3.7", "18.30.3", "18.16.3"},
            needs = Need.FILES,
            bugs = "B-200")
    void zeroWordsWhereAttributesAreSet(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        FileHandle file = cx.file("mode");
        int mode = 0600;
        for (int words : LENGTHS) {
            mode ^= 0040;
            Reply set = slot.send(Op.of(Ops.putFh(file)), setMode(mode, words, 0));
            assertThatReply(set).because("SETATTR with " + words + " words").isOk();
            requireMode(slot, file, mode);
            Reply created =
                    slot.send(
                            Op.of(Ops.putFh(cx.directory())),
                            create("new-" + words, mode, words),
                            Op.of(Ops.getAttr(Attribute.MODE)));
            assertThatReply(created).because("OPEN with " + words + " words").isOk();
            requireMode(created, mode);
            StateId state = created.result(2, OpenResOk.class).stateId();
            Reply closed =
                    slot.send(
                            Ops.putFh(cx.directory()),
                            Ops.lookup("new-" + words),
                            Ops.close(state));
            assertThatReply(closed).isOk();
        }
    }

    @Check(
            id = "COMP-105",
            rule = "Setting an attribute that does not exist is refused as a whole",
            sends =
                    "SETATTR of the mode and of an attribute numbered 127; VERIFY of the mode as it"
                            + " is and the same attribute; each before a GETFH",
            accepts =
                    "NFS4ERR_ATTRNOTSUPP (NFS4ERR_BADXDR or RPC GARBAGE_ARGS, too) and no further"
                            + " result; NFS4ERR_NOT_SAME is a warning; the mode is what it was",
            sections = {"15.1.15.1", "18.30.3", "18.31.3"},
            needs = Need.FILES,
            bugs = "B-200")
    void attributesThatDoNotExist(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        FileHandle file = cx.file("mode");
        Op root = Op.of(Ops.putFh(file));
        assertThatReply(slot.send(root, setMode(0640, 2, 0))).isOk();
        Consumer<XdrWriter> attributes =
                out -> {
                    bitmap(out, WORDS_WITH_UNKNOWN, Integer.MIN_VALUE);
                    out.writeInt(2 * Integer.BYTES);
                    out.writeInt(0640);
                    out.writeInt(0);
                };
        List<Op> operations =
                List.of(
                        setMode(0600, WORDS_WITH_UNKNOWN, Integer.MIN_VALUE),
                        Op.written(Operation.VERIFY, attributes));
        for (Op operation : operations) {
            Reply reply = slot.send(root, operation, Op.of(Ops.getFh()));
            String what = Operation.of(operation.number()).toString();
            if (reply.hasCompound() && reply.status().equals(NfsStatus.NOT_SAME)) {
                cx.warn(what + " takes an attribute that does not exist for one that differs");
            } else {
                slot.refused(reply, what, NfsStatus.ATTRNOTSUPP);
            }
        }
        requireMode(slot, file, 0640);
    }

    @Check(
            id = "COMP-106",
            rule = "A bitmap of absurd length harms nobody",
            sends =
                    "GETATTR, VERIFY and SETATTR, each with a bitmap of 100000 words (fewer if"
                            + " ca_maxrequestsize says so) with zeros at the end, then with ones",
            accepts =
                    "NFS4ERR_BADXDR or RPC GARBAGE_ARGS, NFS4ERR_ATTRNOTSUPP, NFS4ERR_INVAL,"
                            + " NFS4ERR_REQ_TOO_BIG, NFS4_OK or from VERIFY NFS4ERR_NOT_SAME; the"
                            + " next request works",
            sections = {"3.3.7", "15.1.1.1"},
            needs = Need.FILES,
            bugs = "B-200")
    void bitmapsOfAbsurdLength(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        FileHandle file = cx.file("mode");
        int longest = slot.session().foreChannel().maxRequestSize() - BYTES_OF_THE_REST;
        int words = Math.min(ABSURD, longest / Integer.BYTES);
        for (int rest : new int[] {0, -1}) {
            List<Op> operations =
                    List.of(
                            Op.written(Operation.GETATTR, out -> bitmap(out, words, rest)),
                            Op.written(
                                    Operation.VERIFY,
                                    out -> {
                                        bitmap(out, words, rest);
                                        out.writeInt(Integer.BYTES);
                                        out.writeInt(0600);
                                    }),
                            setMode(0600, words, rest));
            for (Op operation : operations) {
                slot.refused(
                        slot.send(Op.of(Ops.putFh(file)), operation),
                        Operation.of(operation.number()) + " with " + words + " words",
                        NfsStatus.OK,
                        NfsStatus.ATTRNOTSUPP,
                        NfsStatus.INVAL,
                        NfsStatus.NOT_SAME,
                        NfsStatus.REQ_TOO_BIG);
            }
        }
    }

    private static void requireMode(RawSlot slot, FileHandle file, int mode) {
        Reply reply = slot.send(Ops.putFh(file), Ops.getAttr(Attribute.MODE));
        assertThatReply(reply).isOk();
        requireMode(reply, mode);
    }

    private static void requireMode(Reply reply, int mode) {
        int actual = reply.result(GetAttrResOk.class).objAttributes().values().intAt(0);
        Handshake.requireSame("mode", Integer.toOctalString(mode), Integer.toOctalString(actual));
    }

    private static Op setMode(int mode, int words, int rest) {
        return Op.written(
                Operation.SETATTR,
                out -> {
                    StateId.ANONYMOUS.encode(out);
                    attributes(out, mode, words, rest);
                });
    }

    private static Op create(String name, int mode, int words) {
        return Op.written(
                Operation.OPEN,
                out -> {
                    out.writeInt(0);
                    out.writeInt(OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG);
                    out.writeInt(OpenShare.DENY_NONE);
                    out.writeLong(0);
                    out.writeOpaque(Opaque.utf8("owner"));
                    out.writeInt(1);
                    out.writeInt(0);
                    attributes(out, mode, words, 0);
                    out.writeInt(0);
                    out.writeOpaque(Opaque.utf8(name));
                });
    }

    /** A mode, and with the unknown attributes of {@code rest} one more word of values. */
    private static void attributes(XdrWriter out, int mode, int words, int rest) {
        bitmap(out, words, rest);
        out.writeInt(rest == 0 ? Integer.BYTES : 2 * Integer.BYTES);
        out.writeInt(mode);
        if (rest != 0) {
            out.writeInt(0);
        }
    }

    /** A bitmap with MODE in it and {@code rest} in the words from the fourth on. */
    private static void bitmap(XdrWriter out, int words, int rest) {
        out.writeInt(words);
        for (int word = 0; word < words; word++) {
            boolean known = word < WORDS_WITH_UNKNOWN - 1;
            out.writeInt(word == MODE_WORD ? MODE_BIT : known ? 0 : rest);
        }
    }
}
