package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.state.deleg.HolderView;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;

/**
 * The attributes of files that another client may be writing under a delegation (RFC 8881 section
 * 10.4.3). Its holder is asked; if it has written, the file's change attribute and times move on as
 * if that had been done here, so that who asks later never sees them go back.
 *
 * @param inquiries knows and asks the holders
 * @param notified tells of what they say
 */
record HeldAttributes(Inquiries inquiries, NotifiedDirectories notified) {
    /** What the holder of a write delegation may know better than the file system. */
    static final Bitmap CONCERNED =
            Bitmap.of(
                    Attribute.CHANGE,
                    Attribute.SIZE,
                    Attribute.SPACE_USED,
                    Attribute.TIME_METADATA,
                    Attribute.TIME_MODIFY);

    private static final AttributeChanges WRITTEN_NOW =
            AttributeChanges.NONE.withModifyTime(TimeChange.NOW);

    /** What an entry of READDIR is shown with if its file is written by another client. */
    @FunctionalInterface
    interface OfEntry {
        /** Those of READDIR's attributes that are shown, which may be all. */
        Bitmap shown(FileRef entry, Bitmap requested);
    }

    /** Does something with the size that a file has, or null for what the file system says. */
    @FunctionalInterface
    interface WithSize {
        /** Does it. */
        NfsStatus apply(@Nullable Long size);
    }

    /** Whether one of these attributes may be with a holder, and there is one at all. */
    boolean isConcerned(Bitmap requested) {
        if (!inquiries.hasWriters()) {
            return false;
        }
        for (int i = 0; i < requested.wordCount(); i++) {
            if ((requested.word(i) & CONCERNED.word(i)) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * How READDIR shows files that another client may be writing: without the attributes that only
     * that one knows, which {@code rdattr_error} says. To ask the holders of all of them would hold
     * up the whole directory; who wants to know asks by GETATTR. A client that does not ask for
     * {@code rdattr_error} gets what is stored, since a directory could not be listed otherwise as
     * long as somebody writes there.
     */
    OfEntry ofEntries(CompoundContext cx, Bitmap requested) {
        if (!requested.contains(Attribute.RDATTR_ERROR) || !isConcerned(requested)) {
            return (entry, all) -> all;
        }
        return (entry, all) -> inquiries.isWithAnother(cx, entry) ? all.andNot(CONCERNED) : all;
    }

    /**
     * Does something that shows attributes of a file.
     *
     * @return what it returns, or DELAY while the holder is asked
     */
    NfsStatus with(CompoundContext cx, FileRef file, WithSize action) {
        return switch (inquiries.view(cx, file)) {
            case HolderView.AsStored<FileRef> stored -> action.apply(null);
            case HolderView.Unknown<FileRef> unknown -> NfsStatus.DELAY;
            case HolderView.Told<FileRef> told -> shown(cx, file, told, action);
        };
    }

    private NfsStatus shown(
            CompoundContext cx, FileRef file, HolderView.Told<FileRef> told, WithSize action) {
        FileSystem fs = file.fileSystem();
        if (!(fs.getAttributes(cx.credentials(), file.inode())
                instanceof FsResult.Ok<FileStat>(FileStat stat))) {
            return action.apply(null);
        }
        if (!told.modified() && told.size() == stat.size()) {
            return action.apply(null);
        }
        NfsStatus moved = fs.setAttributes(Credentials.SUPERUSER, file.inode(), WRITTEN_NOW);
        notified.attributesChanged(file, cx.now());
        return moved.isOk() ? action.apply(told.size()) : moved;
    }
}
