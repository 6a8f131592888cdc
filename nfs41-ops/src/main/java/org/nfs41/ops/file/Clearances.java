package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.state.deleg.Clearance;
import org.nfs41.state.deleg.Interference;
import org.nfs41.state.open.DelegationConflicts;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The way of operations that delegations of others can forbid (RFC 8881 section 10.4): it is
 * cleared, by recalls, before they are carried out, and kept clear until they are done.
 *
 * <p>Nobody waits here: who has to is told NFS4ERR_DELAY. Safe for use by several threads.
 */
final class Clearances {
    private final DelegationConflicts<FileRef> conflicts;
    private final Recalls recalls;
    private final NotifiedDirectories notified;
    private final long leaseNanos;

    /**
     * Those of operations on files of which {@code conflicts} knows the delegations.
     *
     * @param leaseNanos how long a holder has to return what is recalled
     */
    Clearances(
            DelegationConflicts<FileRef> conflicts,
            Recalls recalls,
            NotifiedDirectories notified,
            long leaseNanos) {
        this.conflicts = conflicts;
        this.recalls = recalls;
        this.notified = notified;
        this.leaseNanos = leaseNanos;
    }

    /**
     * Begins an operation on a file that delegations of others may forbid.
     *
     * @return OK, and it must be {@linkplain #end ended}; or DELAY, with nothing begun, while a
     *     delegation has to be returned
     */
    NfsStatus begin(CompoundContext cx, FileRef file, Interference what) {
        return begin(cx, file, what, false);
    }

    /** The same for one that cuts the file to nothing if {@code truncates}. */
    NfsStatus begin(CompoundContext cx, FileRef file, Interference what, boolean truncates) {
        conflicts.begin(file);
        boolean clear = false;
        try {
            clear = isClear(cx, file, what, truncates);
        } finally {
            if (!clear) {
                conflicts.end(file);
            }
        }
        return clear ? NfsStatus.OK : NfsStatus.DELAY;
    }

    /**
     * Carries out an operation that changes directories, whose holders are told of it if they want
     * to. Delegations of those who do not are recalled, as are those of other files, all at once.
     *
     * @param files what else it changes that delegations of others may forbid
     * @param edits what it does to directories; none or at most two
     * @return what {@code action} returns, or DELAY while a delegation has to be returned
     */
    NfsStatus changing(
            CompoundContext cx,
            List<FileRef> files,
            List<DirectoryEdit> edits,
            Supplier<NfsStatus> action) {
        List<FileRef> others = new ArrayList<>(files);
        edits.forEach(edit -> addObject(edit.directory(), others));
        List<FileRef> all = new ArrayList<>(others);
        edits.forEach(edit -> all.add(edit.directory()));
        int begun = 0;
        boolean clear = true;
        try {
            for (FileRef file : all) {
                conflicts.begin(file);
                begun++;
            }
            for (FileRef file : others) {
                clear &= isClear(cx, file, Interference.CHANGING, false);
            }
            boolean watched = false;
            for (DirectoryEdit edit : edits) {
                Clearance<FileRef> clearance = clear(cx, edit);
                clear &= clearance.isClear();
                watched |= clearance.watched();
            }
            if (!clear) {
                return NfsStatus.DELAY;
            }
            return watched
                    ? notified.make(cx, edits, () -> ifClear(cx, edits, action))
                    : action.get();
        } finally {
            all.subList(0, begun).forEach(conflicts::end);
            all.forEach(file -> notified.attributesChanged(file, cx.now()));
        }
    }

    /**
     * A change of an object's named attributes is one of the object: its change attribute grows.
     */
    private static void addObject(FileRef directory, List<FileRef> to) {
        if (directory.inode().type().equals(FileType.NF4ATTRDIR)
                && directory.fileSystem().parent(Credentials.SUPERUSER, directory.inode())
                        instanceof FsResult.Ok<Inode>(Inode object)) {
            to.add(new FileRef(directory.export(), object));
        }
    }

    /**
     * Who was to be told may have lost that when it was known that nobody else changes anything.
     */
    private NfsStatus ifClear(
            CompoundContext cx, List<DirectoryEdit> edits, Supplier<NfsStatus> action) {
        boolean clear = true;
        for (DirectoryEdit edit : edits) {
            clear &= clear(cx, edit).isClear();
        }
        return clear ? action.get() : NfsStatus.DELAY;
    }

    private Clearance<FileRef> clear(CompoundContext cx, DirectoryEdit edit) {
        long clientId = cx.requireSession().client().clientId();
        return recalls.sent(
                conflicts.clear(edit.directory(), clientId, edit.need(), leaseNanos, cx.now()));
    }

    /** Begins an operation without asking whether the way is clear. It must be ended. */
    void announce(FileRef file) {
        conflicts.begin(file);
    }

    /** Ends an operation that was begun. */
    void end(FileRef file) {
        conflicts.end(file);
    }

    /** Whether no delegation of another client is in the way of an open now; if so, recalls it. */
    boolean isClear(CompoundContext cx, FileRef file, Interference what, boolean truncates) {
        long clientId = cx.requireSession().client().clientId();
        return recalls.sent(conflicts.clear(file, clientId, what, truncates, leaseNanos, cx.now()))
                .isClear();
    }
}
