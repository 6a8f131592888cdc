package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryEntry;
import org.nfs41.ops.fs.EntryPlace;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.notify.NoticeTerms;
import org.nfs41.state.notify.Notices;
import org.nfs41.state.notify.Watch;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyRemove;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One change of one directory, while it happens: what there was is noted before, and what has
 * become of it is told to those who watch. So nothing depends on what the operation says of itself,
 * whether it succeeds or not.
 *
 * <p>For one thread, which keeps others from changing the directory meanwhile.
 */
final class EditRecord {
    /** Where a name was, if it was there, and the attributes of its object as they are told. */
    private record Seen(@Nullable EntryPlace place, Map<Bitmap, FileAttributes> attributes) {
        static final Seen NOTHING = new Seen(null, Map.of());
    }

    private final NoticeWriter writer;
    private final DirectoryEdit edit;
    private final List<Watch<FileRef>> watches;
    private final WatchedEntries entries;
    private final List<Seen> before = new ArrayList<>();
    private final FsResult<FileStat> statBefore;
    private final FsResult<Long> verifierBefore;

    /** Whether the file system could not say something that has to be told. */
    private boolean blind;

    /** Notes what there is before the change, of which these are to be told. */
    EditRecord(
            NoticeWriter writer,
            DirectoryEdit edit,
            List<Watch<FileRef>> watches,
            WatchedEntries entries) {
        this.writer = writer;
        this.edit = edit;
        this.watches = watches;
        this.entries = entries;
        for (Opaque name : edit.names()) {
            before.add(seen(place(name)));
        }
        statBefore = stat();
        verifierBefore = fileSystem().cookieVerifier(edit.directory().inode());
    }

    private FileSystem fileSystem() {
        return edit.directory().fileSystem();
    }

    private FsResult<FileStat> stat() {
        return fileSystem().getAttributes(Credentials.SUPERUSER, edit.directory().inode());
    }

    private @Nullable EntryPlace place(Opaque name) {
        return switch (fileSystem().place(edit.directory().inode(), name)) {
            case FsResult.Ok<EntryPlace>(EntryPlace place) -> place;
            case FsResult.Failed<EntryPlace>(NfsStatus status) -> {
                blind |= !status.equals(NfsStatus.NOENT);
                yield null;
            }
        };
    }

    private Seen seen(@Nullable EntryPlace place) {
        if (place == null) {
            return Seen.NOTHING;
        }
        Map<Bitmap, FileAttributes> attributes = new HashMap<>();
        for (Watch<FileRef> watch : watches) {
            attributes.computeIfAbsent(
                    watch.notices().terms().childAttributes(),
                    wanted -> writer.attributesOf(refOf(place.entry()), wanted));
        }
        return new Seen(place, attributes);
    }

    private FileRef refOf(DirectoryEntry entry) {
        return new FileRef(edit.directory().export(), entry.inode());
    }

    /**
     * Has what has changed told to all who watch.
     *
     * @param clientId who has changed it
     * @param now monotonic nanoseconds
     */
    void tell(long clientId, long now) {
        List<@Nullable EntryPlace> after = new ArrayList<>();
        boolean overflow = false;
        for (Opaque name : edit.names()) {
            EntryPlace place = place(name);
            after.add(place);
            // before its attributes are told: what changes them now is told once more
            overflow |= !entries.note(edit.directory(), name, place);
        }
        boolean changed = !stat().equals(statBefore);
        FsResult<Long> verifier = fileSystem().cookieVerifier(edit.directory().inode());
        blind |= !verifier.status().isOk() || !verifierBefore.status().isOk();
        for (Watch<FileRef> watch : watches) {
            Notices notices = watch.notices();
            if (blind || (overflow && notices.terms().tells(NotifyTypes.CHANGE_CHILD_ATTRS))) {
                notices.cannotTell();
                continue;
            }
            tellVerifier(notices, verifier);
            tellNames(notices, watch.clientId() == clientId, after);
            if (changed && notices.terms().tells(NotifyTypes.CHANGE_DIR_ATTRS)) {
                tellAttributes(notices, now);
            }
        }
    }

    private void tellVerifier(Notices notices, FsResult<Long> verifier) {
        if (verifierBefore instanceof FsResult.Ok<Long>(Long old)
                && verifier instanceof FsResult.Ok<Long>(Long current)
                && !old.equals(current)) {
            if (notices.terms().tells(NotifyTypes.CHANGE_COOKIE_VERIFIER)) {
                notices.namesChanged(NoticeWriter.verifier(old, current), List.of());
            } else {
                notices.cannotTell();
            }
        }
    }

    private void tellAttributes(Notices notices, long now) {
        Bitmap wanted = notices.terms().directoryAttributes();
        FileAttributes current = writer.attributesOf(edit.directory(), wanted);
        if (current.mask().isEmpty()) {
            notices.cannotTell();
        } else {
            notices.directoryChanged(NoticeWriter.directory(current), now);
        }
    }

    private void tellNames(Notices notices, boolean own, List<@Nullable EntryPlace> after) {
        if (edit.names().size() == 2 && isRenamed(after)) {
            tellRename(notices, own, after.get(1));
            return;
        }
        for (int i = 0; i < edit.names().size(); i++) {
            tellName(notices, own, i, after.get(i));
        }
    }

    private boolean isRenamed(List<@Nullable EntryPlace> after) {
        EntryPlace from = before.get(0).place();
        EntryPlace to = after.get(1);
        return from != null
                && after.get(0) == null
                && to != null
                && to.entry().inode().equals(from.entry().inode());
    }

    private void tellRename(Notices notices, boolean own, @Nullable EntryPlace to) {
        Bitmap wanted = notices.terms().childAttributes();
        NotifyRemove from = gone(before.get(0), wanted);
        if (from == null || to == null) {
            throw new IllegalStateException("a rename without a name");
        }
        NotifyAdd come = writer.come(edit.directory(), to, gone(before.get(1), wanted), wanted);
        tell(notices, own, NotifyTypes.RENAME_ENTRY, NoticeWriter.renamed(from, come));
    }

    private void tellName(Notices notices, boolean own, int i, @Nullable EntryPlace now) {
        Bitmap wanted = notices.terms().childAttributes();
        EntryPlace was = before.get(i).place();
        NotifyRemove gone = gone(before.get(i), wanted);
        if (now == null) {
            if (gone != null) {
                tell(notices, own, NotifyTypes.REMOVE_ENTRY, NoticeWriter.removed(gone));
            }
        } else if (was == null || !was.entry().equals(now.entry())) {
            NotifyAdd come = writer.come(edit.directory(), now, gone, wanted);
            tell(notices, own, NotifyTypes.ADD_ENTRY, NoticeWriter.added(come));
        }
    }

    private static @Nullable NotifyRemove gone(Seen seen, Bitmap wanted) {
        EntryPlace place = seen.place();
        return place == null
                ? null
                : NoticeWriter.gone(
                        place.entry(), seen.attributes().getOrDefault(wanted, FileAttributes.NONE));
    }

    /** A holder need not be told of what it does itself, unless it has asked for that. */
    private void tell(Notices notices, boolean own, int type, Notify change) {
        NoticeTerms terms = notices.terms();
        if (terms.tells(type)) {
            notices.namesChanged(change, edit.names());
        } else if (!own) {
            notices.cannotTell();
        }
    }
}
