/**
 * What outlives a server, in a directory of the host: {@link org.nfs41.server.storage.FileStorage}.
 *
 * <p>An append-only log of checksummed frames. Each frame is one write and one fsync, whatever was
 * appended in the meantime; the first one is the state of everything when the log was begun. A log
 * that has grown too long is replaced by a new one, written beside it and renamed.
 */
@NullMarked
package org.nfs41.server.storage;

import org.jspecify.annotations.NullMarked;
