package org.nfs41.conformance.checks;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyRemove;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One change of a directory's entries as CB_NOTIFY tells it (RFC 8881 section 20.4). */
sealed interface DirectoryChange {
    /** The change takes place in a set of names. */
    void applyTo(Set<String> names);

    /** An entry was added, perhaps in the place of another of the same name. */
    record Added(String name) implements DirectoryChange {
        @Override
        public void applyTo(Set<String> names) {
            names.add(name);
        }
    }

    /** An entry was removed. */
    record Removed(String name) implements DirectoryChange {
        @Override
        public void applyTo(Set<String> names) {
            names.remove(name);
        }
    }

    /** An entry was renamed within the directory. */
    record Renamed(String from, String to) implements DirectoryChange {
        @Override
        public void applyTo(Set<String> names) {
            names.remove(from);
            names.add(to);
        }
    }

    /** Something that is no change of entries. */
    record Other(int type) implements DirectoryChange {
        @Override
        public void applyTo(Set<String> names) {
            // the names stay
        }
    }

    /** The changes in one CB_NOTIFY, in order. */
    static List<DirectoryChange> of(CbNotifyArgs args) throws XdrException {
        List<DirectoryChange> changes = new ArrayList<>();
        for (Notify notify : args.changes()) {
            XdrReader values = new XdrReader(notify.values());
            for (int type = 0; type <= NotifyTypes.CHANGE_COOKIE_VERIFIER; type++) {
                if (notify.mask().contains(type)) {
                    changes.add(read(type, values));
                }
            }
        }
        return changes;
    }

    private static DirectoryChange read(int type, XdrReader values) throws XdrException {
        return switch (type) {
            case NotifyTypes.ADD_ENTRY -> new Added(name(NotifyAdd.decode(values)));
            case NotifyTypes.REMOVE_ENTRY ->
                    new Removed(name(NotifyRemove.decode(values).oldEntry().file()));
            case NotifyTypes.RENAME_ENTRY -> {
                NotifyRename rename = NotifyRename.decode(values);
                yield new Renamed(
                        name(rename.oldEntry().oldEntry().file()), name(rename.newEntry()));
            }
            default -> {
                // what follows cannot be told apart, and is about attributes
                values.position(values.position() + values.remaining());
                yield new Other(type);
            }
        };
    }

    private static String name(NotifyAdd added) {
        return name(added.newEntry().file());
    }

    private static String name(Opaque file) {
        return file.utf8();
    }
}
