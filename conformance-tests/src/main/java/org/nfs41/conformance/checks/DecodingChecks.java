package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.SequenceArgs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Arguments that are no valid XDR, or that use more of XDR than clients commonly do. */
final class DecodingChecks {
    /** The last word of a bitmap in which attributes are defined (RFC 8881 and its extensions). */
    private static final int LAST_KNOWN_WORD = 2;

    private static final int FATTR_TYPE_BIT = 1 << Attribute.TYPE;

    @Check(
            id = "COMP-021",
            rule = "Bad XDR in a later operation leaves slot and connection intact",
            sends = "PUTFH, CREATE of a directory, LOOKUP whose name is cut off, on one slot",
            accepts =
                    "NFS4ERR_BADXDR with the directory created, or RPC GARBAGE_ARGS (or"
                            + " NFS4ERR_BADXDR without results) with nothing done; the slot works",
            sections = {"15.1.1.1", "16.2.3"},
            needs = Need.FILES)
    void badXdrBehindGoodOperations(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        Reply reply =
                slot.send(
                        Op.of(Ops.putFh(cx.directory())),
                        Op.of(Ops.makeDirectory("made", 0755)),
                        Op.written(Operation.LOOKUP, out -> out.writeInt(100)));
        boolean executed = reply.hasCompound() && reply.sequenceSucceeded();
        slot.refused(reply, "a name that is cut off");
        if (executed) {
            assertThatReply(reply).endsAt(3, NfsStatus.BADXDR);
        }
        Reply found = slot.send(Ops.putFh(cx.directory()), Ops.lookup("made"));
        assertThatReply(found)
                .because(executed ? "CREATE was answered NFS4_OK" : "the request was refused")
                .hasStatus(executed ? NfsStatus.OK : NfsStatus.NOENT);
    }

