package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * VERIFY and NVERIFY: go on if the attributes are the given ones, or if they are not (RFC 8881
 * sections 18.31 and 18.15). Values are compared in their encoded form, which is the same for the
 * same value.
 *
 * @param attributes reads the object's
 * @param held what another client may know better
 * @param goOnIfSame whether this is VERIFY
 */
record VerifyAttributes(Attributes attributes, HeldAttributes held, boolean goOnIfSame)
        implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        FileAttributes given = FileAttributes.decode(args);
        Bitmap mask = given.mask();
        if (!AttributeTable.supported(cx.requireCurrent().fileSystem()).containsAll(mask)) {
            return NfsStatus.ATTRNOTSUPP;
        }
        if (mask.contains(Attribute.RDATTR_ERROR)) {
            return NfsStatus.INVAL;
        }
        XdrWriter actual = new XdrWriter();
        FileRef file = cx.requireCurrent();
        NfsStatus status =
                held.isConcerned(mask)
                        ? held.with(
                                cx,
                                file,
                                size ->
                                        attributes.encode(
                                                cx.credentials(), file, mask, size, actual))
                        : attributes.encode(cx.credentials(), file, mask, actual);
        if (!status.isOk()) {
            return status;
        }
        Opaque values = FileAttributes.decode(new XdrReader(actual.toByteArray())).values();
        boolean same = values.equals(given.values());
        if (!same) {
            // what is no value at all is bad XDR rather than another value
            Integer mode = AttributeSet.decode(given).get(AttributeType.MODE);
            if (mode != null && (mode & ~PosixPermissions.MODE_MASK) != 0) {
                // RFC 8881 section 6.2.4: no mode at all
                return NfsStatus.INVAL;
            }
        }
        if (same == goOnIfSame) {
            return NfsStatus.OK;
        }
        return same ? NfsStatus.SAME : NfsStatus.NOT_SAME;
    }
}
