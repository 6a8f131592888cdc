package org.nfs41.conformance.client;

import org.nfs41.xdr.Opaque;

import java.time.Duration;

/**
 * What the connections of one client have in common.
 *
 * @param server where to connect
 * @param credential of every call that names no other
 * @param timeout how long a connection attempt and each reply may take
 * @param tag of every COMPOUND that sets none, so that a server's log and a packet trace can be
 *     matched with the check; filled up with blanks to a multiple of four bytes, because some
 *     servers leave padding as it comes, which would hide everything else about their replies
 * @param transcript keeps what is sent and received
 */
public record ClientConfig(
        ServerAddress server,
        Credential credential,
        Duration timeout,
        Opaque tag,
        Transcript transcript) {
    /** Long enough for a server that flushes to a slow disk first. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** Fills up the tag. */
    public ClientConfig {
        int blanks = -tag.length() & Integer.BYTES - 1;
        tag = blanks == 0 ? tag : Opaque.utf8(tag.utf8() + " ".repeat(blanks));
    }

    /** The same with another credential. */
    public ClientConfig withCredential(Credential credential) {
        return new ClientConfig(server, credential, timeout, tag, transcript);
    }
}
