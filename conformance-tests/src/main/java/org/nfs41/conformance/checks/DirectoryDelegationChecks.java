package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Delegations of directories and their holders (RFC 8881 sections 10.9 and 18.39). */
final class DirectoryDelegationChecks {
    private static final String DIR = "dir";
    private static final String OLD = "old";
    private static final String NEW = "new";
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Check(
            id = "DIR-107",
            rule = "A client has one delegation of a directory at most",
            sends = "GET_DIR_DELEGATION twice; TEST_STATEID of the first delegation; DELEGRETURN",
            accepts =
                    "GDD4_UNAVAIL without gddrnf_will_signal_deleg_avail; the first delegation is"
                            + " good",
            requirements = "18.39.3-R04",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-096")
    void secondRequestOfTheHolder(CheckContext cx) {
        DirectoryHolder holder = Directories.holderOf(cx);
        requireUnavailable(holder);
        requireGood(holder);
        holder.giveBack();
    }

    @Check(
            id = "DIR-108",
            rule = "While its delegation is recalled a client gets no other",
            sends = "GET_DIR_DELEGATION between CB_RECALL and DELEGRETURN",
            accepts =
                    "GDD4_UNAVAIL without gddrnf_will_signal_deleg_avail; the delegation is good;"
                            + " NFS4_OK for DELEGRETURN and the change that recalled it",
            requirements = "18.39.3-R04",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-096")
    void secondRequestDuringTheRecall(CheckContext cx) {
        DirectoryHolder holder =
                DirectoryHolder.of(cx, Directories.withOldFile(cx, DIR), Bitmap.EMPTY);
        Rival rival = Rival.wants(cx, Ops.putFh(holder.directory()), Ops.remove(OLD));
        holder.awaitRecall("REMOVE by another client");
        requireUnavailable(holder);
        requireGood(holder);
        holder.giveBack();
        rival.requireThrough();
    }

    private static void requireUnavailable(DirectoryHolder holder) {
        Reply reply =
                holder.session()
                        .compound(
                                Ops.putFh(holder.directory()),
                                DirectoryHolder.ask(DirectoryHolder.ENTRIES));
        assertThatReply(reply).because("the client has a delegation").isOk();
        GetDirDelegationResNonFatal result = reply.result(GetDirDelegationRes.class).nonFatal();
        GetDirDelegationResNonFatal unavailable =
                new GetDirDelegationResNonFatal.Unavailable(false);
        Handshake.requireSame(
                "GET_DIR_DELEGATION by the holder", Describe.of(unavailable), Describe.of(result));
    }

    private static void requireGood(DirectoryHolder holder) {
        NfsStatus status =
                holder.session()
                        .require(Ops.testStateId(holder.delegation()))
                        .result(TestStateIdResOk.class)
                        .statusCodes()
                        .getFirst();
        Handshake.requireSame("TEST_STATEID of the delegation", NfsStatus.OK, status);
    }

    @Check(
            id = "DIR-109",
            rule = "No notifications are promised that were not asked for",
            sends = "GET_DIR_DELEGATION with no kind, with NOTIFY4_REMOVE_ENTRY, and with all",
            accepts = "gddr_notification within what was asked for, and attributes within theirs",
            requirements = {"18.39.3-R01", "18.39.3-R02"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-097")
    void promisedIsWithinWhatWasAsked(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        Bitmap all =
                Bitmap.of(IntStream.rangeClosed(0, NotifyTypes.CHANGE_COOKIE_VERIFIER).toArray());
        for (Bitmap asked : List.of(Bitmap.EMPTY, Bitmap.of(NotifyTypes.REMOVE_ENTRY), all)) {
            DirectoryHolder holder = DirectoryHolder.of(cx, directory, asked);
            for (int type = 0; type < Integer.SIZE; type++) {
                Handshake.require(
                        !holder.notifications().contains(type) || asked.contains(type),
                        "gddr_notification",
                        "only of " + asked,
                        holder.notifications().toString());
            }
            holder.giveBack();
        }
    }

    @Check(
            id = "DIR-115",
            rule = "The only holder changes the directory without losing its delegation",
            sends = "OPEN with OPEN4_CREATE, RENAME and REMOVE in a directory by its holder",
            accepts = "NFS4_OK, no CB_RECALL; CB_NOTIFY of each change if that was granted",
            sections = {"10.9.2", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void holderChangesItsDirectory(CheckContext cx) {
        DirectoryHolder holder = Directories.holderOf(cx);
        FileHandle dir = holder.directory();
        List<ArgOp[]> changes =
                List.of(
                        new ArgOp[] {Ops.putFh(dir), Directories.create(NEW)},
                        Directories.rename(dir, NEW, dir, "newer"),
                        new ArgOp[] {Ops.putFh(dir), Ops.remove("newer")});
        for (ArgOp[] change : changes) {
            assertThatReply(holder.session().compound(change))
                    .because("the holder itself changes its directory")
                    .isOk();
        }
        Bitmap entries = DirectoryHolder.ENTRIES;
        boolean all =
                IntStream.range(0, Integer.SIZE)
                        .filter(entries::contains)
                        .allMatch(holder.notifications()::contains);
        if (all) {
            holder.awaitChanges(changes.size(), "changes by the holder");
            Handshake.requireSame(
                    "changes in CB_NOTIFY",
                    List.of(
                            new DirectoryChange.Added(NEW),
                            new DirectoryChange.Renamed(NEW, "newer"),
                            new DirectoryChange.Removed("newer")),
                    holder.told());
        }
        Handshake.require(!holder.isRecalled(), "calls to the holder", "no CB_RECALL", "one");
        requireGood(holder);
    }

    @Check(
            id = "DIR-116",
            rule = "Nothing is told of a directory whose delegation was returned",
            sends = "GET_DIR_DELEGATION, DELEGRETURN; OPEN with OPEN4_CREATE by another client",
            accepts = "NFS4_OK at once, no call, and the delegation's state id is bad",
            sections = {"8.2.4", "18.6.3", "18.39.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void returnedDelegation(CheckContext cx) {
        DirectoryHolder holder = Directories.holderOf(cx);
        holder.giveBack();
        Reply made =
                cx.newClient()
                        .connect()
                        .compound(Ops.putFh(holder.directory()), Directories.create(NEW));
        assertThatReply(made).because("there is no delegation").isOk();
        cx.pause(QUIET, "a call would come by now");
        Handshake.require(!holder.isCalled(), "calls after DELEGRETURN", "none", "one");
        NfsStatus status =
                holder.session()
                        .require(Ops.testStateId(holder.delegation()))
                        .result(TestStateIdResOk.class)
                        .statusCodes()
                        .getFirst();
        Handshake.requireSame("TEST_STATEID after DELEGRETURN", NfsStatus.BAD_STATEID, status);
    }

    @Check(
            id = "DIR-117",
            rule = "Only directories have delegations of directories",
            sends = "GET_DIR_DELEGATION with a file as the current filehandle",
            accepts = "NFS4ERR_NOTDIR; NFS4ERR_NOTSUPP without the operation",
            sections = {"15.2", "18.39.3"},
            needs = Need.FILES)
    void delegationOfAFile(CheckContext cx) {
        Reply reply =
                cx.newClient()
                        .connect()
                        .compound(
                                Ops.putFh(cx.file("file")),
                                DirectoryHolder.ask(DirectoryHolder.ENTRIES));
        if (reply.status().equals(NfsStatus.NOTSUPP)) {
            throw cx.unsupported("GET_DIR_DELEGATION is not supported");
        }
        assertThatReply(reply)
                .because("a file is no directory")
                .endsAt(2, NfsStatus.NOTDIR, NfsStatus.DIRDELEG_UNAVAIL);
    }
}
