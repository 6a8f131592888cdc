package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What has a delegation recalled, and who waits for it (RFC 8881 sections 10.2 and 10.4.4). */
final class DelegationRecallChecks {
    private static final String FILE = "file";
    private static final String OTHER = "other";
    private static final Duration HELD = Duration.ofSeconds(2);
    private static final int ROUNDS = 10;

    @Check(
            id = "DELEG-101",
            rule = "A conflicting OPEN waits until the delegation has been returned",
            sends =
                    "OPEN for writing of a file that another client has a read delegation of,"
                            + " again and again; DELEGRETURN 2 seconds after CB_RECALL",
            accepts = "NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = {"10.2-R02", "18.16.4-R17"},
            sections = "10.4.4",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-080")
    void conflictingOpenWaitsForTheReturn(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holder.awaitRecall("OPEN for writing by another client");
        cx.pause(HELD, "the holder takes its time");
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DELEG-102",
            rule = "All holders of read delegations are recalled at once",
            sends = "One OPEN for writing of a file that three clients have read delegations of",
            accepts = "CB_RECALL to each of them within 5 seconds",
            requirements = "18.16.4-R17",
            sections = {"10.4", "10.4.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-081")
    void allHoldersAreRecalled(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        List<DelegationHolder> holders =
                Stream.generate(() ->
                                DelegationHolder.reading(cx, cx.newClient().connect(), FILE, file))
                        .limit(3)
                        .toList();
        Rival rival = Rival.wantsToWrite(cx, FILE);
        holders.forEach(holder -> holder.awaitRecall("a single OPEN for writing"));
        holders.getFirst().giveBack();
        holders.get(1).giveBack();
        rival.requireHeldUp("one of three delegations is not returned");
        holders.getLast().giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DELEG-103",
            rule = "SETATTR by another client recalls a read delegation and waits for it",
            sends = "SETATTR of mode of a file that another client has a read delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = "10.2-R02",
            sections = {"10.4", "10.4.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-082")
    void setAttrOfModeRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        changeRecalls(
                cx,
                holder,
                "SETATTR of mode",
                Ops.putFh(holder.file()),
                new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0640)));
    }

