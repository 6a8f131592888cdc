package org.nfs41.ops.fs;

import org.nfs41.xdr.NfsStatus;

/**
 * What a {@link FileSystem} answers: a value, or the error that the client is to see.
 *
 * <p>Immutable. Take it apart with a switch over {@link Ok} and {@link Failed}.
 *
 * @param <T> the value's type
 */
public sealed interface FsResult<T> {
    /** {@link NfsStatus#OK}, or the error. */
    NfsStatus status();

    /** The call did what was asked. */
    record Ok<T>(T value) implements FsResult<T> {
        @Override
        public NfsStatus status() {
            return NfsStatus.OK;
        }
    }

    /** The call failed and changed nothing; {@code status} is an error. */
    record Failed<T>(NfsStatus status) implements FsResult<T> {
        /** The same failure as the result of a call that would have given another type. */
        @SuppressWarnings("unchecked") // a failure holds no T
        public <U> Failed<U> as() {
            return (Failed<U>) this;
        }
    }

    /** Success with {@code value}. */
    static <T> FsResult<T> ok(T value) {
        return new Ok<>(value);
    }

    /** Failure with {@code status}, which is an error. */
    static <T> FsResult<T> failed(NfsStatus status) {
        return new Failed<>(status);
    }
}
