package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileStat;

/** A regular file, which may be a named attribute. */
final class MemoryFile extends MemoryInode {
    private final PageTree pages;
    private final @Nullable Long createVerifier;
    private final @Nullable AttributeDirectory attributeOf;

    /** A file; {@code createVerifier} is that of an exclusive create. */
    MemoryFile(FileStat stat, Space space, @Nullable Long createVerifier) {
        super(stat);
        this.pages = new PageTree(space);
        this.createVerifier = createVerifier;
        this.attributeOf = null;
    }

    /** A named attribute. */
    MemoryFile(FileStat stat, Space space, AttributeDirectory attributeOf) {
        super(stat);
        this.pages = new PageTree(space);
        this.createVerifier = null;
        this.attributeOf = attributeOf;
    }

    /** The directory that it is a named attribute in, or null. */
    @Nullable AttributeDirectory attributeOf() {
        return attributeOf;
    }

    /** The content, guarded by the lock: reading by the read lock. */
    PageTree pages() {
        return pages;
    }

    /** Whether it was created exclusively with this verifier. */
    boolean wasCreatedWith(long verifier) {
        return createVerifier != null && createVerifier == verifier;
    }

    @Override
    long freeContentLocked() {
        pages.truncate(0);
        return 0;
    }
}
