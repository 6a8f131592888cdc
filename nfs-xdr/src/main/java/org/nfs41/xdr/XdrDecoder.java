package org.nfs41.xdr;

/**
 * Reads one value of a type: what every {@code decode} method of this module is.
 *
 * @param <T> the type
 */
@FunctionalInterface
public interface XdrDecoder<T> {
    /** Reads one value. */
    T decode(XdrReader in) throws XdrException;
}
