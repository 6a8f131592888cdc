/**
 * Real Linux NFS clients: {@link org.nfs41.conformance.linux.LinuxMachines} starts machines, {@link
 * org.nfs41.conformance.linux.NfsMount} mounts a server's export on one. The machines of this
 * module are Linux kernels that run as programs (User-Mode Linux), boot in two seconds and need
 * neither root nor containers.
 *
 * <pre>{@code
 * LinuxMachines machines = new UserModeLinux();
 * try (LinuxMachine machine = machines.start("client-1", null);
 *         NfsMount mount = NfsMount.mount(machine, ServerAddress.parse(server), "vers=4.1")) {
 *     mount.run("echo text >file");
 *     assertThat(mount.runRemounted("cat file")).isEqualTo("text");
 *     mount.unmount();
 * }
 * }</pre>
 */
@NullMarked
package org.nfs41.conformance.linux;

import org.jspecify.annotations.NullMarked;
