package org.nfs41.ops.file;

import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.callback.CallRoom;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;

/**
 * The attributes that notifications can bring: those that change only by operations that changes of
 * directories are recorded for, with values of bounded length.
 */
final class NoticeAttributes {
    /**
     * Not the access time, which reading changes; nor the access control list, which may be longer
     * than a call; nor whether there are named attributes, which may come unseen; nor what is of
     * the file system.
     */
    static final Bitmap TOLD =
            Bitmap.of(
                    Attribute.TYPE,
                    Attribute.CHANGE,
                    Attribute.SIZE,
                    Attribute.FSID,
                    Attribute.FILEHANDLE,
                    Attribute.FILEID,
                    Attribute.MODE,
                    Attribute.NUMLINKS,
                    Attribute.OWNER,
                    Attribute.OWNER_GROUP,
                    Attribute.RAWDEV,
                    Attribute.SPACE_USED,
                    Attribute.TIME_CREATE,
                    Attribute.TIME_METADATA,
                    Attribute.TIME_MODIFY,
                    Attribute.MOUNTED_ON_FILEID);

    /** Any value of a fixed length. */
    private static final int FIXED_BYTES = 16;

    /** Nearly any owner; one with a longer name may cost a delegation later. */
    private static final int OWNER_BYTES = 64;

    private static final int HANDLE_BYTES = 84;

    /** Mask and lengths around attributes, name and cookie of an entry. */
    private static final int ENTRY_BYTES = 40;

    /** What an entry is renamed from and to, what that replaces, and what is before it. */
    private static final int ENTRIES = 4;

    private NoticeAttributes() {}

    /**
     * How many bytes of a call the longest notification takes, beside what {@link CallRoom} counts.
     *
     * @param attributes of each entry
     */
    static int mostBytes(FileRef directory, Bitmap attributes) {
        int name = directory.fileSystem().limits().maxNameBytes() + Integer.BYTES;
        return ENTRIES * (ENTRY_BYTES + name + mostBytes(attributes));
    }

    private static int mostBytes(Bitmap attributes) {
        int bytes = 0;
        for (int n = attributes.next(0); n >= 0; n = attributes.next(n + 1)) {
            bytes +=
                    switch (n) {
                        case Attribute.OWNER, Attribute.OWNER_GROUP -> OWNER_BYTES;
                        case Attribute.FILEHANDLE -> HANDLE_BYTES;
                        default -> FIXED_BYTES;
                    };
        }
        return bytes;
    }
}
