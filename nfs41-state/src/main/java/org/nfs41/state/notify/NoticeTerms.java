package org.nfs41.state.notify;

import org.nfs41.xdr.Bitmap;

/**
 * What the holder of a directory's delegation has been promised to be told, as the reply to
 * GET_DIR_DELEGATION says (RFC 8881 section 18.39).
 *
 * @param types the kinds of changes: {@link org.nfs41.xdr.op.NotifyTypes}
 * @param childAttributes the attributes of entries that come with notifications
 * @param directoryAttributes the attributes of the directory whose changes are told
 * @param childDelayNanos how long the change of an entry's attributes may wait for further ones
 * @param directoryDelayNanos the same for the directory's attributes
 */
public record NoticeTerms(
        Bitmap types,
        Bitmap childAttributes,
        Bitmap directoryAttributes,
        long childDelayNanos,
        long directoryDelayNanos) {
    /** Nothing is told. */
    public static final NoticeTerms NONE =
            new NoticeTerms(Bitmap.EMPTY, Bitmap.EMPTY, Bitmap.EMPTY, 0, 0);

    /** Whether a change can be told that needs this. */
    public boolean covers(NoticeNeed need) {
        return types.contains(need.type()) && directoryAttributes.containsAll(need.attributes());
    }

    /** Whether changes of this kind are told: one of {@link org.nfs41.xdr.op.NotifyTypes}. */
    public boolean tells(int type) {
        return types.contains(type);
    }
}
