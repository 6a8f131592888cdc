package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.DirectoryVisitor;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrOverflowException;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ReadDirArgs;

/**
 * Writes READDIR's result entry by entry, until one does not fit: into maxcount, which bounds the
 * whole result; into dircount, which bounds names and cookies but never keeps the first entry out;
 * or into what is left of the reply.
 */
final class DirectoryWriter implements DirectoryVisitor {
    /** A result without entries: verifier, end of the list, {@code eof}. */
    static final int EMPTY_BYTES = 8 + 4 + 4;

    private static final int TRAILER_BYTES = 4 + 4;
    private static final int COOKIE_BYTES = 8;

    private final Attributes attributes;
    private final Credentials caller;
    private final ClientAddress client;
    private final HeldAttributes.OfEntry held;
    private final FileRef directory;
    private final ReadDirArgs request;
    private final XdrWriter out;
    private final int verifierAt;
    private final int replyLimit;
    private final boolean boundedByRequest;

    private boolean any;
    private long nameBytes;
    private NfsStatus failure = NfsStatus.OK;
    private @Nullable XdrOverflowException full;

    DirectoryWriter(
            Attributes attributes,
            Credentials caller,
            ClientAddress client,
            HeldAttributes.OfEntry held,
            FileRef directory,
            ReadDirArgs request,
            XdrWriter out) {
        this.attributes = attributes;
        this.caller = caller;
        this.client = client;
        this.held = held;
        this.directory = directory;
        this.request = request;
        this.out = out;
        this.verifierAt = out.position();
        this.replyLimit = out.limit();
        long maxCountEnd = verifierAt + Integer.toUnsignedLong(request.maxCount());
        this.boundedByRequest = maxCountEnd <= replyLimit;
        out.writeLong(0);
        int end = (int) Math.min(maxCountEnd, replyLimit) - TRAILER_BYTES;
        out.limit(Math.max(end, out.position()));
    }

    @Override
    public boolean visit(long cookie, Opaque name, Inode inode) {
        long directoryBytes = COOKIE_BYTES + Integer.BYTES + (name.length() + 3L & ~3L);
        long dirCount = Integer.toUnsignedLong(request.dirCount());
        if (any && dirCount != 0 && nameBytes + directoryBytes > dirCount) {
            return false;
        }
        int start = out.position();
        try {
            if (!write(cookie, name, inode)) {
                out.position(start);
                return failure.isOk();
            }
        } catch (XdrOverflowException e) {
            out.position(start);
            full = e;
            return false;
        }
        any = true;
        nameBytes += directoryBytes;
        return true;
    }

    /** Writes the end of the list; the status is that of the operation. */
    NfsStatus finish(DirectoryRead read) {
        abandon();
        if (!failure.isOk()) {
            return failure;
        }
        if (!any && full != null) {
            if (boundedByRequest) {
                return NfsStatus.TOOSMALL;
            }
            throw full;
        }
        out.putLongAt(verifierAt, read.verifier());
        out.writeBoolean(false);
        out.writeBoolean(read.eof());
        return NfsStatus.OK;
    }

    /** Gives the writer its limit back. */
    void abandon() {
        out.limit(replyLimit);
    }

    /** Writes an entry; false if there is none, because it has gone or its attributes fail. */
    private boolean write(long cookie, Opaque name, Inode inode) {
        out.writeBoolean(true);
        out.writeLong(cookie);
        out.writeOpaque(name);
        FileRef entry = attributes.exports().entry(directory, inode, client);
        Bitmap shown = held.shown(entry, request.attrRequest());
        NfsStatus missing = shown.equals(request.attrRequest()) ? NfsStatus.OK : NfsStatus.DELAY;
        NfsStatus status = attributes.encodeBut(missing, caller, entry, shown, out);
        if (status.isOk()) {
            return true;
        }
        if (status.equals(NfsStatus.STALE)) {
            return false;
        }
        if (request.attrRequest().contains(Attribute.RDATTR_ERROR)) {
            Attributes.encodeError(status, out);
            return true;
        }
        failure = status;
        return false;
    }
}
