package org.nfs41.conformance.linux;

import java.io.IOException;
import java.time.Duration;

/** A machine with Linux, on which shell scripts run as root and NFS file systems can be mounted. */
interface LinuxMachine extends AutoCloseable {

    /** Longer than any scenario takes on a machine that is busy with much else. */
    Duration USUAL_TIMEOUT = Duration.ofMinutes(2);

    /**
     * Runs a script with {@code sh} and waits for its end.
     *
     * @throws ScriptTimeoutException if it has not ended in time; it is killed then
     * @throws IOException if the machine is gone
     */
    ScriptResult run(String script, Duration timeout) throws IOException, InterruptedException;

    /** As {@link #run(String, Duration)} with {@link #USUAL_TIMEOUT}. */
    default ScriptResult run(String script) throws IOException, InterruptedException {
        return run(script, USUAL_TIMEOUT);
    }

    /** The address under which this machine reaches what listens on the test's 127.0.0.1. */
    String hostLoopback();

    @Override
    void close() throws IOException;
}
