package org.nfs41.server.local;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Created;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Makes new objects. Safe for use by several threads. */
final class Creator {
    /** How often a name may come and go on the host before the client is asked to come again. */
    private static final int MAX_ATTEMPTS = 100;

    private final Volume volume;
    private final CreateMarks marks;

    Creator(Volume volume) {
        this.volume = volume;
        this.marks = new CreateMarks(volume.privileged());
    }

    /** One creation, as it was asked for. */
    private record Wish(
            Credentials caller,
            Opaque name,
            NewObject object,
            AttributeChanges initial,
            CreateMode mode) {}

    /** The object, open, and whether this call made it. */
    private record Made(OpenObject object, boolean isNew, Created answer) {}

    Created create(
            Credentials caller,
            LocalInode directory,
            Opaque name,
            NewObject object,
            AttributeChanges initial,
            CreateMode mode)
            throws HostException {
        Volume.require(directory.isDirectory(), NfsStatus.NOTDIR);
        Wish wish = new Wish(caller, name, object, initial, mode);
        try (OpenObject above = volume.cache().acquire(directory)) {
            Made made;
            try (NameLocks.Held _ = volume.locks().write(directory)) {
                made = makeLocked(wish, above);
            }
            // others may go on meanwhile: nobody has been promised anything yet
            try (OpenObject child = made.object()) {
                if (made.isNew()) {
                    volume.stability().object(child);
                    volume.stability().object(above);
                }
            }
            return made.answer();
        }
    }

