package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.cb.PrevEntry;
import org.nfs41.xdr.cb.ReferringCall;
import org.nfs41.xdr.cb.ReferringCallList;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.ReadDirResOk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What CB_NOTIFY says of changes of a directory (RFC 8881 sections 10.9 and 20.4). */
final class DirectoryNotificationChecks {
    private static final String DIR = "dir";
    private static final int RIVALS = 4;
    private static final int ROUNDS = 25;

    /** The round after which a notification is answered, so that others have to wait. */
    private static final int LATE = 4;

    /** Who makes changes gets through at once, or when a recalled delegation is back. */
    private static void change(
            CheckContext cx, NfsSession other, DirectoryHolder holder, ArgOp... ops) {
        Reply reply = other.compound(ops);
        if (reply.status().equals(NfsStatus.DELAY)) {
            holder.awaitRecall("NFS4ERR_DELAY for another client");
            holder.giveBack();
            throw cx.unsupported("the delegation is recalled instead of CB_NOTIFY");
        }
        assertThatReply(reply).because("a change that the holder can be told of").isOk();
    }

    @Check(
            id = "DIR-120",
            rule = "The notification of an added entry says where it is, as READDIR does",
            sends =
                    "GET_DIR_DELEGATION with all notifications, the attributes type and fileid; two"
                            + " CREATEs by another client; READDIR",
            accepts =
                    "CB_NOTIFY with the state id, the filehandle and NOTIFY4_ADD_ENTRY: the cookie,"
                            + " the attributes, the entry before it and whether it is the last one,"
                            + " as in READDIR; no attributes that were not granted",
            requirements = "18.39.3-R02",
            sections = "20.4.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void entryIsAdded(CheckContext cx) throws XdrException {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        NfsSession other = cx.newClient().connect();
        for (String name : List.of("one", "two")) {
            change(cx, other, mirror.holder(), Directories.make(directory, name));
            mirror.requireSameAs(cx, other);
            requirePlace(other, directory, name, lastOf(mirror, NotifyTypes.ADD_ENTRY));
        }
    }

    /** The values of the last notification of this kind, which has to be the only one in it. */
    private static XdrReader lastOf(DirectoryMirror mirror, int type) {
        List<Notify> told =
                mirror.holder().notices().stream()
                        .flatMap(call ->
                                call.find(CbNotifyArgs.class).orElseThrow().changes().stream())
                        .filter(notify -> notify.mask().contains(type))
                        .toList();
        if (told.isEmpty()) {
            throw new CheckFailure("notifications", "one of kind " + type, "others");
        }
        return new XdrReader(told.getLast().values());
    }

    private static void requirePlace(
            NfsSession session, FileHandle directory, String name, XdrReader values)
            throws XdrException {
        NotifyAdd added = NotifyAdd.decode(values);
        Handshake.requireSame("nad_new_entry", name, added.newEntry().file().utf8());
        List<DirEntry> entries =
                session.require(Ops.putFh(directory), Ops.readDir(0, 0))
                        .result(ReadDirResOk.class)
                        .entries();
        int at = entries.stream().map(entry -> entry.name().utf8()).toList().indexOf(name);
        Handshake.requireSame("nad_last_entry", at == entries.size() - 1, added.lastEntry());
        PrevEntry before = added.prevEntry();
        if (before == null) {
            Handshake.requireSame("place of an entry without nad_prev_entry", 0, at);
        } else {
            DirEntry expected = entries.get(Math.max(0, at - 1));
            Handshake.requireSame(
                    "nad_prev_entry", expected.name().utf8(), before.prevEntry().file().utf8());
            Handshake.requireSame(
                    "pe_prev_entry_cookie", expected.cookie(), before.prevEntryCookie());
        }
    }

