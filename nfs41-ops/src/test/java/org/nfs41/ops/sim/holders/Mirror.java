package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.SimFailure;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyRemove;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The directory as a client has it that is told of every change: what it had when its delegation
 * was given, and each notification applied to that in the order in which it came (RFC 8881 section
 * 20.4). One that does not fit has come out of order, or one before it is missing.
 */
final class Mirror {
    /** All that can happen to names. */
    static final Bitmap TYPES =
            Bitmap.of(NotifyTypes.REMOVE_ENTRY, NotifyTypes.ADD_ENTRY, NotifyTypes.RENAME_ENTRY);

    private final Object owner;
    private final Set<Opaque> names = new TreeSet<>();

    /** What a listing says that came together with the delegation. */
    Mirror(Object owner, List<DirEntry> entries) {
        this.owner = owner;
        entries.forEach(entry -> names.add(entry.name().detach()));
    }

    void apply(CbNotifyArgs notification) {
        for (Notify change : notification.changes()) {
            try {
                apply(change, new XdrReader(change.values()));
            } catch (XdrException e) {
                throw new SimFailure("a notification does not decode: " + e.getMessage());
            }
        }
    }

    private void apply(Notify change, XdrReader in) throws XdrException {
        if (change.mask().contains(NotifyTypes.REMOVE_ENTRY)) {
            gone(NotifyRemove.decode(in));
        }
        if (change.mask().contains(NotifyTypes.ADD_ENTRY)) {
            come(NotifyAdd.decode(in));
        }
        if (change.mask().contains(NotifyTypes.RENAME_ENTRY)) {
            NotifyRename renamed = NotifyRename.decode(in);
            gone(renamed.oldEntry());
            come(renamed.newEntry());
        }
    }

    private void gone(NotifyRemove entry) {
        expect(names.remove(entry.oldEntry().file()), "loses a name that it does not have");
    }

    private void come(NotifyAdd entry) {
        NotifyRemove replaced = entry.oldEntry();
        if (replaced != null) {
            gone(replaced);
        }
        expect(names.add(entry.newEntry().file().detach()), "gets a name that it has");
    }

    /** Fails unless it has come to be what the directory is. */
    void judge(Set<Opaque> directory) {
        expect(names.equals(directory), "is " + names + ", the directory is " + directory);
    }

    private void expect(boolean fits, String otherwise) {
        if (!fits) {
            throw new SimFailure("the directory of " + owner + " " + otherwise);
        }
    }
}
