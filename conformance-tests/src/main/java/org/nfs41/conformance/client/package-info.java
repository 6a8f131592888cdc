/**
 * A raw NFSv4.1 client for tests: every field, xid, slot, sequence id, credential, fragment and
 * byte is the caller's choice, and everything sent and received is kept as evidence. Usable alone.
 *
 * <p>Start with {@link org.nfs41.conformance.client.NfsClient}: it connects, establishes a client
 * id and creates {@link org.nfs41.conformance.client.NfsSession}s; one level below, {@link
 * org.nfs41.conformance.client.NfsConnection} sends any COMPOUND, call or bytes.
 */
@NullMarked
package org.nfs41.conformance.client;

import org.jspecify.annotations.NullMarked;
