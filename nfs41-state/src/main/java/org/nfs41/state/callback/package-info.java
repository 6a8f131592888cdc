/**
 * Calls of the server to its clients: what is to be said, the slots of backchannels, what becomes
 * of a call whose connection or reply is lost (RFC 8881 sections 2.10.3.1, 2.10.5 and 20.9).
 *
 * <p>Pure: nothing here does I/O, starts a thread or asks a clock. Whoever decides that a client
 * has to be called hands a {@link org.nfs41.state.callback.ClientCall} to {@link
 * org.nfs41.state.callback.ClientCalls} and hears of its outcome later.
 */
@NullMarked
package org.nfs41.state.callback;

import org.jspecify.annotations.NullMarked;
