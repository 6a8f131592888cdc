package org.nfs41.conformance.check;

import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.conformance.client.TransportException;
import org.nfs41.xdr.Opaque;

import java.time.Duration;

/** Has the server under test restarted, and waits until it answers. */
final class Restart {
    /** From when the command has returned: some return before the server listens. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final CheckEnvironment environment;
    private final Transcript transcript;

    Restart(CheckEnvironment environment, Transcript transcript) {
        this.environment = environment;
        this.transcript = transcript;
    }

    /** Does it; the server answers again when this returns. */
    void run(ServerControl.Verb verb) {
        ServerControl control = environment.control();
        if (control == null) {
            throw new Skipped("there is nothing that restarts the server");
        }
        transcript.note("server control: " + verb);
        String said = control.run(verb);
        if (!said.isEmpty()) {
            transcript.note("server control says: " + said);
        }
        awaitAnswer();
        transcript.note("the server answers again");
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
        while (!answers()) {
            if (System.nanoTime() - deadline > 0) {
                throw new ControlException(
                        "the server does not answer "
                                + ANSWER_LIMIT.toSeconds()
                                + " s after it was restarted");
            }
            CheckContext.sleep(PAUSE);
        }
    }

    private boolean answers() {
        ClientConfig config =
                new ClientConfig(
                        environment.server(),
                        environment.user(),
                        environment.timeout(),
                        Opaque.EMPTY,
                        new Transcript());
        try (NfsClient client = new NfsClient(config, "nfs41-check/restart")) {
            client.connection().callNull();
            return true;
        } catch (TransportException | CheckFailure e) {
            return false;
        }
    }
}
