package org.nfs41.state.notify;

import org.nfs41.xdr.cb.Notify;

import java.util.List;

/** What is to be done now for the holder of a directory's delegation. */
public sealed interface DueNotices {
    /** Nothing; so it is while a call is under way. */
    record Nothing() implements DueNotices {}

    /** It is to be told these changes, in this order, by one CB_NOTIFY. */
    record Tell(List<Notify> changes) implements DueNotices {}

    /** It cannot be told everything any more, so that the delegation must be recalled. */
    record GiveUp() implements DueNotices {}
}
