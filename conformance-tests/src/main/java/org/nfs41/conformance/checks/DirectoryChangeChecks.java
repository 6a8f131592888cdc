package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.SetAttrArgs;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Changes of delegated directories by others, told or not (RFC 8881 sections 10.9 and 20.4). */
final class DirectoryChangeChecks {
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
        DirectoryHolder holder = Directories.holderOf(cx);
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
        DirectoryHolder holder = Directories.holderOf(cx);
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Added(NEW),
                Ops.putFh(holder.directory()),
                Directories.create(NEW));
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
        DirectoryHolder holder = Directories.holderOf(cx);
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
        DirectoryHolder holder = Directories.holderOf(cx);
        FileHandle dir = holder.directory();
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Renamed(OLD, NEW),
                Directories.rename(dir, OLD, dir, NEW));
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
        DirectoryHolder holder = Directories.holderOf(cx);
        changeIsTold(
                cx,
                holder,
                new DirectoryChange.Added(NEW),
                Ops.putFh(file),
                Ops.saveFh(),
                Ops.putFh(holder.directory()),
                new LinkArgs(Opaque.utf8(NEW)));
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
                DirectoryHolder.of(
                        cx, session, Directories.withOldFile(cx, DIR), DirectoryHolder.ENTRIES);
        DirectoryHolder to =
                DirectoryHolder.of(
                        cx, session, DirectoryHolder.make(cx, "to"), DirectoryHolder.ENTRIES);
        Rival rival =
                Rival.wants(cx, Directories.rename(from.directory(), OLD, to.directory(), NEW));
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
        FileHandle directory = Directories.withOldFile(cx, DIR);
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
                        Directories.rename(directory, name, directory, name + "-renamed"),
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
        FileHandle directory = Directories.withOldFile(cx, DIR);
        DirectoryHolder one = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        DirectoryHolder two = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        Rival rival = Rival.wants(cx, one.session(), Ops.putFh(directory), Directories.create(NEW));
        two.awaitChanges(1, "a change by another holder");
        giveBackIfRecalled(two);
        rival.requireThrough();
        Handshake.require(
                !one.isRecalled(), "calls to who changes the directory", "no CB_RECALL", "one");
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
        DirectoryHolder holder = Directories.holderOf(cx);
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
