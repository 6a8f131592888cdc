/**
 * Carries out what the state machine of backchannels decides: calls to clients over the connections
 * that they have made (RFC 8881 chapter 20).
 */
@NullMarked
package org.nfs41.server.callback;

import org.jspecify.annotations.NullMarked;
