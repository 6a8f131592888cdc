package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryEntry;
import org.nfs41.ops.fs.EntryPlace;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyAttr;
import org.nfs41.xdr.cb.NotifyEntry;
import org.nfs41.xdr.cb.NotifyRemove;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.cb.NotifyVerifier;
import org.nfs41.xdr.cb.PrevEntry;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Puts changes of a directory into the form in which clients are told of them (section 20.4).
 *
 * @param isWritten whether only the holder of a write delegation knows what a file is like now
 */
record NoticeWriter(Attributes attributes, Predicate<FileRef> isWritten) {
    /**
     * The attributes of an object, or none if it is gone; without those that only the holder of a
     * write delegation knows.
     */
    FileAttributes attributesOf(FileRef file, Bitmap all) {
        Bitmap wanted = isWritten.test(file) ? all.andNot(HeldAttributes.CONCERNED) : all;
        if (wanted.isEmpty()) {
            return FileAttributes.NONE;
        }
        XdrWriter out = new XdrWriter();
        if (!attributes.encode(Credentials.SUPERUSER, file, wanted, out).isOk()) {
            return FileAttributes.NONE;
        }
        try {
            return FileAttributes.decode(new XdrReader(out.toByteArray())).detach();
        } catch (XdrException e) {
            throw new IllegalStateException("attributes just encoded do not decode", e);
        }
    }

    /** What has gone, with the attributes that it had. */
    static NotifyRemove gone(DirectoryEntry entry, FileAttributes had) {
        return new NotifyRemove(new NotifyEntry(entry.name(), had), entry.cookie());
    }

    /** What has come, perhaps in the place of something. */
    NotifyAdd come(
            FileRef directory, EntryPlace place, @Nullable NotifyRemove replaced, Bitmap wanted) {
        DirectoryEntry previous = place.previous();
        return new NotifyAdd(
                replaced,
                entry(directory, place.entry(), wanted),
                OptionalLong.of(place.entry().cookie()),
                previous == null
                        ? null
                        : new PrevEntry(entry(directory, previous, wanted), previous.cookie()),
                place.last());
    }

    private NotifyEntry entry(FileRef directory, DirectoryEntry entry, Bitmap wanted) {
        FileRef file = new FileRef(directory.export(), entry.inode());
        return new NotifyEntry(entry.name(), attributesOf(file, wanted));
    }

    static Notify added(NotifyAdd added) {
        return notify(NotifyTypes.ADD_ENTRY, added::encode);
    }

    static Notify removed(NotifyRemove removed) {
        return notify(NotifyTypes.REMOVE_ENTRY, removed::encode);
    }

    static Notify renamed(NotifyRemove from, NotifyAdd to) {
        return notify(NotifyTypes.RENAME_ENTRY, new NotifyRename(from, to)::encode);
    }

    static Notify verifier(long old, long now) {
        return notify(NotifyTypes.CHANGE_COOKIE_VERIFIER, new NotifyVerifier(old, now)::encode);
    }

    /** The directory's own attributes; it has no name here. */
    static Notify directory(FileAttributes now) {
        return notify(
                NotifyTypes.CHANGE_DIR_ATTRS,
                new NotifyAttr(new NotifyEntry(Opaque.EMPTY, now))::encode);
    }

    /** The attributes of the object with this name. */
    static Notify child(Opaque name, FileAttributes now) {
        return notify(
                NotifyTypes.CHANGE_CHILD_ATTRS, new NotifyAttr(new NotifyEntry(name, now))::encode);
    }

    private static Notify notify(int type, Consumer<XdrWriter> values) {
        XdrWriter out = new XdrWriter();
        values.accept(out);
        return new Notify(Bitmap.of(type), Opaque.of(out.toByteArray()));
    }
}
