package org.nfs41.xdr.op;

import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Creates an object that is not a regular file in the directory of the current filehandle. The
 * arguments of CREATE, RFC 8881 section 18.4.
 *
 * @param objType what to create
 * @param objName its name
 * @param createAttrs its first attributes
 */
public record CreateArgs(CreateType objType, Opaque objName, FileAttributes createAttrs)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static CreateArgs decodeBody(XdrReader in) throws XdrException {
        return new CreateArgs(
                CreateType.decode(in), in.readOpaque(Limits.COMPONENT), FileAttributes.decode(in));
    }

    @Override
    public Operation op() {
        return Operation.CREATE;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        objType.encode(out);
        out.writeOpaque(objName);
        createAttrs.encode(out);
    }
}
