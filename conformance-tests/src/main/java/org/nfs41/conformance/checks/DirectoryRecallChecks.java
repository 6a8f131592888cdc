package org.nfs41.conformance.checks;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.op.NotifyTypes;

/**
 * Changes of delegated directories that have to recall the delegation (RFC 8881 sections 10.9.2 and
 * 10.9.4).
 */
final class DirectoryRecallChecks {
    private static final String DIR = "dir";
    private static final String NEW = "new";

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
        DirectoryHolder holder = DirectoryHolder.of(cx, Directories.withOldFile(cx, DIR), removals);
        Rival rival = Rival.wants(cx, Ops.putFh(holder.directory()), Directories.create(NEW));
        holder.awaitRecall("OPEN with OPEN4_CREATE by another client");
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
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
        Rival rival = Rival.wants(cx, Directories.rename(cx.directory(), NEW, cx.directory(), DIR));
        goesAway(holder, rival, "RENAME onto the directory");
    }

    private static void goesAway(DirectoryHolder holder, Rival rival, String how) {
        holder.awaitRecall(how);
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
    }

    @Check(
            id = "DIR-124",
            rule = "A rename that the holder did not want to be told of recalls the delegation",
            sends =
                    "GET_DIR_DELEGATION with NOTIFY4_ADD_ENTRY and NOTIFY4_REMOVE_ENTRY; RENAME"
                            + " within the directory by another client",
            accepts =
                    "CB_RECALL, and no NFS4_OK before DELEGRETURN; or CB_NOTIFY of an entry that"
                            + " has gone and one that has come",
            sections = {"10.9.2", "10.9.4", "18.26.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION},
            bugs = "B-097")
    void renameIsNotWanted(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        NfsSession other = cx.newClient().connect();
        other.require(Directories.make(directory, "old"));
        Bitmap types = Bitmap.of(NotifyTypes.ADD_ENTRY, NotifyTypes.REMOVE_ENTRY);
        DirectoryMirror mirror =
                DirectoryMirror.of(cx, cx.newClient().connect().slot(0), directory, types);
        Rival rival = Rival.wants(cx, Directories.rename(directory, "old", directory, "new"));
        mirror.holder().awaitChanges(1, "RENAME by another client");
        if (mirror.holder().isRecalled()) {
            rival.requireHeldUp("the delegation is not returned");
            mirror.holder().giveBack();
            rival.requireThrough();
        } else {
            rival.requireThrough();
            mirror.requireSameAs(cx, other);
        }
    }

    @Check(
            id = "DIR-128",
            rule = "New attributes of a directory recall the delegation of who is not told of them",
            sends =
                    "GET_DIR_DELEGATION with notifications of entries alone; SETATTR of the"
                            + " directory's mode by another client",
            accepts = "CB_RECALL, and no NFS4_OK before DELEGRETURN",
            sections = {"10.9.2", "10.9.4", "18.30.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void attributesThatAreNotTold(CheckContext cx) {
        FileHandle directory = DirectoryHolder.make(cx, DIR);
        DirectoryHolder holder = DirectoryHolder.of(cx, directory, DirectoryHolder.ENTRIES);
        Rival rival = Rival.wants(cx, Directories.setMode(directory, 0700));
        holder.awaitRecall("SETATTR of the directory");
        rival.requireHeldUp("the delegation is not returned");
        holder.giveBack();
        rival.requireThrough();
    }
}
