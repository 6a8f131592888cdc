package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CallbackAnswer;
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
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.SetAttrArgs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Attributes of a file that somebody has a write delegation of (RFC 8881 section 10.4.3). */
final class DelegationAttributeChecks {
    private static final String FILE = "file";

    /** What the holder says of the file that it alone knows. */
    private static final long SIZE = 12_345;

    private static final Duration SHORTLY = Duration.ofMillis(1100);
    private static final int STEPS = 4;
    private static final int LEASES = 4;

    private record Known(long change, long size) {}

    private record Shown(long change, Instant modified) {}

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

    @Check(
            id = "DELEG-190",
            rule = "A file that its holder has not changed is shown as it is",
            sends =
                    "GETATTR of size and change by another client; CB_GETATTR is answered with the"
                            + " size and change that the holder was given",
            accepts = "CB_GETATTR names the file and asks for size or change; both as before",
            sections = {"10.4.3", "20.1.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void holderHasChangedNothing(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Known before = ask(holder);
        answerGetAttr(holder, before.change(), before.size());
        Known seen = seenByAnother(cx, holder);
        CbGetAttrArgs call =
                holder.callbacks()
                        .received(CbGetAttrArgs.class)
                        .getFirst()
                        .find(CbGetAttrArgs.class)
                        .orElseThrow();
        Handshake.requireSame("fh of CB_GETATTR", holder.file(), call.fh());
        Bitmap asked = call.attrRequest();
        Handshake.require(
                asked.contains(Attribute.SIZE) || asked.contains(Attribute.CHANGE),
                "attr_request of CB_GETATTR",
                "size or change",
                asked.toString());
        Handshake.requireSame("size and change of a file as it was", before, seen);
    }

    /** What another client is told for whom the holder is asked; UNSUPPORTED if it is not. */
    private static Known seenByAnother(CheckContext cx, DelegationHolder holder)
            throws XdrException {
        Rival rival = wantsAttributes(cx, holder.file());
        holder.callbacks()
                .await(
                        c -> c.has(CbGetAttrArgs.class) || holder.isRecall(c),
                        DelegationHolder.PROMPTLY);
        if (holder.callbacks().received(CbGetAttrArgs.class).isEmpty()) {
            throw cx.unsupported("there is no CB_GETATTR");
        }
        return known(rival.requireThrough());
    }

    @Check(
            id = "DELEG-191",
            rule = "The holder of a write delegation is not asked for its own sake",
            sends = "GETATTR of size and change by the holder itself",
            accepts = "NFS4_OK at once, neither CB_GETATTR nor CB_RECALL",
            sections = {"10.4.3", "10.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void holderAsks(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        for (int i = 0; i < 3; i++) {
            ask(holder);
            cx.pause(SHORTLY, "a call would come by now");
        }
        Handshake.require(
                holder.callbacks().received(CbGetAttrArgs.class).isEmpty(),
                "calls after GETATTR by the holder",
                "no CB_GETATTR",
                "CB_GETATTR");
        holder.requireNoRecall("GETATTR by the holder");
    }

    @Check(
            id = "DELEG-192",
            rule = "A holder that does not answer CB_GETATTR holds nobody up for ever",
            sends =
                    "GETATTR of size and change by another client again and again; CB_GETATTR is"
                            + " not answered, CB_RECALL is, but DELEGRETURN does not follow; the"
                            + " holder renews its lease",
            accepts = "NFS4_OK within four leases",
            sections = {"10.4.3", "10.4.5"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void holderDoesNotSay(CheckContext cx) {
        Duration lease = cx.leaseTime();
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        holder.callbacks().always(CallbackOperation.CB_GETATTR, CallbackAnswer.never());
        Rival rival = wantsAttributes(cx, holder.file());
        Reply reply = rival.outcome(Duration.ZERO);
        for (int i = 0; i < LEASES * STEPS && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(lease.dividedBy(STEPS), "the server waits for the holder");
            assertThatReply(holder.session().compound()).because("the lease is renewed").isOk();
            reply = rival.again();
        }
        assertThatReply(reply).because("four leases have passed").isOk();
    }

    @Check(
            id = "DELEG-193",
            rule = "A holder that answers CB_GETATTR with an error is asked to give the file back",
            sends =
                    "GETATTR of size and change by another client; CB_GETATTR is answered with"
                            + " NFS4ERR_SERVERFAULT; DELEGRETURN when there is CB_RECALL",
            accepts =
                    "NFS4_OK for the other client, if need be after DELEGRETURN; the delegation is"
                            + " good as long as it is not recalled",
            sections = {"10.4.3", "10.4.5"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void holderCannotSay(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        holder.callbacks()
                .always(CallbackOperation.CB_GETATTR, CallbackAnswer.status(NfsStatus.SERVERFAULT));
        Rival rival = wantsAttributes(cx, holder.file());
        Reply reply = rival.outcome(SHORTLY);
        if (reply.status().equals(NfsStatus.DELAY)) {
            holder.awaitRecall("an error for CB_GETATTR");
            holder.giveBack();
            reply = rival.requireThrough();
        } else {
            holder.requireState("without CB_RECALL", NfsStatus.OK);
        }
        assertThatReply(reply).isOk();
    }

    @Check(
            id = "DELEG-194",
            rule = "Another size than the server's is a change, whatever the holder's change says",
            sends =
                    "GETATTR of size and change by another client; CB_GETATTR is answered with the"
                            + " change that the holder was given and a greater size",
            accepts = "That size, and a change that has gone up",
            sections = "10.4.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void sizeAloneHasChanged(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Known before = ask(holder);
        answerGetAttr(holder, before.change());
        Known seen = seenByAnother(cx, holder);
        Handshake.requireSame("size that the other client sees", SIZE, seen.size());
        Handshake.require(
                seen.change() != before.change(),
                "change that the other client sees",
                "another than before",
                "the same");
    }

    @Check(
            id = "DELEG-195",
            rule = "What was shown of a file does not go back when its holder writes nothing",
            sends =
                    "GETATTR of change and time_modify by another client; CB_GETATTR is answered"
                            + " with a change that has gone up; DELEGRETURN without a WRITE;"
                            + " GETATTR once more",
            accepts =
                    "A time_modify that has moved on, and neither that nor change going back after"
                            + " DELEGRETURN",
            requirements = "10.4.3-R03",
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void holderWritesNothing(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Known known = ask(holder);
        Shown before = shown(holder.call(Ops.getAttr(Attribute.CHANGE, Attribute.TIME_MODIFY)));
        answerGetAttr(holder, known.change() + 1);
        cx.pause(SHORTLY, "times may be no finer than that");
        Rival rival = Rival.wants(cx, changeAndTime(holder.file()));
        Reply reply = rival.outcome(Rival.SOON);
        if (holder.callbacks().received(CbGetAttrArgs.class).isEmpty()) {
            throw cx.unsupported("there is no CB_GETATTR");
        }
        assertThatReply(reply).isOk();
        Shown meanwhile = shown(reply);
        holder.giveBack();
        Shown after = shown(rival.again());
        requireLater("time_modify of a file that its holder has changed", before, meanwhile);
        Handshake.require(
                after.change() >= meanwhile.change(),
                "change after DELEGRETURN",
                "at least " + meanwhile.change(),
                String.valueOf(after.change()));
        Handshake.require(
                after.modified().compareTo(meanwhile.modified()) >= 0,
                "time_modify after DELEGRETURN",
                "not before " + meanwhile.modified(),
                after.modified().toString());
    }

    private static void requireLater(String what, Shown before, Shown after) {
        Handshake.require(
                after.modified().isAfter(before.modified()),
                what,
                "after " + before.modified(),
                after.modified().toString());
    }

    @Check(
            id = "DELEG-196",
            rule = "READDIR goes past a file that somebody may be writing",
            sends =
                    "READDIR of size and change by another client; CB_GETATTR is answered with a"
                            + " greater size; DELEGRETURN when there is CB_RECALL",
            accepts =
                    "NFS4_OK, if need be after DELEGRETURN; the holder's size if it was asked, else"
                            + " that or the server's",
            sections = {"10.4.3", "18.23.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void directoryIsRead(CheckContext cx) throws XdrException {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Known before = ask(holder);
        answerGetAttr(holder, before.change() + 1);
        Rival rival =
                Rival.wants(
                        cx,
                        Ops.putFh(cx.directory()),
                        Ops.readDir(0, 0, Attribute.CHANGE, Attribute.SIZE));
        Reply reply = rival.outcome(DelegationHolder.PROMPTLY);
        if (reply.status().equals(NfsStatus.DELAY)) {
            holder.awaitRecall("NFS4ERR_DELAY for READDIR");
            holder.giveBack();
            reply = rival.requireThrough();
        }
        assertThatReply(reply).isOk();
        List<DirEntry> entries = reply.result(ReadDirResOk.class).entries();
        Handshake.requireSame("entries of the directory", 1, entries.size());
        long size = known(entries.getFirst().attrs().values()).size();
        boolean asked = !holder.callbacks().received(CbGetAttrArgs.class).isEmpty();
        Handshake.require(
                size == SIZE || (!asked && size == before.size()),
                "size in READDIR",
                asked ? String.valueOf(SIZE) : SIZE + " or " + before.size(),
                String.valueOf(size));
    }

    private static ArgOp[] changeAndTime(FileHandle file) {
        return new ArgOp[] {Ops.putFh(file), Ops.getAttr(Attribute.CHANGE, Attribute.TIME_MODIFY)};
    }

    private static Shown shown(Reply reply) throws XdrException {
        assertThatReply(reply).isOk();
        XdrReader reader = new XdrReader(reply.result(GetAttrResOk.class).objAttributes().values());
        long change = reader.readLong();
        return new Shown(change, Instant.ofEpochSecond(reader.readLong(), reader.readInt()));
    }

    private static void answerGetAttr(DelegationHolder holder, long change) {
        answerGetAttr(holder, change, SIZE);
    }

    private static void answerGetAttr(DelegationHolder holder, long change, long size) {
        XdrWriter values = new XdrWriter();
        values.writeLong(change);
        values.writeLong(size);
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
        return known(reply.result(GetAttrResOk.class).objAttributes().values());
    }

    private static Known known(Opaque values) throws XdrException {
        XdrReader reader = new XdrReader(values);
        return new Known(reader.readLong(), reader.readLong());
    }
}
