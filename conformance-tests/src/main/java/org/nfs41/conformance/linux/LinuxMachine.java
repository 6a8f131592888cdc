package org.nfs41.conformance.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A machine with Linux, on which shell scripts run as root and NFS file systems can be mounted.
 * {@link LinuxMachines} starts them. Scripts are run by bash; /tmp, /run and /mnt are the machine's
 * own, and there is an empty folder /mnt/nfs. Safe for use by many threads.
 */
public interface LinuxMachine extends AutoCloseable {

    /** Longer than any scenario takes on a machine that is busy with much else. */
    Duration USUAL_TIMEOUT = Duration.ofMinutes(2);

    /**
     * Runs a script and waits for its end.
     *
     * @throws ScriptTimeoutException if it has not ended in time; it is killed then
     * @throws IOException if the machine is gone
     */
    ScriptResult run(String script, Duration timeout) throws IOException, InterruptedException;

    /** As {@link #run(String, Duration)} with {@link #USUAL_TIMEOUT}. */
    default ScriptResult run(String script) throws IOException, InterruptedException {
        return run(script, USUAL_TIMEOUT);
    }

    /**
     * Starts a script and does not wait for it; several may run at once.
     *
     * @return completes when it ends, exceptionally with an IOException if the machine ends before
     * @throws IOException if the machine is gone
     */
    CompletableFuture<ScriptResult> start(String script) throws IOException;

    /** The address under which this machine reaches what listens on the 127.0.0.1 of this JVM. */
    String hostLoopback();

    /**
     * The address under which this machine reaches a host: {@link #hostLoopback} for an address of
     * the loopback interface, else the host's.
     *
     * @param host a name or an address as this JVM knows it
     * @throws IOException if there is no such host
     */
    default String addressOf(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return address.isLoopbackAddress() ? hostLoopback() : address.getHostAddress();
    }

    /** The kernel's release, as {@code uname -r} has it. */
    String kernelRelease();

    /** From now on packets neither come nor go; connections stay as they are. */
    void partition() throws IOException, InterruptedException;

    /** Ends a partition. */
    void heal() throws IOException, InterruptedException;

    /** It vanishes without a word to its servers. Only {@link #close} makes sense after. */
    void powerCut() throws IOException;

    /** Powers off at once, without unmounting, and leaves nothing of the machine behind. */
    @Override
    void close() throws IOException;
}
