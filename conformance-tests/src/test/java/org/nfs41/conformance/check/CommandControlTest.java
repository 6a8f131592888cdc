package org.nfs41.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.conformance.check.ServerControl.Verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

@Timeout(60)
class CommandControlTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;

    @Test
    void commandGetsItsArgumentsAndThenTheVerb() {
        CommandControl control = new CommandControl("printf '%s.' 'a b'");
        assertThat(control.run(Verb.RESTART)).isEqualTo("a b.restart.");
        assertThat(control.run(Verb.KILL)).isEqualTo("a b.kill.");
        assertThat(control.run(Verb.STATUS)).isEqualTo("a b.status.");
    }

    @Test
    void failureIsReportedWithWhatTheCommandSaid() throws IOException {
        CommandControl control = new CommandControl(script("echo out; echo err >&2; exit 3"));
        assertThatExceptionOfType(ControlException.class)
                .isThrownBy(() -> control.run(Verb.KILL))
                .withMessageContaining("kill' failed with exit code 3: out\nerr");
    }

    @Test
    void onlyTheEndOfALongOutputIsKept() throws IOException {
        CommandControl control = new CommandControl(script("seq 100000; exit 1"));
        assertThatExceptionOfType(ControlException.class)
                .isThrownBy(() -> control.run(Verb.RESTART))
                .satisfies(
                        e -> assertThat(e.getMessage()).endsWith("\n100000").hasSizeLessThan(3000));
    }

    @Test
    void commandThatIsNotThereIsTheUsersMistake() throws IOException {
        assertThatExceptionOfType(ControlException.NoCommand.class)
                .isThrownBy(() -> new CommandControl("./no-such-file").run(Verb.STATUS));
        Path data = Files.writeString(folder.resolve("data"), "no program");
        assertThatExceptionOfType(ControlException.NoCommand.class)
                .isThrownBy(() -> new CommandControl(data.toString()).run(Verb.STATUS));
    }

    @Test
    void commandThatTakesTooLongIsEndedWithAllItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        String started = script("sleep 600 & echo $! >" + pid + "; echo waiting; wait");
        CommandControl control = new CommandControl(started, SHORT, SHORT.multipliedBy(5));
        assertThatExceptionOfType(ControlException.class)
                .isThrownBy(() -> control.run(Verb.RESTART))
                .withMessageContaining("restart' was not done within 1500 ms: waiting");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThatExceptionOfType(ControlException.class)
                .isThrownBy(() -> control.run(Verb.STATUS))
                .withMessageContaining("status' was not done within 300 ms");
    }

    @Test
    void serverThatGoesOnWithTheOutputOpenIsNotWaitedFor() throws Exception {
        Path pid = folder.resolve("pid");
        CommandControl control =
                new CommandControl(script("sleep 600 & echo $! >" + pid + "; echo started"));
        assertThat(control.run(Verb.RESTART)).isEqualTo("started");
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .orElseThrow()
                .destroyForcibly();
    }

    private String script(String text) throws IOException {
        Path file = folder.resolve("control");
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
