/**
 * The operations on files: names, attributes, directories, opens and data (RFC 8881 chapter 18).
 *
 * <p>One class for each operation, named for it, or for two that differ by a word. {@link
 * org.nfs41.ops.file.FileOperations} puts them together.
 */
@NullMarked
package org.nfs41.ops.file;

import org.jspecify.annotations.NullMarked;
