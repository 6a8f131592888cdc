package org.nfs41.ops.fs;

/** What creating a regular file does when the name is taken (RFC 8881 section 18.16.3). */
public sealed interface CreateMode {
    /** The object that has the name is the answer, whatever its type; it is not touched. */
    record Unchecked() implements CreateMode {}

    /** A taken name is NFS4ERR_EXIST. */
    record Guarded() implements CreateMode {}

    /**
     * A taken name is NFS4ERR_EXIST, unless it is that of a regular file which was created with the
     * same {@code verifier} and is the caller's: then this is the repetition of a call whose answer
     * was lost, and the file is the answer. Whoever else comes with a verifier has guessed it.
     * EXCLUSIVE4 and EXCLUSIVE4_1 both.
     */
    record Exclusive(long verifier) implements CreateMode {}

    /** The one instance of {@link Unchecked} that is needed. */
    CreateMode UNCHECKED = new Unchecked();

    /** The one instance of {@link Guarded} that is needed. */
    CreateMode GUARDED = new Guarded();
}