    @Check(
            id = "COMP-022",
            rule = "A length beyond the end of the request is refused and takes no memory",
            sends =
                    "PUTROOTFH and an operation with a length or count of 0xFFFFFFFF, 0x80000000,"
                        + " 0x7FFFFFFF or 0x40000000: filehandle, name, bitmap, attributes, data,"
                        + " array, owner",
            accepts =
                    "NFS4ERR_BADXDR or RPC GARBAGE_ARGS (for names NFS4ERR_NAMETOOLONG, for"
                            + " filehandles NFS4ERR_BADHANDLE too); the next request works",
            sections = "15.1.1.1",
            bugs = "B-200")
    void lengthsBeyondTheRequest(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x40000000}) {
            for (Map.Entry<Operation, Consumer<XdrWriter>> field : fields(length).entrySet()) {
                String what = field.getKey() + " with length " + Integer.toUnsignedString(length);
                Op op = Op.written(field.getKey(), field.getValue());
                Reply reply = slot.send(Op.of(Ops.putRootFh()), op);
                slot.refused(reply, what, NfsStatus.NAMETOOLONG, NfsStatus.BADHANDLE);
            }
        }
    }

    /** One field of each kind with this length, and nothing behind it. */
    private static Map<Operation, Consumer<XdrWriter>> fields(int length) {
        Map<Operation, Consumer<XdrWriter>> fields = new LinkedHashMap<>();
        fields.put(Operation.PUTFH, out -> out.writeInt(length));
        fields.put(Operation.LOOKUP, out -> out.writeInt(length));
        fields.put(Operation.GETATTR, out -> out.writeInt(length));
        fields.put(Operation.TEST_STATEID, out -> out.writeInt(length));
        fields.put(
                Operation.VERIFY,
                out -> {
                    out.writeInt(1);
                    out.writeInt(FATTR_TYPE_BIT);
                    out.writeInt(length);
                });
        fields.put(
                Operation.WRITE,
                out -> {
                    out.writeLong(0);
                    out.writeLong(0);
                    out.writeLong(0);
                    out.writeInt(2);
                    out.writeInt(length);
                });
        fields.put(
                Operation.OPEN,
                out -> {
                    out.writeInt(0);
                    out.writeInt(1);
                    out.writeInt(0);
                    out.writeLong(0);
                    out.writeInt(length);
                });
        return fields;
    }

    @Check(
            id = "COMP-023",
            rule = "CREATE refuses types that it does not create, without losing its place",
            sends =
                    "CREATE with the types of a regular file, an attribute directory, a named"
                            + " attribute, 0 and 99, then GETATTR",
            accepts =
                    "NFS4ERR_BADTYPE (for 0 and 99 NFS4ERR_BADXDR, NFS4ERR_INVAL or RPC"
                            + " GARBAGE_ARGS, too) and no further result; nothing is created",
            sections = {"18.4.3", "15.1.1.1"},
            needs = Need.FILES,
            bugs = "B-199")
    void createOfWrongTypes(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        for (int type : new int[] {1, 8, 9, 0, 99}) {
            Op create =
                    Op.written(
                            Operation.CREATE,
                            out -> {
                                out.writeInt(type);
                                out.writeOpaque(Opaque.utf8("thing"));
                                Ops.mode(0644).encode(out);
                            });
            Op after = Op.of(Ops.getAttr(Attribute.TYPE));
            Reply reply = slot.send(Op.of(Ops.putFh(cx.directory())), create, after);
            String what = "type " + type;
            boolean known = type >= 1 && type <= 9;
            if (known) {
                assertThatReply(reply).because(what).endsAt(2, NfsStatus.BADTYPE);
            } else {
                slot.refused(reply, what, NfsStatus.BADTYPE, NfsStatus.INVAL);
            }
        }
        assertThatReply(slot.send(Ops.putFh(cx.directory()), Ops.lookup("thing")))
                .because("nothing was created")
                .endsAt(2, NfsStatus.NOENT);
    }

    @Check(
            id = "COMP-024",
            rule = "OPEN refuses arms that its XDR does not have, without losing its place",
            sends = "OPEN with opentype 2, createmode 4 and claim 7, then GETFH",
            accepts =
                    "NFS4ERR_BADXDR, NFS4ERR_INVAL or RPC GARBAGE_ARGS and no further result;"
                            + " nothing is created",
            sections = {"18.16.1", "15.1.1.1"},
            needs = Need.FILES,
            bugs = "B-199")
    void openWithUnknownArms(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        List<Consumer<XdrWriter>> arms =
                List.of(
                        out -> {
                            out.writeInt(2);
                            out.writeInt(0);
                        },
                        out -> {
                            out.writeInt(1);
                            out.writeInt(4);
                            out.writeInt(0);
                        },
                        out -> {
                            out.writeInt(0);
                            out.writeInt(7);
                        });
        for (Consumer<XdrWriter> arm : arms) {
            Op open =
                    Op.written(
                            Operation.OPEN,
                            out -> {
                                out.writeInt(0);
                                out.writeInt(3);
                                out.writeInt(0);
                                out.writeLong(0);
                                out.writeOpaque(Opaque.utf8("owner"));
                                arm.accept(out);
                                out.writeOpaque(Opaque.utf8("thing"));
                            });
            Reply reply = slot.send(Op.of(Ops.putFh(cx.directory())), open, Op.of(Ops.getFh()));
            slot.refused(reply, "an unknown arm of OPEN", NfsStatus.INVAL);
        }
        assertThatReply(slot.send(Ops.putFh(cx.directory()), Ops.lookup("thing")))
                .because("nothing was created")
                .endsAt(2, NfsStatus.NOENT);
    }

    @Check(
            id = "COMP-025",
            rule = "A boolean that is neither 0 nor 1 is an error of XDR",
            sends = "SEQUENCE with sa_cachethis 2, then the same with 0; RECLAIM_COMPLETE with 2",
            accepts = "NFS4ERR_BADXDR or RPC GARBAGE_ARGS; the slot is unchanged by the first",
            sections = "15.1.1.1",
            level = Level.SHOULD)
    void booleanOfTwo(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        SequenceArgs sequence = slot.session().sequence(0, 1);
        XdrWriter body = new XdrWriter();
        sequence.encodeBody(body);
        byte[] damaged = body.toByteArray();
        damaged[damaged.length - 1] = 2;
        Reply reply =
                slot.sendBytes(
                        Compound.of()
                                .plus(Op.raw(Operation.SEQUENCE.value(), damaged))
                                .plus(Ops.putRootFh()));
        slot.refused(reply, "sa_cachethis 2");
        Op reclaim = Op.written(Operation.RECLAIM_COMPLETE, out -> out.writeInt(2));
        slot.refused(slot.send(reclaim), "rca_one_fs 2");
    }

    @Check(
            id = "COMP-026",
            rule = "Zero words at the end of a bitmap say nothing",
            sends =
                    "GETATTR, VERIFY and NVERIFY of the type with a bitmap of 1, 2, 3, 8 and 64"
                            + " words, all but the first zero",
            accepts =
                    "The same attribute each time; NFS4_OK from VERIFY, NFS4ERR_SAME from NVERIFY",
            sections = {"3.3.7", "18.31.3"},
            bugs = "B-200")
    void bitmapsWithZeroWordsAtTheEnd(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        FileAttributes first = type(slot.send(Ops.putRootFh(), Ops.getAttr(Attribute.TYPE)));
        for (int words : new int[] {1, 2, 3, 8, 64}) {
            Consumer<XdrWriter> mask = out -> bitmap(out, words, 0);
            Consumer<XdrWriter> attributes = mask.andThen(out -> out.writeOpaque(first.values()));
            Op root = Op.of(Ops.putRootFh());
            Reply got = slot.send(root, Op.written(Operation.GETATTR, mask));
            if (!type(got).equals(first)) {
                throw new CheckFailure(
                        "GETATTR with " + words + " words",
                        String.valueOf(first),
                        String.valueOf(type(got)));
            }
            assertThatReply(slot.send(root, Op.written(Operation.VERIFY, attributes)))
                    .because("a bitmap of " + words + " words")
                    .isOk();
            assertThatReply(slot.send(root, Op.written(Operation.NVERIFY, attributes)))
                    .because("a bitmap of " + words + " words")
                    .endsAt(2, NfsStatus.SAME);
        }
    }

    @Check(
            id = "COMP-027",
            rule = "GETATTR leaves out attributes that the server does not know",
            sends = "GETATTR of the type and of all attributes numbered 96 to 2047",
            accepts = "NFS4_OK with the type and no attribute from 96 on; the slot still works",
            requirements = "15.1.15.1-R01",
            sections = "18.7.3",
            bugs = "B-200")
    void bitmapOfUnknownAttributes(CheckContext cx) {
        RawSlot slot = new RawSlot(cx);
        FileAttributes first = type(slot.send(Ops.putRootFh(), Ops.getAttr(Attribute.TYPE)));
        Op all = Op.written(Operation.GETATTR, out -> bitmap(out, 64, -1));
        Reply reply = slot.send(Op.of(Ops.putRootFh()), all);
        assertThatReply(reply).isOk();
        if (!type(reply).equals(first)) {
            throw new CheckFailure(
                    "attributes when unknown ones are asked for, too",
                    String.valueOf(first),
                    String.valueOf(type(reply)));
        }
        slot.stillWorks("unknown attributes");
    }

    /** A bitmap with TYPE in its first word and {@code rest} in those from the fourth on. */
    private static void bitmap(XdrWriter out, int words, int rest) {
        out.writeInt(words);
        out.writeInt(FATTR_TYPE_BIT);
        for (int word = 1; word < words; word++) {
            out.writeInt(word > LAST_KNOWN_WORD ? rest : 0);
        }
    }

    private static FileAttributes type(Reply reply) {
        return reply.result(GetAttrResOk.class).objAttributes();
    }
}
