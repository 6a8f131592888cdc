/**
 * What clients with delegations of directories are told of the changes in them (RFC 8881 sections
 * 10.9 and 20.4): what has been promised, what has been collected, what is to be sent now.
 *
 * <p>Pure: nothing here does I/O, starts a thread or asks a clock.
 */
@NullMarked
package org.nfs41.state.notify;

import org.jspecify.annotations.NullMarked;
