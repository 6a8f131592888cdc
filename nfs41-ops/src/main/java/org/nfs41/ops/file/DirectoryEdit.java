package org.nfs41.ops.file;

import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.notify.NoticeNeed;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Opaque;

import java.util.List;

/**
 * What an operation is about to do to a directory.
 *
 * @param directory the directory
 * @param need what holders of delegations must be told of it
 * @param names the names that it gives or takes; of a RENAME the old one and the new one
 */
record DirectoryEdit(FileRef directory, NoticeNeed need, List<Opaque> names) {
    /** A name is given to an object. */
    static DirectoryEdit add(FileRef directory, Opaque name) {
        return new DirectoryEdit(directory, NoticeNeed.ADD, List.of(name));
    }

    /** A name is taken from an object. */
    static DirectoryEdit remove(FileRef directory, Opaque name) {
        return new DirectoryEdit(directory, NoticeNeed.REMOVE, List.of(name));
    }

    /** A RENAME, which is a removal and an addition if it is across directories. */
    static List<DirectoryEdit> rename(FileRef from, Opaque oldName, FileRef to, Opaque newName) {
        return from.equals(to)
                ? List.of(new DirectoryEdit(from, NoticeNeed.RENAME, List.of(oldName, newName)))
                : List.of(remove(from, oldName), add(to, newName));
    }

    /** Attributes of the directory are set, as SETATTR names them. */
    static DirectoryEdit set(FileRef directory, Bitmap attributes) {
        Bitmap seen = attributes;
        if (attributes.contains(Attribute.TIME_MODIFY_SET)) {
            seen = seen.without(Attribute.TIME_MODIFY_SET).with(Attribute.TIME_MODIFY);
        }
        if (attributes.contains(Attribute.TIME_ACCESS_SET)) {
            seen = seen.without(Attribute.TIME_ACCESS_SET).with(Attribute.TIME_ACCESS);
        }
        return new DirectoryEdit(directory, NoticeNeed.ofAttributes(seen), List.of());
    }
}
