package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.xdr.NfsStatus;

/**
 * What the attributes of one object are made from.
 *
 * @param file the object
 * @param stat its attributes as the file system knows them
 * @param statistics how full the file system is, or null if no attribute asked for needs it
 * @param rdattrError what {@code rdattr_error} says
 * @param exports gives filehandles and knows mount points
 * @param settings gives lease and transfer sizes
 */
record AttributeSource(
        FileRef file,
        FileStat stat,
        @Nullable FsStatistics statistics,
        NfsStatus rdattrError,
        ExportTable exports,
        FileSettings settings) {
    FsStatistics requireStatistics() {
        if (statistics == null) {
            throw new IllegalStateException("statistics are asked for but were not fetched");
        }
        return statistics;
    }

    Principals principals() {
        return settings.principals();
    }
}
