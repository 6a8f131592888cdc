package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.state.ClientRecord;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallRoom;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.state.notify.DueNotices;
import org.nfs41.state.notify.NoticeBudget;
import org.nfs41.state.notify.NoticeTerms;
import org.nfs41.state.notify.Notices;
import org.nfs41.state.notify.Watch;
import org.nfs41.state.open.DirectoryWatches;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Directories whose changes are told to those who have delegations of them (RFC 8881 sections 10.9
 * and 20.4).
 *
 * <p>Changes of such a directory are made one after the other, each together with noting it, so
 * that they are told in the order in which they have happened. Safe for use by several threads;
 * nobody waits for a client.
 */
final class NotifiedDirectories {
    /** The kinds of changes that bring the attributes of entries along. */
    private static final Bitmap WITH_ENTRIES =
            Bitmap.of(
                    NotifyTypes.CHANGE_CHILD_ATTRS,
                    NotifyTypes.REMOVE_ENTRY,
                    NotifyTypes.ADD_ENTRY,
                    NotifyTypes.RENAME_ENTRY);

    /** The kinds of changes that can be told at all. */
    private static final Bitmap ALL =
            WITH_ENTRIES
                    .with(NotifyTypes.CHANGE_DIR_ATTRS)
                    .with(NotifyTypes.CHANGE_COOKIE_VERIFIER);

    /** Longer than any client asks for; beyond that it waits no longer. */
    private static final long MOST_DELAY_SECONDS = TimeUnit.HOURS.toSeconds(1);

    /** Of the delay that is asked for; the rest is for finding out and for the way. */
    private static final int PARTS_OF_DELAY = 2;

    private final DirectoryWatches<FileRef> watched;
    private final ExportTable exports;
    private final ClientCalls calls;
    private final Recalls recalls;
    private final NoticeBudget budget = new NoticeBudget(NoticeBudget.DEFAULT_BYTES);
    private final NameLocks locks = new NameLocks();
    private final Predicate<FileRef> isWritten;
    private final WatchedEntries entries;
    private volatile @Nullable NoticeWriter writer;

    /** When something happened last. */
    private volatile long now;

    /**
     * None so far.
     *
     * @param recalls for holders that can no more be told
     * @param isWritten whether only the holder of a write delegation knows what a file is like now
     */
    NotifiedDirectories(
            DirectoryWatches<FileRef> watched,
            ExportTable exports,
            ClientCalls calls,
            Recalls recalls,
            Predicate<FileRef> isWritten) {
        this.watched = watched;
        this.exports = exports;
        this.calls = calls;
        this.recalls = recalls;
        this.isWritten = isWritten;
        this.entries = new WatchedEntries(isWritten);
    }

    /** From now on something can be told, with these attributes. */
    void show(Attributes attributes) {
        writer = new NoticeWriter(attributes, isWritten);
    }

    /**
     * What of a client's wishes can be granted; null if nothing, so that each change recalls the
     * delegation: so it is where a new entry changes others' cookies, which nobody is told.
     */
    @Nullable Notices notices(ClientRecord client, FileRef directory, GetDirDelegationArgs asked) {
        if (writer == null || !directory.fileSystem().hasLastingCookies()) {
            return null;
        }
        Bitmap ofDirectory = asked.dirAttributes().and(NoticeAttributes.TOLD);
        Bitmap ofEntries = asked.childAttributes().and(NoticeAttributes.TOLD);
        int room = room(client, directory);
        if (room < NoticeAttributes.mostBytes(directory, ofEntries)) {
            ofEntries = Bitmap.EMPTY;
        }
        if (room < NoticeAttributes.mostBytes(directory, ofEntries)) {
            return null;
        }
        Bitmap types = asked.notificationTypes().and(ALL);
        if (ofDirectory.isEmpty()) {
            types = types.without(NotifyTypes.CHANGE_DIR_ATTRS);
        }
        if (ofEntries.isEmpty()
                || (types.contains(NotifyTypes.CHANGE_CHILD_ATTRS)
                        && !entries.hasRoomFor(directory))) {
            types = types.without(NotifyTypes.CHANGE_CHILD_ATTRS);
        }
        if (types.isEmpty()) {
            return null;
        }
        NoticeTerms terms =
                new NoticeTerms(
                        types,
                        types.and(WITH_ENTRIES).isEmpty() ? Bitmap.EMPTY : ofEntries,
                        types.contains(NotifyTypes.CHANGE_DIR_ATTRS) ? ofDirectory : Bitmap.EMPTY,
                        delay(asked.childAttrDelay()),
                        delay(asked.dirAttrDelay()));
        return new Notices(terms, budget, () -> room(client, directory));
    }

    /**
     * Begins to watch what has been granted.
     *
     * @return false if that cannot be done, and the delegation must be withdrawn
     */
    boolean begin(FileRef directory, Notices notices) {
        if (!notices.terms().tells(NotifyTypes.CHANGE_CHILD_ATTRS)) {
            return true;
        }
        try (var _ = hold(directory, directory)) {
            return watch(directory);
        }
    }

