package org.nfs41.conformance.checks;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NfsSlot;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyAttr;
import org.nfs41.xdr.cb.NotifyEntry;
import org.nfs41.xdr.cb.NotifyRemove;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.cb.NotifyVerifier;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.ReadDirResOk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A client that has read a directory once, has a delegation of it, and goes by what it is told from
 * then on (RFC 8881 sections 10.9 and 20.4). What it is told has to have the right form.
 */
final class DirectoryMirror {
    /** What can be told of an entry and does not change while it is there. */
    static final Bitmap CHILD = Bitmap.of(Attribute.TYPE, Attribute.FILEID);

    static final Bitmap ALL_TYPES =
            DirectoryHolder.ENTRIES
                    .with(NotifyTypes.CHANGE_DIR_ATTRS)
                    .with(NotifyTypes.CHANGE_COOKIE_VERIFIER);

    private static final Duration STEP = Duration.ofMillis(250);

    /** What is known of an entry. */
    record Entry(OptionalLong cookie, FileAttributes attributes) {
        /** Whether nothing that is known here is otherwise there. */
        boolean fits(Entry listed) {
            return (cookie.isEmpty() || cookie.equals(listed.cookie()))
                    && (attributes.mask().isEmpty() || attributes.equals(listed.attributes()));
        }
    }

    private final DirectoryHolder holder;
    private final Map<String, Entry> entries;
    private @Nullable FileAttributes directory;
    private int applied;

    private DirectoryMirror(DirectoryHolder holder) {
        this.holder = holder;
        this.entries = list(holder.session(), holder.directory());
    }

    /** A new client that wants to be told of all changes of a directory and its entries. */
    static DirectoryMirror of(CheckContext cx, FileHandle directory) {
        return of(cx, cx.newClient().connect().slot(0), directory);
    }

    /** The same with a delegation that is asked for on a given slot. */
    static DirectoryMirror of(CheckContext cx, NfsSlot slot, FileHandle directory) {
        return of(cx, slot, directory, ALL_TYPES);
    }

    /** The same for some kinds of changes. */
    static DirectoryMirror of(CheckContext cx, NfsSlot slot, FileHandle directory, Bitmap types) {
        NfsTime atOnce = new NfsTime(0, 0);
        Bitmap ofDirectory = Bitmap.of(Attribute.MODE);
        DirectoryHolder holder =
                DirectoryHolder.of(
                        cx,
                        slot,
                        directory,
                        new GetDirDelegationArgs(false, types, atOnce, atOnce, CHILD, ofDirectory));
        if (!holder.notifications().containsAll(types.and(DirectoryHolder.ENTRIES))) {
            throw cx.unsupported("notifications of changes of entries are not granted");
        }
        return new DirectoryMirror(holder);
    }

    DirectoryHolder holder() {
        return holder;
    }

    /** What is known of the entries, by name. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** The attributes of the directory that were told last, null when none were. */
    @Nullable FileAttributes directory() {
        return directory;
    }

    /** What READDIR says. */
    static Map<String, Entry> list(NfsSession session, FileHandle directory) {
        ReadDirResOk listed =
                session.require(
                                Ops.putFh(directory),
                                Ops.readDir(0, 0, Attribute.TYPE, Attribute.FILEID))
                        .result(ReadDirResOk.class);
        Handshake.require(listed.eof(), "READDIR of a few entries", "all of them", "a part");
        Map<String, Entry> found = new TreeMap<>();
        for (DirEntry entry : listed.entries()) {
            found.put(
                    entry.name().utf8(),
                    new Entry(OptionalLong.of(entry.cookie()), entry.attrs().detach()));
        }
        return found;
    }

