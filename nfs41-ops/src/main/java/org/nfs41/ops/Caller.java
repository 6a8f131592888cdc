package org.nfs41.ops;

import org.nfs41.ops.fs.Credentials;
import org.nfs41.state.Principal;

/**
 * Who sent a COMPOUND, and over which connection.
 *
 * @param principal whom client ids and slots are bound to
 * @param credentials what file permissions are checked against
 * @param connectionId names the connection; never used again for another one
 */
public record Caller(Principal principal, Credentials credentials, long connectionId) {}