    private Made makeLocked(Wish wish, OpenObject directory) throws HostException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            FileStat above = Volume.searchable(wish.caller(), directory);
            OpenObject taken = volume.childOrNull(directory, wish.name());
            if (taken != null) {
                return answerTaken(wish, above, taken);
            }
            FileStat blank = blank(wish, above);
            check(wish, above, blank);
            try {
                return makeNewLocked(wish, directory, above, blank);
            } catch (HostException e) {
                if (!e.status().equals(NfsStatus.EXIST)) {
                    throw e;
                }
            }
        }
        // taken by what is not part of the export: something is mounted there
        throw new HostException(NfsStatus.EXIST);
    }

    private Made answerTaken(Wish wish, FileStat directory, OpenObject taken) throws HostException {
        boolean found = false;
        try {
            boolean repeated = false;
            switch (wish.mode()) {
                case CreateMode.Unchecked() -> {}
                case CreateMode.Guarded() -> throw new HostException(NfsStatus.EXIST);
                case CreateMode.Exclusive(long verifier) -> {
                    repeated =
                            taken.inode().isFile()
                                    && marks.has(taken, verifier)
                                    && isOwn(wish.caller(), taken.stat());
                    Volume.require(repeated, NfsStatus.EXIST);
                }
            }
            found = true;
            ChangeInfo unchanged = new ChangeInfo(false, directory.change(), directory.change());
            return new Made(taken, false, new Created(taken.inode(), repeated, unchanged));
        } finally {
            if (!found) {
                taken.close();
            }
        }
    }

    private boolean isOwn(Credentials caller, FileStat stat) {
        // all objects are the server's if it cannot give them away
        return !volume.privileged() || PosixPermissions.ownsOrSuper(caller, stat);
    }

    private void check(Wish wish, FileStat above, FileStat blank) throws HostException {
        Volume.require(PosixPermissions.mayChangeEntries(wish.caller(), above), NfsStatus.ACCESS);
        FileType type = wish.object().type();
        boolean device = type.equals(FileType.NF4BLK) || type.equals(FileType.NF4CHR);
        Volume.require(!device || wish.caller().isSuperuser(), NfsStatus.PERM);
        Attributes.require(wish.caller(), blank, wish.initial());
    }

    /** The attributes that the object is to have before those that the client asks for. */
    private static FileStat blank(Wish wish, FileStat above) {
        boolean inheritsGroup = (above.mode() & PosixPermissions.SET_GID) != 0;
        Credentials caller = wish.caller();
        return new FileStat(
                wish.object().type(),
                wish.object().defaultMode(),
                1,
                caller.uid(),
                inheritsGroup ? above.gid() : caller.gid(),
                0,
                0,
                0,
                0,
                1,
                0,
                Statx.NO_BIRTH_TIME,
                Statx.NO_BIRTH_TIME,
                Statx.NO_BIRTH_TIME,
                Statx.NO_BIRTH_TIME,
                null);
    }

    private Made makeNewLocked(Wish wish, OpenObject directory, FileStat above, FileStat blank)
            throws HostException {
        OpenObject made = volume.cache().adopt(wish.object().make(directory.fd(), wish.name()));
        volume.cache().seen(directory, wish.name(), made);
        boolean complete = false;
        try {
            finish(wish, directory, made, above, blank);
            complete = true;
        } finally {
            if (!complete) {
                discard(wish, directory, made);
            }
        }
        FileStat after = directory.changed();
        ChangeInfo change = new ChangeInfo(false, above.change(), after.change());
        return new Made(made, true, new Created(made.inode(), true, change));
    }

    private void finish(
            Wish wish, OpenObject directory, OpenObject made, FileStat above, FileStat blank)
            throws HostException {
        FileStat stat = made.stat();
        requireFresh(wish.object(), stat);
        AttributeChanges initial = wish.initial();
        Integer uid = initial.uid();
        Integer gid = initial.gid();
        AttributeChanges changes = initial;
        if (volume.privileged()) {
            changes =
                    initial.withUid(uid != null ? uid : blank.uid())
                            .withGid(gid != null ? gid : blank.gid());
        }
        int mode = PosixPermissions.modeAfter(wish.caller(), blank, initial) & allowedBy(directory);
        if (made.inode().isDirectory()) {
            // group inheritance goes on below a set-gid directory, whoever makes the new one
            mode |= above.mode() & PosixPermissions.SET_GID;
        }
        Attributes.apply(made, stat, changes, mode);
        if (wish.mode() instanceof CreateMode.Exclusive(long verifier)) {
            // not before: a server that is not root must be allowed to write the file
            marks.put(made, verifier);
        }
        made.touch();
    }

    /**
     * The bits of a mode that new objects can have here. The host gave them the list that the
     * directory has for that; setting the mode must not take back what it limits.
     */
    private int allowedBy(OpenObject directory) throws HostException {
        PosixAcl inherited = volume.cache().acls().inherited(directory.fd());
        return inherited == null ? ~0 : ~0777 | inherited.mode();
    }

    /**
     * NFS4ERR_DELAY if a program of the host has put something else in the place of what was made:
     * that must not be given to the caller. Nothing else is the server's, without permissions.
     */
    private void requireFresh(NewObject object, FileStat stat) throws HostException {
        boolean closed = stat.type().equals(FileType.NF4LNK) || (stat.mode() & 0777) == 0;
        boolean single = stat.type().equals(FileType.NF4DIR) || stat.linkCount() == 1;
        boolean fresh =
                stat.type().equals(object.type())
                        && closed
                        && single
                        && (!volume.privileged() || stat.uid() == 0);
        Volume.require(fresh, NfsStatus.DELAY);
    }

    /** Takes away what could not be completed, if the name is still its. */
    private void discard(Wish wish, OpenObject directory, OpenObject made) {
        try (made;
                OpenObject found = volume.cache().child(directory, wish.name())) {
            if (found == made) {
                int flags = made.inode().isDirectory() ? Libc.AT_REMOVEDIR : 0;
                Scratch scratch = Scratch.current();
                Libc.unlinkat(directory.fd(), scratch.entryName(wish.name()), flags);
                made.removed();
                directory.touch();
            }
        } catch (HostException e) {
            // it is gone already
        }
    }
}
