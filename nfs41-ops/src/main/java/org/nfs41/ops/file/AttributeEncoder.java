package org.nfs41.ops.file;

import org.nfs41.xdr.XdrWriter;

/** Writes the value of one attribute. */
@FunctionalInterface
interface AttributeEncoder {
    void encode(AttributeSource of, XdrWriter out);
}
