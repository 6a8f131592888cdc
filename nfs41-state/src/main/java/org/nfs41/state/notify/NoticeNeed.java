package org.nfs41.state.notify;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.op.NotifyTypes;

/**
 * What a client with a delegation of a directory must have been promised, so that a change of the
 * directory can be told instead of recalling the delegation.
 *
 * @param type the notification: one of {@link NotifyTypes}
 * @param attributes the attributes of the directory that are set
 */
public record NoticeNeed(int type, Bitmap attributes) {
    /** A name is added. */
    public static final NoticeNeed ADD = new NoticeNeed(NotifyTypes.ADD_ENTRY, Bitmap.EMPTY);

    /** A name is removed. */
    public static final NoticeNeed REMOVE = new NoticeNeed(NotifyTypes.REMOVE_ENTRY, Bitmap.EMPTY);

    /** A name is replaced by another. */
    public static final NoticeNeed RENAME = new NoticeNeed(NotifyTypes.RENAME_ENTRY, Bitmap.EMPTY);

    /** These attributes of the directory are set. */
    public static NoticeNeed ofAttributes(Bitmap attributes) {
        return new NoticeNeed(NotifyTypes.CHANGE_DIR_ATTRS, attributes);
    }
}