    @Check(
            id = "DELEG-104",
            rule = "SETATTR of the size by another client recalls a read delegation",
            sends = "SETATTR of size of a file that another client has a read delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = "10.2-R02",
            sections = {"10.4", "10.4.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-082")
    void setAttrOfSizeRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE, (byte) 1, (byte) 2).close();
        changeRecalls(
                cx,
                holder,
                "SETATTR of size",
                Ops.putFh(holder.file()),
                new SetAttrArgs(StateId.ANONYMOUS, Ops.size(1)));
    }

    @Check(
            id = "DELEG-105",
            rule = "REMOVE by another client recalls a read delegation of the file",
            sends = "REMOVE of a file that another client has a read delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = {"10.2-R02", "18.25.4-R04"},
            sections = {"10.4", "10.4.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-082")
    void removeRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        changeRecalls(cx, holder, "REMOVE", Ops.putFh(cx.directory()), Ops.remove(FILE));
    }

    @Check(
            id = "DELEG-106",
            rule = "RENAME by another client recalls a read delegation of the file it renames",
            sends = "RENAME of a file that another client has a read delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = {"10.2-R02", "18.26.4-R04"},
            sections = {"10.4", "10.4.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-082")
    void renameOfTheFileRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        changeRecalls(cx, holder, "RENAME", rename(cx.directory(), FILE, OTHER));
    }

    @Check(
            id = "DELEG-107",
            rule = "RENAME by another client recalls a read delegation of the file it replaces",
            sends = "RENAME onto a file that another client has a read delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = "10.2-R02",
            sections = {"10.4", "10.4.4", "18.26.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-082")
    void renameOntoTheFileRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        cx.file(OTHER);
        changeRecalls(cx, holder, "RENAME onto the file", rename(cx.directory(), OTHER, FILE));
    }

    @Check(
            id = "DELEG-108",
            rule = "LINK by another client recalls a read delegation of the file",
            sends = "LINK of a file that another client has a read delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = {"10.2-R02", "18.9.4-R02"},
            sections = "10.4",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-082")
    void linkRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        changeRecalls(
                cx,
                holder,
                "LINK",
                Ops.putFh(holder.file()),
                Ops.saveFh(),
                Ops.putFh(cx.directory()),
                new LinkArgs(Opaque.utf8(OTHER)));
    }

    private static ArgOp[] rename(FileHandle directory, String from, String to) {
        return new ArgOp[] {
            Ops.putFh(directory),
            Ops.saveFh(),
            Ops.putFh(directory),
            new RenameArgs(Opaque.utf8(from), Opaque.utf8(to))
        };
    }

    private static void changeRecalls(
            CheckContext cx, DelegationHolder holder, String what, ArgOp... change) {
        Rival rival = Rival.wants(cx, change);
        holder.awaitRecall(what + " by another client");
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DELEG-109",
            rule = "WRITE with a special state id by another client recalls a read delegation",
            sends =
                    "WRITE with the anonymous state id to a file that another client has a read"
                            + " delegation of",
            accepts = "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN, NFS4_OK after it",
            requirements = {"10.2-R02", "18.32.4-R09"},
            sections = "10.4.4",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-083")
    void anonymousWriteRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE).close();
        changeRecalls(
                cx,
                holder,
                "WRITE with the anonymous state id",
                Ops.putFh(holder.file()),
                Ops.write(StateId.ANONYMOUS, 0, (byte) 1));
    }

    @Check(
            id = "DELEG-110",
            rule = "READ with a special state id by another client recalls a write delegation",
            sends =
                    "READ with the anonymous state id of a file that another client has a write"
                            + " delegation of; WRITE by the holder before DELEGRETURN",
            accepts =
                    "CB_RECALL; NFS4ERR_DELAY or no reply before DELEGRETURN; then what the holder"
                            + " wrote",
            requirements = "10.2-R02",
            sections = {"10.4.1", "10.4.4", "18.22.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-083")
    void anonymousReadRecalls(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        Rival rival = Rival.wants(cx, Ops.putFh(holder.file()), Ops.read(StateId.ANONYMOUS, 0, 16));
        holder.awaitRecall("READ with the anonymous state id by another client");
        rival.requireHeldUp("the delegation is not returned");
        assertThatReply(holder.call(Ops.write(holder.delegation(), 0, (byte) 7, (byte) 8)))
                .because("what was changed is written before the delegation is returned")
                .isOk();
        holder.giveBack();
        Handshake.requireSame(
                "data that the other client reads",
                Opaque.of(new byte[] {7, 8}),
                rival.requireThrough().result(ReadResOk.class).data());
    }

    @Check(
            id = "DELEG-111",
            rule = "A write delegation is recalled when another client opens the file for reading",
            sends =
                    "OPEN for reading of a file that another client has a write delegation of;"
                            + " WRITE and DELEGRETURN by the holder; READ",
            accepts = "CB_RECALL; no NFS4_OK before DELEGRETURN; then what the holder wrote",
            requirements = {"10.2-R02", "18.16.4-R17"},
            sections = "10.4",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-080")
    void openForReadingRecallsAWriteDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.writing(cx, FILE, (byte) 1);
        NfsSession reader = cx.newClient().connect();
        int access = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG;
        Rival rival =
                Rival.wants(cx, reader, Ops.putFh(cx.directory()), Ops.open(FILE, "rival", access));
        holder.awaitRecall("OPEN for reading by another client");
        rival.requireHeldUp("the write delegation is not returned");
        assertThatReply(holder.call(Ops.write(holder.delegation(), 0, (byte) 9))).isOk();
        holder.giveBack();
        StateId open = rival.requireThrough().result(OpenResOk.class).stateId();
        Reply read = reader.require(Ops.putFh(holder.file()), Ops.read(open, 0, 16));
        Handshake.requireSame(
                "data that the other client reads",
                Opaque.of(new byte[] {9}),
                read.result(ReadResOk.class).data());
    }

    @Check(
            id = "DELEG-112",
            rule = "Another client's OPEN for reading does not recall a read delegation",
            sends = "OPEN for reading of a file that another client has a read delegation of",
            accepts = "NFS4_OK and no CB_RECALL",
            sections = "10.4",
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void openForReadingLeavesAReadDelegation(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        int access = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG;
        Reply reply =
                cx.newClient()
                        .connect()
                        .compound(Ops.putFh(cx.directory()), Ops.open(FILE, "reader", access));
        assertThatReply(reply).because("readers do not disturb each other").isOk();
        cx.pause(HELD, "a recall would come by now");
        holder.requireNoRecall("OPEN for reading by another client");
        holder.requireState("that nothing conflicts with", NfsStatus.OK);
    }

    @Check(
            id = "DELEG-113",
            rule = "Who was told to wait gets the file although the holder asks for it again",
            sends =
                    "OPEN for writing that a read delegation is in the way of; the holder returns"
                            + " it and opens the file again at once, wanting a delegation; ten"
                            + " rounds before the other client asks again",
            accepts = "NFS4_OK for the other client within ten rounds",
            sections = {"10.2", "10.4"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-179")
    void holderThatAsksAgainDoesNotStarveOthers(CheckContext cx) {
        DelegationHolder holder = DelegationHolder.reading(cx, FILE);
        NfsSession other = cx.newClient().connect();
        ArgOp[] wanted = Rival.openForWriting(cx.directory(), FILE);
        Reply reply = other.compound(wanted);
        assertThatReply(reply).because("a delegation is in the way").hasStatus(NfsStatus.DELAY);
        holder.awaitRecall("OPEN for writing by another client");
        holder.giveBack();
        for (int i = 0; i < ROUNDS && reply.status().equals(NfsStatus.DELAY); i++) {
            int access = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_READ_DELEG;
            Reply again =
                    holder.session()
                            .compound(Ops.putFh(cx.directory()), Ops.open(FILE, "owner", access));
            assertThatReply(again).isOk();
            OpenDelegation delegation = again.result(OpenResOk.class).delegation();
            reply = other.compound(wanted);
            StateId given = DelegationHolder.granted(delegation);
            if (given != null) {
                assertThatReply(holder.call(new DelegReturnArgs(given))).isOk();
            }
        }
        assertThatReply(reply).because("ten rounds are enough").isOk();
    }
}
