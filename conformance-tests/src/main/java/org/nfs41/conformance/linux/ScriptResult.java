package org.nfs41.conformance.linux;

import org.nfs41.conformance.client.CheckFailure;

/**
 * What a script on a {@link LinuxMachine} came to.
 *
 * @param script the script
 * @param exitCode 0 to 255; 128 and the signal's number if a signal ended it
 * @param stdout all of its standard output
 * @param stderr all of its standard error
 */
public record ScriptResult(String script, int exitCode, String stdout, String stderr) {

    /**
     * Returns this result if the script succeeded.
     *
     * @throws CheckFailure with the script and its output, if its exit code is not 0
     */
    public ScriptResult expectSuccess() {
        if (exitCode != 0) {
            throw new CheckFailure(describe());
        }
        return this;
    }

    /** The script, its exit code and its output, for people. */
    public String describe() {
        return "exit code %d of the script%n%s%nstandard output:%n%s%nstandard error:%n%s"
                .formatted(exitCode, script.strip(), stdout.strip(), stderr.strip());
    }
}
