package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/** Finds the place of a name by reading its directory. */
final class PlaceFinder implements DirectoryVisitor {
    private final Opaque wanted;
    private @Nullable DirectoryEntry previous;
    private @Nullable DirectoryEntry found;
    private boolean last = true;

    PlaceFinder(Opaque wanted) {
        this.wanted = wanted;
    }

    @Override
    public boolean visit(long cookie, Opaque name, Inode inode) {
        if (found != null) {
            last = false;
            return false;
        }
        DirectoryEntry entry = new DirectoryEntry(cookie, name, inode);
        if (name.equals(wanted)) {
            found = entry;
        } else {
            previous = entry;
        }
        return true;
    }

    FsResult<EntryPlace> result() {
        return found == null
                ? FsResult.failed(NfsStatus.NOENT)
                : FsResult.ok(new EntryPlace(found, previous, last));
    }
}
