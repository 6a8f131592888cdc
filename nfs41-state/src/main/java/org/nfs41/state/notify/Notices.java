package org.nfs41.state.notify;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.cb.Notify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The changes of a directory that one holder of its delegation has not been told yet.
 *
 * <p>One call is under way at a time, so that its changes arrive in their order whatever slots and
 * connections there are; what happens meanwhile is collected for the next. Changes of names keep
 * their order and none is left out. Of changed attributes the last values are enough: those of a
 * name are told after the names that changed before them, and are forgotten when the name changes,
 * as that brings its attributes along.
 *
 * <p>It is all or nothing: when something cannot be told, nothing is any more and the delegation
 * has to be recalled. Safe for use by several threads; whoever records changes sees to it that they
 * come in the order in which they took effect.
 */
public final class Notices {
    /** Beyond this a client is better off reading the directory anew. */
    static final int MOST_CHANGES = 1024;

    /** As many changes with names and attributes of some length. */
    static final int MOST_BYTES = 256 << 10;

    /** Of one call; more would only keep its connection from other calls for long. */
    static final int MOST_BYTES_OF_CALL = 64 << 10;

    /** Around its values: a mask of one word, the length of the values. */
    private static final int NOTIFY_BYTES = 3 * Integer.BYTES;

    private static final DueNotices NOTHING = new DueNotices.Nothing();
    private static final DueNotices GIVE_UP = new DueNotices.GiveUp();

    /** Attributes that have changed, with when that is to be told. */
    private record Changed(Notify change, long dueAt) {}

    private final NoticeTerms terms;
    private final NoticeBudget budget;
    private final IntSupplier room;

    // guarded by this
    private final ArrayDeque<Notify> names = new ArrayDeque<>();
    private final Map<Opaque, Changed> children = new LinkedHashMap<>();
    private @Nullable Changed directory;
    private int bytes;
    private boolean calling;
    private boolean failed;

    /** Written with the monitor held. */
    private volatile boolean closed;

    /**
     * Nothing has changed yet.
     *
     * @param room how many bytes of changes a call to the client can bring now
     */
    public Notices(NoticeTerms terms, NoticeBudget budget, IntSupplier room) {
        this.terms = terms;
        this.budget = budget;
        this.room = room;
    }

    /** What the holder has been promised. */
    public NoticeTerms terms() {
        return terms;
    }

    /**
     * Names have changed.
     *
     * @param touched the names, whose attributes the notification says or which have gone
     */
    public synchronized void namesChanged(Notify change, List<Opaque> touched) {
        touched.forEach(name -> drop(children.remove(name)));
        if (admit(change)) {
            names.add(change);
        }
    }

    /** The attributes of the object with this name have changed, and are now so. */
    public synchronized void childChanged(Opaque name, Notify change, long now) {
        Changed before = children.remove(name);
        drop(before);
        if (admit(change)) {
            long due = before == null ? now + terms.childDelayNanos() : before.dueAt();
            children.put(name, new Changed(change, due));
        }
    }

    /** The attributes of the directory have changed, and are now so. */
    public synchronized void directoryChanged(Notify change, long now) {
        Changed before = directory;
        directory = null;
        drop(before);
        if (admit(change)) {
            long due = before == null ? now + terms.directoryDelayNanos() : before.dueAt();
            directory = new Changed(change, due);
        }
    }

    /** Something has changed that cannot be told. */
    public synchronized void cannotTell() {
        fail();
    }

    /** What is to be done now; a call that it asks for is under way from now on. */
    public synchronized DueNotices due(long now) {
        if (closed) {
            return NOTHING;
        }
        if (failed) {
            closed = true;
            return GIVE_UP;
        }
        if (calling || (names.isEmpty() && !isAnythingElseDue(now))) {
            return NOTHING;
        }
        List<Notify> batch = take(Math.min(room.getAsInt(), MOST_BYTES_OF_CALL), now);
        if (batch.isEmpty()) {
            // not even the first fits
            fail();
            closed = true;
            return GIVE_UP;
        }
        calling = true;
        return new DueNotices.Tell(batch);
    }

    private boolean isAnythingElseDue(long now) {
        return isDue(directory, now)
                || children.values().stream().anyMatch(child -> isDue(child, now));
    }

    private static boolean isDue(@Nullable Changed changed, long now) {
        return changed != null && now - changed.dueAt() >= 0;
    }

    private List<Notify> take(int most, long now) {
        List<Notify> batch = new ArrayList<>();
        int left = most;
        while (!names.isEmpty() && sizeOf(names.element()) <= left) {
            Notify first = names.remove();
            left -= sizeOf(first);
            batch.add(first);
        }
        if (!names.isEmpty()) {
            // attributes are those after all of them
            return released(batch);
        }
        for (Iterator<Changed> each = children.values().iterator(); each.hasNext(); ) {
            Changed child = each.next();
            if (isDue(child, now)) {
                if (sizeOf(child.change()) > left) {
                    return released(batch);
                }
                left -= sizeOf(child.change());
                batch.add(child.change());
                each.remove();
            }
        }
        Changed last = directory;
        if (last != null && isDue(last, now) && sizeOf(last.change()) <= left) {
            batch.add(last.change());
            directory = null;
        }
        return released(batch);
    }

    private List<Notify> released(List<Notify> batch) {
        int total = batch.stream().mapToInt(Notices::sizeOf).sum();
        bytes -= total;
        budget.give(total);
        return batch;
    }

    /**
     * The call that was under way has come to an end.
     *
     * @param heard whether the client has taken note of the changes
     */
    public synchronized void called(boolean heard) {
        calling = false;
        if (!heard) {
            fail();
        }
    }

    /** The delegation is being recalled or has ended: nothing is told any more. */
    public synchronized void close() {
        closed = true;
        forget();
    }

    /** Whether the holder is still to be told. Takes no lock. */
    public boolean isOpen() {
        return !closed;
    }

    /** How many changes wait to be told. */
    public synchronized int waiting() {
        return names.size() + children.size() + (directory == null ? 0 : 1);
    }

    private boolean admit(Notify change) {
        if (closed || failed) {
            return false;
        }
        int size = sizeOf(change);
        if (waiting() >= MOST_CHANGES || bytes + size > MOST_BYTES || !budget.take(size)) {
            fail();
            return false;
        }
        bytes += size;
        return true;
    }

    private void drop(@Nullable Changed changed) {
        if (changed != null) {
            int size = sizeOf(changed.change());
            bytes -= size;
            budget.give(size);
        }
    }

    private void fail() {
        failed = true;
        forget();
    }

    private void forget() {
        names.clear();
        children.clear();
        directory = null;
        budget.give(bytes);
        bytes = 0;
    }

    private static int sizeOf(Notify change) {
        return NOTIFY_BYTES + (change.values().length() + 3) / Integer.BYTES * Integer.BYTES;
    }
}