    /** Takes note of what has been told since the last time. */
    void catchUp() {
        List<Callback> notices = holder.notices();
        for (; applied < notices.size(); applied++) {
            CbNotifyArgs args = notices.get(applied).find(CbNotifyArgs.class).orElseThrow();
            Handshake.requireSame("cna_fh", holder.directory(), args.fh());
            try {
                for (Notify notify : args.changes()) {
                    apply(notify);
                }
            } catch (XdrException e) {
                throw new CheckFailure("CB_NOTIFY", "valid XDR", String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * What is known has to become what READDIR says to another client, who changes nothing
     * meanwhile.
     *
     * @throws org.nfs41.conformance.check.Unsupported when the delegation is recalled instead
     */
    void requireSameAs(CheckContext cx, NfsSession other) {
        Map<String, Entry> listed = list(other, holder.directory());
        await(cx, () -> isSameAs(listed));
        if (!isSameAs(listed)) {
            throw new CheckFailure(
                    "the directory by CB_NOTIFY", listed.toString(), entries.toString());
        }
    }

    /** Waits until something is known; UNSUPPORTED when the delegation is recalled instead. */
    void await(CheckContext cx, BooleanSupplier known) {
        Instant end = Instant.now().plus(DelegationHolder.PROMPTLY);
        catchUp();
        while (!known.getAsBoolean() && Instant.now().isBefore(end)) {
            if (holder.isRecalled()) {
                holder.giveBack();
                throw cx.unsupported("the delegation is recalled instead of CB_NOTIFY");
            }
            int more = holder.session().client().callbacks().received().size() + 1;
            int before = applied;
            holder.session().client().callbacks().awaitCalls(call -> true, more, STEP);
            catchUp();
            if (applied > before) {
                end = Instant.now().plus(DelegationHolder.PROMPTLY);
            }
        }
    }

    private boolean isSameAs(Map<String, Entry> listed) {
        return entries.keySet().equals(listed.keySet())
                && listed.entrySet().stream()
                        .allMatch(each -> fits(entries.get(each.getKey()), each.getValue()));
    }

    private static boolean fits(@Nullable Entry known, Entry listed) {
        return known != null && known.fits(listed);
    }

    private void apply(Notify notify) throws XdrException {
        XdrReader values = new XdrReader(notify.values());
        for (int type = 0; type < Integer.SIZE; type++) {
            if (notify.mask().contains(type)) {
                Handshake.require(
                        holder.notifications().contains(type),
                        "kind of notification",
                        "one of " + holder.notifications(),
                        String.valueOf(type));
                apply(type, values);
            }
        }
        Handshake.requireSame("bytes behind a notification", 0, values.remaining());
    }

    private void apply(int type, XdrReader values) throws XdrException {
        switch (type) {
            case NotifyTypes.ADD_ENTRY -> add(NotifyAdd.decode(values));
            case NotifyTypes.REMOVE_ENTRY -> remove(NotifyRemove.decode(values));
            case NotifyTypes.RENAME_ENTRY -> {
                NotifyRename renamed = NotifyRename.decode(values);
                remove(renamed.oldEntry());
                add(renamed.newEntry());
            }
            case NotifyTypes.CHANGE_DIR_ATTRS -> {
                FileAttributes told = NotifyAttr.decode(values).changedEntry().attrs().detach();
                requireWithin("attributes of the directory", holder.directoryAttributes(), told);
                directory = told;
            }
            case NotifyTypes.CHANGE_CHILD_ATTRS ->
                    requireChild(NotifyAttr.decode(values).changedEntry());
            default -> NotifyVerifier.decode(values);
        }
    }

    private void remove(NotifyRemove removed) {
        requireChild(removed.oldEntry());
        String name = removed.oldEntry().file().utf8();
        Entry known = entries.remove(name);
        if (known == null) {
            throw new CheckFailure(
                    "an entry that CB_NOTIFY says has gone", "one of " + entries.keySet(), name);
        }
        if (known.cookie().isPresent()) {
            Handshake.requireSame(
                    "cookie of an entry that has gone",
                    known.cookie().getAsLong(),
                    removed.oldEntryCookie());
        }
    }

    private void add(NotifyAdd added) {
        NotifyEntry entry = added.newEntry();
        requireChild(entry);
        String name = entry.file().utf8();
        if (added.oldEntry() != null) {
            Handshake.requireSame("nad_old_entry", name, added.oldEntry().oldEntry().file().utf8());
            remove(added.oldEntry());
        }
        if (entries.containsKey(name)) {
            throw new CheckFailure(
                    "an entry that CB_NOTIFY says has come, without nad_old_entry",
                    "a new name",
                    name);
        }
        if (added.prevEntry() != null) {
            requireChild(added.prevEntry().prevEntry());
        }
        entries.put(name, new Entry(added.newEntryCookie(), entry.attrs().detach()));
    }

    private void requireChild(NotifyEntry entry) {
        requireWithin("attributes of an entry", holder.childAttributes(), entry.attrs());
    }

    private static void requireWithin(String what, Bitmap granted, FileAttributes told) {
        Handshake.require(
                granted.containsAll(told.mask()),
                what,
                "within " + granted,
                told.mask().toString());
    }
}
