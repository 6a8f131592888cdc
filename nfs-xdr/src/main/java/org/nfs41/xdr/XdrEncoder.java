package org.nfs41.xdr;

/**
 * Writes one value of a type: what every {@code encode} method of this module is.
 *
 * @param <T> the type
 */
@FunctionalInterface
public interface XdrEncoder<T> {
    /** Writes one value. */
    void encode(T value, XdrWriter out);
}
