/**
 * Opens of files, the byte-range locks under them, and delegations: owners, share reservations and
 * state ids (RFC 8881 chapters 8 and 9).
 *
 * <p>Pure: nothing here does I/O, starts a thread or asks a clock. What a caller must do after a
 * call, such as telling a file system that a file is no longer open, is returned as a value. {@link
 * org.nfs41.state.open.OpenTable} is the way in, {@link org.nfs41.state.open.LockTable} that for
 * locks, {@link org.nfs41.state.open.DelegationTable} that for delegations.
 */
@NullMarked
package org.nfs41.state.open;

import org.jspecify.annotations.NullMarked;
