package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Delegations of directories (RFC 8881 sections 10.9, 18.39 and 20.4). */
final class DirectoryDelegationChecks {
    private static final String DIR = "dir";
    private static final String OLD = "old";
    private static final String NEW = "new";
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int MANY = 250;

    @Check(
            id = "DIR-101",
            rule = "A directory that another client makes is told, or recalls the delegation",
            sends = "CREATE in a directory that another client has a delegation of",
            accepts =
                    "CB_NOTIFY of the added entry if that was granted; or CB_RECALL, and no NFS4_OK"
                            + " before DELEGRETURN",
            requirements = {"18.4.3-R04", "10.9.2-R01"},
            sections = {"10.9.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void directoryIsMade(CheckContext cx) {
        DirectoryHolder holder = holder(cx);
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Added(NEW),
                Ops.putFh(holder.directory()),
                Ops.makeDirectory(NEW, 0777));
    }

    @Check(
            id = "DIR-102",
            rule = "A file that another client makes is told, or recalls the delegation",
            sends = "OPEN with OPEN4_CREATE in a directory that another client has a delegation of",
            accepts =
                    "CB_NOTIFY of the added entry if that was granted; or CB_RECALL, and no NFS4_OK"
                            + " before DELEGRETURN",
            requirements = {"18.16.4-R18", "10.9.2-R01"},
            sections = {"10.9.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void fileIsMade(CheckContext cx) {
        DirectoryHolder holder = holder(cx);
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Added(NEW),
                Ops.putFh(holder.directory()),
                create(NEW));
    }

    @Check(
            id = "DIR-103",
            rule = "An entry that another client removes is told, or recalls the delegation",
            sends = "REMOVE in a directory that another client has a delegation of",
            accepts =
                    "CB_NOTIFY of the removed entry if that was granted; or CB_RECALL, and no"
                            + " NFS4_OK before DELEGRETURN",
            requirements = {"18.25.4-R05", "10.9.2-R01"},
            sections = {"10.9.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void entryIsRemoved(CheckContext cx) {
        DirectoryHolder holder = holder(cx);
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Removed(OLD),
                Ops.putFh(holder.directory()),
                Ops.remove(OLD));
    }

