package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.SimFailure;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetAttrResOk;

/**
 * What a client has been told of a file.
 *
 * @param change the change attribute
 * @param words the size, in words
 */
record Seen(long change, long words) {
    /** Asks for it. */
    static final GetAttrArgs ASK = new GetAttrArgs(Bitmap.of(Attribute.CHANGE, Attribute.SIZE));

    /** Nothing yet. */
    static final Seen NOTHING = new Seen(0, -1);

    static Seen of(GetAttrResOk result) {
        try {
            AttributeSet attributes = AttributeSet.decode(result.objAttributes());
            return new Seen(
                    attributes.require(AttributeType.CHANGE),
                    attributes.require(AttributeType.SIZE) / Long.BYTES);
        } catch (XdrException e) {
            throw new SimFailure("attributes do not decode: " + e.getMessage());
        }
    }
}
