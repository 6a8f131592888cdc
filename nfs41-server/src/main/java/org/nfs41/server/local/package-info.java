/**
 * A directory of the host as a file system to export; Linux only.
 *
 * <p>{@link org.nfs41.server.local.LocalFileSystem} is the way in. Names are bytes on the way to
 * the host and back, so everything goes through the C library by the foreign-function API ({@code
 * Libc}) instead of {@code java.nio.file}. What the host refuses travels inside the package as a
 * {@code HostException} and becomes a status where the package ends.
 */
@NullMarked
package org.nfs41.server.local;

import org.jspecify.annotations.NullMarked;
