/**
 * Linux NFS clients in containers, for tests that mount a server. {@link
 * org.nfs41.conformance.container.LinuxContainer} starts one with Testcontainers; it needs a
 * container engine on this very machine, or on one whose 127.0.0.1 leads here, and neither
 * privileges nor NFS in its kernel.
 *
 * <pre>{@code
 * try (LinuxContainer client = LinuxContainer.boot("client-1")) {
 *     client.run("mount -t nfs4 -o vers=4.1,port=2049 " + client.hostLoopback() + ":/export /mnt/nfs")
 *             .expectSuccess();
 *     assertThat(client.run("ls /mnt/nfs").stdout()).isEmpty();
 * }
 * }</pre>
 */
@NullMarked
package org.nfs41.conformance.container;

import org.jspecify.annotations.NullMarked;
