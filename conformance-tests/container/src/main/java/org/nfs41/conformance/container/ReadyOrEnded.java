package org.nfs41.conformance.container;

import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits until a client can run scripts, and not for one that has ended already. */
final class ReadyOrEnded extends AbstractWaitStrategy {
    private static final Pattern READY = Pattern.compile("^@ready (\\S+)", Pattern.MULTILINE);

    private String kernelRelease = "";

    /** What the client has said that it runs; empty before that. */
    String kernelRelease() {
        return kernelRelease;
    }

    @Override
    protected void waitUntilReady() {
        long deadline = System.nanoTime() + startupTimeout.toNanos();
        while (true) {
            // asked before the log is read, which so is whole if it has ended
            boolean running = waitStrategyTarget.isRunning();
            String log = waitStrategyTarget.getLogs();
            Matcher ready = READY.matcher(log);
            if (ready.find()) {
                kernelRelease = ready.group(1);
                return;
            }
            if (!running || System.nanoTime() > deadline) {
                String what =
                        running
                                ? "not up after " + startupTimeout.toSeconds() + " s"
                                : "ended while starting";
                throw new ContainerLaunchException("Linux client: " + what + "\n" + log);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerLaunchException("interrupted while a Linux client starts", e);
        }
    }
}