    /**
     * Watches entries; if there are too many, who has been promised to be told of them gives up.
     */
    private boolean watch(FileRef directory) {
        boolean watched = entries.watch(directory);
        if (!watched) {
            cannotTellOfEntries(directory);
        }
        return watched;
    }

    private void cannotTellOfEntries(FileRef directory) {
        watchesOfEntries(directory).forEach(watch -> watch.notices().cannotTell());
    }

    private List<Watch<FileRef>> watchesOfEntries(FileRef directory) {
        return watched.of(directory).stream()
                .filter(watch -> watch.file().equals(directory))
                .filter(watch -> watch.notices().terms().tells(NotifyTypes.CHANGE_CHILD_ATTRS))
                .toList();
    }

    private NameLocks.Held hold(FileRef first, FileRef last) {
        return locks.hold(first, Opaque.EMPTY, last, Opaque.EMPTY);
    }

    private int room(ClientRecord client, FileRef directory) {
        return CallRoom.beside(call(directory, StateId.ANONYMOUS, List.of()), client);
    }

    /** A delay that makes no sense is none: the client is told sooner than it needs to be. */
    private static long delay(NfsTime asked) {
        long seconds = Math.clamp(asked.seconds(), 0, MOST_DELAY_SECONDS);
        long nanos = Math.max(0, asked.nanos());
        return (TimeUnit.SECONDS.toNanos(seconds) + nanos) / PARTS_OF_DELAY;
    }

    private CbNotifyArgs call(FileRef directory, StateId stateId, List<Notify> changes) {
        return new CbNotifyArgs(stateId, exports.handleOf(directory), changes);
    }

    /**
     * Makes changes of directories, of which holders of delegations are to be told.
     *
     * @param edits one or two
     * @param action makes them, if it still can
     */
    NfsStatus make(CompoundContext cx, List<DirectoryEdit> edits, Supplier<NfsStatus> action) {
        now = cx.now();
        long clientId = cx.requireSession().client().clientId();
        FileRef first = edits.getFirst().directory();
        FileRef last = edits.getLast().directory();
        List<Watch<FileRef>> watches = new ArrayList<>();
        try (var _ = hold(first, last)) {
            List<EditRecord> records = new ArrayList<>();
            for (DirectoryEdit edit : edits) {
                List<Watch<FileRef>> ofDirectory = watched.of(edit.directory());
                watches.addAll(ofDirectory);
                if (writer != null) {
                    records.add(new EditRecord(writer, edit, ofDirectory, entries));
                }
            }
            try {
                return action.get();
            } finally {
                // what has changed has, even if there is no room for saying so in the reply
                records.forEach(each -> each.tell(clientId, now));
            }
        } finally {
            watches.forEach(this::tell);
        }
    }

    /** The attributes of a file may have changed, by an operation that has ended. */
    void attributesChanged(FileRef file, long time) {
        if (entries.isEmpty()) {
            return;
        }
        now = time;
        for (WatchedEntries.Name name : entries.namesOf(file)) {
            attributesChanged(name, file);
        }
    }

    private void attributesChanged(WatchedEntries.Name name, FileRef file) {
        NoticeWriter by = writer;
        List<Watch<FileRef>> watches;
        try (var _ = hold(name.directory(), name.directory())) {
            FileRef changed = entries.changed(name, file);
            if (by == null || changed == null) {
                return;
            }
            watches = watchesOfEntries(name.directory());
            for (Watch<FileRef> watch : watches) {
                Notices notices = watch.notices();
                FileAttributes current =
                        by.attributesOf(changed, notices.terms().childAttributes());
                if (!current.mask().isEmpty()) {
                    notices.childChanged(
                            name.name(), NoticeWriter.child(name.name(), current), now);
                }
            }
        }
        watches.forEach(this::tell);
    }

    /** Tells what is to be told after some time, which has passed. */
    void tick(long time) {
        now = time;
        entries.tellable().forEach(this::attributesChanged);
        watched.all().forEach(this::tell);
        entries.watched().forEach(this::unwatchIfUnused);
    }

    private void unwatchIfUnused(FileRef directory) {
        if (watchesOfEntries(directory).isEmpty()) {
            try (var _ = hold(directory, directory)) {
                // one that has been granted meanwhile is looked for with the lock held
                if (watchesOfEntries(directory).isEmpty()) {
                    entries.unwatch(directory);
                }
            }
        }
    }

    private void tell(Watch<FileRef> watch) {
        switch (watch.notices().due(now)) {
            case DueNotices.Nothing nothing -> {}
            case DueNotices.GiveUp giveUp -> recalls.begin(watch.stateId(), watch.clientId(), now);
            case DueNotices.Tell(List<Notify> changes) ->
                    calls.call(
                            watch.clientId(),
                            new ClientCall(
                                    call(watch.file(), watch.stateId(), changes),
                                    watch.cause(),
                                    watch.notices()::isOpen),
                            outcome -> told(watch, outcome));
        }
    }

    private void told(Watch<FileRef> watch, CallOutcome outcome) {
        boolean heard =
                outcome instanceof CallOutcome.Answered(var result) && result.status().isOk();
        watch.notices().called(heard);
        tell(watch);
    }
}
