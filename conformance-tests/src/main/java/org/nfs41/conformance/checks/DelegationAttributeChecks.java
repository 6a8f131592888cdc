package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.Optional;

/** Attributes of a file that somebody has a write delegation of (RFC 8881 section 10.4.3). */
final class DelegationAttributeChecks {
    private static final String FILE = "file";

    /** What the holder says of the file that it alone knows. */
    private static final long SIZE = 12_345;

    private record Known(long change, long size) {}

    @Check(
            id = "DELEG-170",
            rule = "Another client sees the size that the holder of a write delegation says",
            sends =
                    "GETATTR of size and change by another client; CB_GETATTR is answered with a"
                            + " greater size and a change that has gone up; if there is CB_RECALL,"
                            + " SETATTR of that size and DELEGRETURN",
            accepts =
                    "CB_GETATTR or CB_RECALL; then the size, and a change that has gone up; no size"
                            + " of the server's own meanwhile",
            sections = {"10.4.3", "18.7.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void sizeOfAFileThatTheHolderChanges(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Known before = ask(holder);
        answerGetAttr(holder, before.change() + 1);
        Rival rival = wantsAttributes(cx, holder.file());
        Optional<Callback> call =
                holder.callbacks()
                        .await(
                                c -> c.has(CbGetAttrArgs.class) || holder.isRecall(c),
                                DelegationHolder.PROMPTLY);
        if (call.isEmpty()) {
            throw new CheckFailure(
                    "calls after GETATTR of size and change by another client",
                    "CB_GETATTR or CB_RECALL",
                    "none");
        }
        if (holder.isRecall(call.get())) {
            rival.requireHeldUp("the delegation is not returned");
            assertThatReply(holder.call(new SetAttrArgs(holder.delegation(), Ops.size(SIZE))))
                    .isOk();
            holder.giveBack();
        }
        Known after = known(rival.requireThrough());
        Handshake.requireSame("size that the other client sees", SIZE, after.size());
        Handshake.require(
                after.change() != before.change(),
                "change that the other client sees",
                "another than before",
                "the same");
    }

    @Check(
            id = "DELEG-171",
            rule = "The change of a file that its holder has modified goes up with each GETATTR",
            sends =
                    "GETATTR of change by another client twice; CB_GETATTR is answered alike both"
                            + " times, as the holder goes on to modify the file",
            accepts = "A second change that is greater than the first",
            requirements = "10.4.3-R04",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void changeGoesUpEachTime(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Known before = ask(holder);
        answerGetAttr(holder, before.change() + 1);
        NfsSession other = cx.newClient().connect();
        Reply first = Rival.wants(cx, other, attributes(holder.file())).outcome(Rival.SOON);
        if (first.status().equals(NfsStatus.DELAY)
                || holder.callbacks().received(CbGetAttrArgs.class).isEmpty()) {
            throw cx.unsupported("the delegation is recalled instead of CB_GETATTR");
        }
        Reply second = Rival.wants(cx, other, attributes(holder.file())).outcome(Rival.SOON);
        assertThatReply(second).isOk();
        Handshake.require(
                known(second).change() > known(first).change(),
                "change at the second GETATTR",
                "more than " + known(first).change(),
                String.valueOf(known(second).change()));
    }

    private static void answerGetAttr(DelegationHolder holder, long change) {
        XdrWriter values = new XdrWriter();
        values.writeLong(change);
        values.writeLong(SIZE);
        FileAttributes attributes =
                new FileAttributes(
                        Bitmap.of(Attribute.CHANGE, Attribute.SIZE),
                        Opaque.of(values.toByteArray()));
        holder.callbacks()
                .handle(CallbackOperation.CB_GETATTR, op -> new CbGetAttrResOk(attributes));
    }

    private static ArgOp[] attributes(FileHandle file) {
        return new ArgOp[] {Ops.putFh(file), Ops.getAttr(Attribute.CHANGE, Attribute.SIZE)};
    }

    private static Rival wantsAttributes(CheckContext cx, FileHandle file) {
        return Rival.wants(cx, attributes(file));
    }

    private static Known ask(DelegationHolder holder) throws XdrException {
        Reply reply = holder.call(Ops.getAttr(Attribute.CHANGE, Attribute.SIZE));
        assertThatReply(reply).isOk();
        return known(reply);
    }

    private static Known known(Reply reply) throws XdrException {
        Opaque values = reply.result(GetAttrResOk.class).objAttributes().values();
        XdrReader reader = new XdrReader(values);
        return new Known(reader.readLong(), reader.readLong());
    }
}