    @Check(
            id = "DIR-121",
            rule = "Who goes by the notifications knows the directory as READDIR gives it",
            sends =
                    "CREATE, LINK, OPEN with OPEN4_CREATE, RENAME within the directory, out of it"
                            + " and into it, and REMOVE by another client; READDIR after each",
            accepts =
                    "CB_NOTIFYs after which names, cookies and attributes are those of READDIR; or"
                            + " CB_RECALL",
            sections = {"10.9.2", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = {"B-094", "B-095"})
    void eachKindOfChange(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        FileHandle beside = DirectoryHolder.make(cx, "beside");
        FileHandle file = cx.file("file");
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        NfsSession other = cx.newClient().connect();
        List<ArgOp[]> changes =
                List.of(
                        Directories.make(directory, "a"),
                        new ArgOp[] {
                            Ops.putFh(directory),
                            new CreateArgs(
                                    new CreateType.Link(Opaque.utf8("target")),
                                    Opaque.utf8("symbolic"),
                                    Ops.mode(0777))
                        },
                        new ArgOp[] {
                            Ops.putFh(file),
                            Ops.saveFh(),
                            Ops.putFh(directory),
                            new LinkArgs(Opaque.utf8("hard"))
                        },
                        new ArgOp[] {
                            Ops.putFh(directory),
                            Directories.create("opened"),
                            Ops.close(StateId.CURRENT)
                        },
                        Directories.rename(directory, "a", directory, "b"),
                        Directories.rename(directory, "b", beside, "c"),
                        Directories.rename(beside, "c", directory, "d"),
                        Directories.remove(directory, "opened"),
                        Directories.remove(directory, "d"));
        for (ArgOp[] ops : changes) {
            change(cx, other, mirror.holder(), ops);
            mirror.requireSameAs(cx, other);
        }
    }

    @Check(
            id = "DIR-122",
            rule = "An entry that a rename replaces is named in the notification",
            sends =
                    "RENAME onto another entry of the same directory, and from another directory"
                            + " onto an entry, by another client",
            accepts = "NOTIFY4_RENAME_ENTRY and NOTIFY4_ADD_ENTRY with nad_old_entry; or CB_RECALL",
            sections = "20.4.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void entryIsReplaced(CheckContext cx) throws XdrException {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        FileHandle beside = DirectoryHolder.make(cx, "beside");
        NfsSession other = cx.newClient().connect();
        for (String name : List.of("a", "b")) {
            other.require(Directories.make(directory, name));
        }
        other.require(Directories.make(beside, "c"));
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        change(cx, other, mirror.holder(), Directories.rename(directory, "a", directory, "b"));
        mirror.requireSameAs(cx, other);
        requireReplaced(
                "b", NotifyRename.decode(lastOf(mirror, NotifyTypes.RENAME_ENTRY)).newEntry());
        change(cx, other, mirror.holder(), Directories.rename(beside, "c", directory, "b"));
        mirror.requireSameAs(cx, other);
        requireReplaced("b", NotifyAdd.decode(lastOf(mirror, NotifyTypes.ADD_ENTRY)));
    }

    private static void requireReplaced(String name, NotifyAdd added) {
        if (added.oldEntry() == null) {
            throw new CheckFailure("nad_old_entry of a rename onto " + name, name, "none");
        }
        Handshake.requireSame("nad_old_entry", name, added.oldEntry().oldEntry().file().utf8());
    }

    @Check(
            id = "DIR-123",
            rule = "New attributes of a delegated directory are told to who wants to know them",
            sends = "SETATTR of the directory's mode by another client",
            accepts =
                    "CB_NOTIFY of NOTIFY4_CHANGE_DIR_ATTRS with the new mode if that was granted,"
                            + " else CB_RECALL",
            sections = {"10.9.2", "18.39.4", "20.4.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void attributesOfTheDirectory(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        DirectoryHolder holder = mirror.holder();
        boolean promised =
                holder.notifications().contains(NotifyTypes.CHANGE_DIR_ATTRS)
                        && holder.directoryAttributes().contains(Attribute.MODE);
        Rival rival = Rival.wants(cx, Directories.setMode(directory, 0700));
        if (promised) {
            mirror.await(cx, () -> mirror.directory() != null);
            Handshake.requireSame(
                    "the directory's attributes by CB_NOTIFY",
                    Describe.of(Ops.mode(0700)),
                    Describe.of(mirror.directory()));
        } else {
            holder.awaitRecall("SETATTR of the directory");
        }
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DIR-125",
            rule = "Changes by many at once are told in the order in which they were made",
            sends =
                    "Four clients make, rename and remove the same few names at once, 25 times"
                            + " each; the first CB_NOTIFY is answered after some of that; READDIR"
                            + " when they have finished",
            accepts =
                    "CB_NOTIFYs each of which fits what was told before, and after which names,"
                            + " cookies and attributes are those of READDIR; or CB_RECALL",
            requirements = "20.4.3-R01",
            sections = "10.9.2",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.RACE},
            bugs = "B-098")
    void manyChangesAtOnce(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror mirror = DirectoryMirror.of(cx, directory);
        CountDownLatch answered = new CountDownLatch(1);
        mirror.holder()
                .session()
                .client()
                .callbacks()
                .next(CallbackOperation.CB_NOTIFY, CallbackAnswer.normal().after(answered));
        List<NfsSession> rivals = new ArrayList<>();
        for (int i = 0; i < RIVALS; i++) {
            rivals.add(cx.newClient().connect());
        }
        List<ArgOp[]> changes =
                List.of(
                        Directories.make(directory, "a"),
                        Directories.rename(directory, "a", directory, "b"),
                        Directories.rename(directory, "b", directory, "a"),
                        Directories.remove(directory, "a"),
                        Directories.remove(directory, "b"));
        for (int round = 0; round < ROUNDS; round++) {
            List<Exchange> sent = new ArrayList<>();
            for (int i = 0; i < RIVALS; i++) {
                NfsSession rival = rivals.get(i);
                ArgOp[] ops = changes.get((round + i) % changes.size());
                sent.add(rival.slot(0).start(rival.client().connection(), false, ops));
            }
            for (Exchange exchange : sent) {
                assertThatReply(exchange.await())
                        .because("others may have been first")
                        .hasStatus(NfsStatus.OK, NfsStatus.EXIST, NfsStatus.NOENT, NfsStatus.DELAY);
            }
            if (round == LATE) {
                answered.countDown();
            }
        }
        rivals.getFirst().compound(Directories.make(directory, "z"));
        mirror.requireSameAs(cx, rivals.getFirst());
    }

    @Check(
            id = "DIR-126",
            rule = "Each holder of a directory is told of everything, what it does itself included",
            sends =
                    "Two clients with delegations of a directory; CREATE and RENAME by the one,"
                            + " CREATE by the other, REMOVE by a third",
            accepts = "CB_NOTIFYs to both after which they know what READDIR says; or CB_RECALL",
            requirements = "10.9.2-R01",
            sections = "20.4.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-094")
    void twoHolders(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryMirror one = DirectoryMirror.of(cx, directory);
        DirectoryMirror two = DirectoryMirror.of(cx, directory);
        NfsSession third = cx.newClient().connect();
        change(cx, one.holder().session(), two.holder(), Directories.make(directory, "a"));
        change(
                cx,
                one.holder().session(),
                two.holder(),
                Directories.rename(directory, "a", directory, "b"));
        change(cx, two.holder().session(), one.holder(), Directories.make(directory, "c"));
        change(cx, third, one.holder(), Directories.remove(directory, "b"));
        one.requireSameAs(cx, third);
        two.requireSameAs(cx, third);
    }

    @Check(
            id = "DIR-127",
            rule = "A notification names the request that gave the delegation if that may be new",
            sends =
                    "GET_DIR_DELEGATION on slot 1, after which slot 1 is not used; CREATE by"
                            + " another client",
            accepts = "csa_referring_call_lists of CB_NOTIFY names GET_DIR_DELEGATION",
            requirements = {"2.10.6.3-R01", "2.10.6.3-R02"},
            sections = "20.9.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-071")
    void notificationNamesTheRequest(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        NfsSession session = cx.newClient().connect();
        DirectoryMirror mirror = DirectoryMirror.of(cx, session.slot(1), directory);
        int sequenceId = session.slot(1).sequenceId() - 1;
        NfsSession other = cx.newClient().connect();
        change(cx, other, mirror.holder(), Directories.make(directory, "a"));
        mirror.requireSameAs(cx, other);
        List<ReferringCallList> lists =
                mirror.holder().notices().getFirst().sequence().referringCallLists();
        boolean named =
                lists.stream()
                        .filter(list -> list.sessionId().equals(session.id()))
                        .flatMap(list -> list.referringCalls().stream())
                        .anyMatch(new ReferringCall(sequenceId, 1)::equals);
        Handshake.require(
                named,
                "csa_referring_call_lists",
                "sequence id " + sequenceId + " on slot 1 of the session",
                lists.toString());
    }
}
