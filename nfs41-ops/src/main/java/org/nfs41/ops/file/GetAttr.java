package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** GETATTR (RFC 8881 section 18.7). */
record GetAttr(Attributes attributes, HeldAttributes held) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        Bitmap requested = Bitmap.decode(args);
        FileRef file = cx.requireCurrent();
        return held.isConcerned(requested)
                ? held.with(
                        cx,
                        file,
                        size -> attributes.encode(cx.credentials(), file, requested, size, result))
                : attributes.encode(cx.credentials(), file, requested, result);
    }
}
