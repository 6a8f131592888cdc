package org.nfs41.conformance.linux;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Machines that test classes use one after another; they end with the JVM. */
final class SharedMachines {
    static final MachinePool POOL = new MachinePool(new UserModeLinux(), null);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SharedMachines::close));
    }

    private SharedMachines() {}

    /** Takes one, which whoever has taken it closes. */
    static LinuxMachine take() throws IOException, InterruptedException {
        return POOL.take();
    }

    private static void close() {
        try {
            POOL.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
