package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.xdr.NfsTime;

/** What attributes become when a client sets some that it may set. Stateless. */
final class AttributeEdits {
    private AttributeEdits() {}

    /**
     * The attributes of an object that is being made.
     *
     * @param blank as they are if the client asks for none
     * @param above those of the directory
     */
    static FileStat initial(
            Credentials caller, FileStat blank, AttributeChanges initial, FileStat above) {
        StatEdit edit = new StatEdit(blank);
        apply(edit, caller, blank, initial, blank.birthTime());
        Long size = initial.size();
        if (size != null) {
            edit.size(size, 0);
        }
        // group inheritance goes on below a set-gid directory, whoever makes the new one
        int inherited = above.mode() & PosixPermissions.SET_GID;
        if (blank.type().isDirectory() && inherited != 0) {
            edit.mode(PosixPermissions.modeAfter(caller, blank, initial) | inherited);
        }
        return edit.done();
    }

    /** Puts into {@code edit} what {@code changes} says, but for the size. */
    static void apply(
            StatEdit edit,
            Credentials caller,
            FileStat stat,
            AttributeChanges changes,
            NfsTime now) {
        edit.mode(PosixPermissions.modeAfter(caller, stat, changes));
        edit.acl(PosixPermissions.aclAfter(stat, changes));
        Integer uid = changes.uid();
        if (uid != null) {
            edit.uid(uid);
        }
        Integer gid = changes.gid();
        if (gid != null) {
            edit.gid(gid);
        }
        NfsTime accessTime = time(changes.accessTime(), now);
        if (accessTime != null) {
            edit.accessTime(accessTime);
        }
        NfsTime modifyTime = time(changes.modifyTime(), now);
        if (modifyTime != null) {
            edit.modifyTime(modifyTime);
        }
    }

    private static @Nullable NfsTime time(@Nullable TimeChange change, NfsTime now) {
        return switch (change) {
            case null -> null;
            case TimeChange.ToNow() -> now;
            case TimeChange.To(NfsTime time) -> time;
        };
    }
}
