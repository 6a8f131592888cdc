/**
 * What the server asks of a file system, and how file systems are joined into one name space.
 *
 * <p>{@link org.nfs41.ops.fs.FileSystem} is the interface to implement for a new kind of storage;
 * {@link org.nfs41.ops.fs.ExportTable} puts file systems under one pseudo root (RFC 8881 section
 * 7.3) and gives their objects filehandles.
 */
@NullMarked
package org.nfs41.ops.fs;

import org.jspecify.annotations.NullMarked;