    @Check(
            id = "DIR-104",
            rule = "An entry that another client renames is told, or recalls the delegation",
            sends = "RENAME within a directory that another client has a delegation of",
            accepts =
                    "CB_NOTIFY of the renamed entry if that was granted; or CB_RECALL, and no"
                            + " NFS4_OK before DELEGRETURN",
            requirements = {"18.26.4-R02", "10.9.2-R01"},
            sections = {"10.9.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = {"B-094", "B-095"})
    void entryIsRenamed(CheckContext cx) {
        DirectoryHolder holder = holder(cx);
        FileHandle dir = holder.directory();
        changeIsTold(cx, holder, new DirectoryChange.Renamed(OLD, NEW), rename(dir, OLD, dir, NEW));
    }

    @Check(
            id = "DIR-105",
            rule = "A link that another client makes is told, or recalls the delegation",
            sends = "LINK in a directory that another client has a delegation of",
            accepts =
                    "CB_NOTIFY of the added entry if that was granted; or CB_RECALL, and no NFS4_OK"
                            + " before DELEGRETURN",
            requirements = {"18.9.4-R01", "10.9.2-R01"},
            sections = {"10.9.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void linkIsMade(CheckContext cx) {
        FileHandle file = cx.file("file");
        DirectoryHolder holder = holder(cx);
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Added(NEW),
                Ops.putFh(file),
                Ops.saveFh(),
                Ops.putFh(holder.directory()),
                new LinkArgs(Opaque.utf8(NEW)));
    }

    /** A directory with one file in it, and a holder who wants to be told of its entries. */
    private static DirectoryHolder holder(CheckContext cx) {
        return DirectoryHolder.of(cx, directory(cx, DIR), DirectoryHolder.ENTRIES);
    }

    private static FileHandle directory(CheckContext cx, String name) {
        FileHandle directory = DirectoryHolder.make(cx, name);
        cx.session().require(Ops.putFh(directory), create(OLD));
        return directory;
    }

    private static ArgOp create(String name) {
        return Ops.open(
                name,
                "maker",
                OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG,
                new OpenFlag.Create(new CreateHow.Unchecked(Ops.mode(0666))));
    }

    private static ArgOp[] rename(FileHandle from, String old, FileHandle to, String name) {
        return new ArgOp[] {
            Ops.putFh(from),
            Ops.saveFh(),
            Ops.putFh(to),
            new RenameArgs(Opaque.utf8(old), Opaque.utf8(name))
        };
    }

    private static void changeIsTold(
            CheckContext cx, DirectoryHolder holder, DirectoryChange expected, ArgOp... change) {
        Rival rival = Rival.wants(cx, change);
        holder.awaitChanges(1, "a change by another client");
        if (holder.isRecalled()) {
            rival.requireHeldUp("the delegation is not returned");
            holder.giveBack();
        } else {
            Handshake.requireSame("change in CB_NOTIFY", List.of(expected), holder.told());
            requireGranted(holder, expected);
        }
        rival.requireThrough();
    }

    private static void requireGranted(DirectoryHolder holder, DirectoryChange change) {
        int type =
                switch (change) {
                    case DirectoryChange.Added added -> NotifyTypes.ADD_ENTRY;
                    case DirectoryChange.Removed removed -> NotifyTypes.REMOVE_ENTRY;
                    case DirectoryChange.Renamed renamed -> NotifyTypes.RENAME_ENTRY;
                    case DirectoryChange.Other other -> other.type();
                };
        Handshake.require(
                holder.notifications().contains(type),
                "kind of notification",
                "one of " + holder.notifications(),
                String.valueOf(type));
    }

    @Check(
            id = "DIR-106",
            rule = "A rename across directories removes an entry here and adds one there",
            sends = "RENAME from one to another directory, both delegated to another client",
            accepts =
                    "CB_NOTIFY of a removed entry for the one and of an added entry for the other,"
                            + " if that was granted; or CB_RECALL",
            requirements = "18.26.4-R02",
            sections = {"10.9.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-095")
    void renameAcrossDirectories(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        DirectoryHolder from =
                DirectoryHolder.of(cx, session, directory(cx, DIR), DirectoryHolder.ENTRIES);
        DirectoryHolder to =
                DirectoryHolder.of(
                        cx, session, DirectoryHolder.make(cx, "to"), DirectoryHolder.ENTRIES);
        Rival rival = Rival.wants(cx, rename(from.directory(), OLD, to.directory(), NEW));
        from.awaitChanges(1, "RENAME out of the directory");
        if (from.isRecalled()) {
            from.giveBack();
            rival.again();
        }
        to.awaitChanges(1, "RENAME into the directory");
        giveBackIfRecalled(to);
        // either may have been recalled later than the other was told
        from.awaitChanges(1, "RENAME out of the directory");
        rival.outcome(QUIET);
        if (!from.isRecalled()) {
            Handshake.requireSame(
                    "what the old directory's holder is told",
                    List.of(new DirectoryChange.Removed(OLD)),
                    from.told());
        }
        if (!to.isRecalled()) {
            Handshake.requireSame(
                    "what the new directory's holder is told",
                    List.of(new DirectoryChange.Added(NEW)),
                    to.told());
        }
    }

    private static void giveBackIfRecalled(DirectoryHolder holder) {
        if (holder.isRecalled()) {
            holder.giveBack();
        }
    }

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
        DirectoryHolder holder = holder(cx);
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
        DirectoryHolder holder = DirectoryHolder.of(cx, directory(cx, DIR), Bitmap.EMPTY);
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
            id = "DIR-110",
            rule = "A change that no notification was granted for recalls the delegation",
            sends =
                    "GET_DIR_DELEGATION with NOTIFY4_REMOVE_ENTRY alone; OPEN with OPEN4_CREATE by"
                            + " another client",
            accepts = "CB_RECALL, and no NFS4_OK before DELEGRETURN",
            requirements = {"10.9.2-R01", "18.16.4-R18"},
            sections = "10.9.4",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-097")
    void changeThatCannotBeTold(CheckContext cx) {
        Bitmap removals = Bitmap.of(NotifyTypes.REMOVE_ENTRY);
        DirectoryHolder holder = DirectoryHolder.of(cx, directory(cx, DIR), removals);
        Rival rival = Rival.wants(cx, Ops.putFh(holder.directory()), create(NEW));
        holder.awaitRecall("OPEN with OPEN4_CREATE by another client");
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DIR-111",
            rule = "Notifications of many changes are in order, complete and within the limits",
            sends =
                    "A backchannel of one slot and 4096 bytes; another client makes, renames and"
                            + " removes 250 files in a delegated directory; READDIR",
            accepts =
                    "CB_NOTIFYs that lead from the names at first to those of READDIR; or CB_RECALL"
                            + " at some point, which the changes wait for",
            requirements = "20.4.3-R01",
            sections = {"10.9.4", "2.10.6.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LOAD},
            bugs = "B-098")
    void manyChangesAreToldInOrder(CheckContext cx) {
        NfsSession session =
                CallbackSlotChecks.withBackChannel(cx, CallbackSlotChecks.limits(4096, 8, 1));
        FileHandle directory = directory(cx, DIR);
        DirectoryHolder holder =
                DirectoryHolder.of(cx, session, directory, DirectoryHolder.ENTRIES);
        Set<String> names = new TreeSet<>(Set.of(OLD));
        NfsSession other = cx.newClient().connect();
        int changes = 0;
        for (int i = 0; i < MANY && !holder.isRecalled(); i++) {
            changes += change(cx, holder, other, directory, "f" + i);
        }
        if (!holder.isRecalled()) {
            holder.awaitChanges(changes, changes + " changes by another client");
        }
        if (holder.isRecalled()) {
            return;
        }
        holder.told().forEach(change -> change.applyTo(names));
        Set<String> listed = new TreeSet<>();
        Reply list = other.require(Ops.putFh(directory), Ops.readDir(0, 0));
        list.result(ReadDirResOk.class).entries().forEach(entry -> listed.add(entry.name().utf8()));
        Handshake.requireSame("names by the notifications", listed, names);
    }

    /** Makes a file and renames it; removes it after that two times of three. */
    private static int change(
            CheckContext cx,
            DirectoryHolder holder,
            NfsSession other,
            FileHandle directory,
            String name) {
        int done = 0;
        List<ArgOp[]> changes =
                List.of(
                        new ArgOp[] {Ops.putFh(directory), Ops.makeDirectory(name, 0777)},
                        rename(directory, name, directory, name + "-renamed"),
                        new ArgOp[] {Ops.putFh(directory), Ops.remove(name + "-renamed")});
        for (ArgOp[] ops : changes.subList(0, name.endsWith("0") ? 2 : 3)) {
            Reply reply = other.compound(ops);
            if (reply.status().equals(NfsStatus.DELAY)) {
                holder.awaitRecall("NFS4ERR_DELAY for another client");
                holder.giveBack();
                Rival.wants(cx, other, ops).requireThrough();
                return done;
            }
            assertThatReply(reply).isOk();
            done++;
        }
        return done;
    }

    @Check(
            id = "DIR-112",
            rule = "Removing a directory recalls the delegation of it",
            sends = "REMOVE of an empty directory that another client has a delegation of",
            accepts = "CB_RECALL, and no NFS4_OK before DELEGRETURN",
            sections = {"10.9.2", "10.9.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-099")
    void delegatedDirectoryIsRemoved(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryHolder holder = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        Rival rival = Rival.wants(cx, Ops.putFh(cx.directory()), Ops.remove(DIR));
        goesAway(holder, rival, "REMOVE of the directory");
    }

    @Check(
            id = "DIR-113",
            rule = "Replacing a directory recalls the delegation of it",
            sends = "RENAME of a directory onto an empty one that another client has delegated",
            accepts = "CB_RECALL, and no NFS4_OK before DELEGRETURN",
            sections = {"10.9.2", "10.9.4", "18.26.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-099")
    void delegatedDirectoryIsReplaced(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryHolder.make(cx, NEW);
        DirectoryHolder holder = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        Rival rival = Rival.wants(cx, rename(cx.directory(), NEW, cx.directory(), DIR));
        goesAway(holder, rival, "RENAME onto the directory");
    }

    private static void goesAway(DirectoryHolder holder, Rival rival, String how) {
        holder.awaitRecall(how);
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DIR-114",
            rule = "All holders of a directory hear of a change, and who changes is not recalled",
            sends = "Two clients have delegations of a directory; one of them makes a file in it",
            accepts =
                    "CB_RECALL or CB_NOTIFY to the other; no CB_RECALL to the one that makes the"
                            + " file",
            requirements = "10.9.2-R01",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void oneHolderChangesTheDirectory(CheckContext cx) {
        FileHandle directory = directory(cx, DIR);
        DirectoryHolder one = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        DirectoryHolder two = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        Rival rival = Rival.wants(cx, one.session(), Ops.putFh(directory), create(NEW));
        two.awaitChanges(1, "a change by another holder");
        giveBackIfRecalled(two);
        rival.requireThrough();
        Handshake.require(
                !one.isRecalled(), "calls to who changes the directory", "no CB_RECALL", "one");
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
        DirectoryHolder holder = holder(cx);
        FileHandle dir = holder.directory();
        List<ArgOp[]> changes =
                List.of(
                        new ArgOp[] {Ops.putFh(dir), create(NEW)},
                        rename(dir, NEW, dir, "newer"),
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
        DirectoryHolder holder = holder(cx);
        holder.giveBack();
        Reply made = cx.newClient().connect().compound(Ops.putFh(holder.directory()), create(NEW));
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

    @Check(
            id = "DIR-118",
            rule = "New attributes of a directory's entry do not recall its delegation",
            sends = "SETATTR of mode of a file in a directory that another client has delegated",
            accepts = "NFS4_OK and no CB_RECALL",
            sections = {"10.9.2", "10.9.4"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void entryAttributesDoNotRecall(CheckContext cx) {
        DirectoryHolder holder = holder(cx);
        Reply reply =
                cx.newClient()
                        .connect()
                        .compound(
                                Ops.putFh(holder.directory()),
                                Ops.lookup(OLD),
                                new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(0600)));
        assertThatReply(reply).because("entries keep their names").isOk();
        cx.pause(QUIET, "a call would come by now");
        if (holder.isRecalled()) {
            throw new CheckFailure("calls after SETATTR of an entry", "no CB_RECALL", "one");
        }
    }
}
