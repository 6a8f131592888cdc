/**
 * A file system in the server's memory, gone when the server ends.
 *
 * <p>{@link org.nfs41.server.memory.MemoryFileSystem} is the way in. Each object has a lock of its
 * own; nothing is locked for the whole file system but {@code Namespace}'s moves of directories
 * from one parent to another.
 */
@NullMarked
package org.nfs41.server.memory;

import org.jspecify.annotations.NullMarked;
