package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.FsStatistics;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;

/**
 * Reads attributes into {@code fattr4} form, for GETATTR, READDIR, VERIFY and NVERIFY.
 *
 * @param exports gives filehandles and knows mount points
 * @param settings gives lease and transfer sizes
 */
record Attributes(ExportTable exports, FileSettings settings) {
    private static final Bitmap ONLY_RDATTR_ERROR = Bitmap.of(Attribute.RDATTR_ERROR);

    /**
     * Writes the attributes of {@code file} that are both asked for and supported, bitmap and
     * values. Nothing is allocated for each attribute.
     *
     * @return OK, INVAL if one is asked for that can only be set (RFC 8881 section 5.5), or why the
     *     file system could not say; nothing is written then
     */
    NfsStatus encode(Credentials caller, FileRef file, Bitmap requested, XdrWriter out) {
        return encode(caller, file, requested, null, out);
    }

    /**
     * The same of an entry of a directory.
     *
     * @param missing why attributes that were asked for are not among {@code requested}, or OK if
     *     all are: the value of {@code rdattr_error}
     */
    NfsStatus encodeBut(
            NfsStatus missing, Credentials caller, FileRef file, Bitmap requested, XdrWriter out) {
        return encode(caller, file, requested, null, missing, out);
    }

    /**
     * The same of a file whose size somebody else knows better than its file system.
     *
     * @param size the size, or null
     */
    NfsStatus encode(
            Credentials caller,
            FileRef file,
            Bitmap requested,
            @Nullable Long size,
            XdrWriter out) {
        return encode(caller, file, requested, size, NfsStatus.OK, out);
    }

    private NfsStatus encode(
            Credentials caller,
            FileRef file,
            Bitmap requested,
            @Nullable Long size,
            NfsStatus missing,
            XdrWriter out) {
        if (hasSetOnly(requested)) {
            return NfsStatus.INVAL;
        }
        FsStatistics statistics = null;
        if (needsStatistics(requested)) {
            switch (file.fileSystem().statistics()) {
                case FsResult.Ok<FsStatistics>(FsStatistics value) -> statistics = value;
                case FsResult.Failed<FsStatistics>(NfsStatus status) -> {
                    return status;
                }
            }
        }
        return switch (file.fileSystem().getAttributes(caller, file.inode())) {
            case FsResult.Ok<FileStat>(FileStat stat) -> {
                FileStat shown = size == null ? stat : stat.withSize(size);
                write(file, shown, statistics, requested, missing, out);
                yield NfsStatus.OK;
            }
            case FsResult.Failed<FileStat>(NfsStatus status) -> status;
        };
    }

    /** Whether an attribute is asked for that can only be set (RFC 8881 section 5.5). */
    static boolean hasSetOnly(Bitmap requested) {
        return requested.contains(Attribute.TIME_ACCESS_SET)
                || requested.contains(Attribute.TIME_MODIFY_SET);
    }

    /** Writes {@code rdattr_error} as the only attribute (RFC 8881 section 5.8.1.12). */
    static void encodeError(NfsStatus error, XdrWriter out) {
        ONLY_RDATTR_ERROR.encode(out);
        out.writeInt(Integer.BYTES);
        error.encode(out);
    }

    private static boolean needsStatistics(Bitmap requested) {
        for (int i = 0; i < requested.wordCount(); i++) {
            if ((requested.word(i) & AttributeTable.OF_STATISTICS.word(i)) != 0) {
                return true;
            }
        }
        return false;
    }

    private void write(
            FileRef file,
            FileStat stat,
            @Nullable FsStatistics statistics,
            Bitmap requested,
            NfsStatus missing,
            XdrWriter out) {
        Bitmap present = requested.and(AttributeTable.supported(file.fileSystem()));
        int begin = FileAttributes.begin(out, present);
        AttributeSource source =
                new AttributeSource(file, stat, statistics, missing, exports, settings);
        for (int n = present.next(0); n >= 0; n = present.next(n + 1)) {
            AttributeEncoder encoder = AttributeTable.encoder(n);
            if (encoder != null) {
                encoder.encode(source, out);
            }
        }
        FileAttributes.end(out, begin);
    }
}
