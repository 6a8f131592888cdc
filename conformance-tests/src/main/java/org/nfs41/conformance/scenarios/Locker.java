package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.linux.LinuxMachine;

import java.io.IOException;

/**
 * A process on a Linux machine that locks a file as it is told, for which it runs {@code locker}.
 */
public final class Locker {
    /** Less than a script may take, so that it is told why. */
    private static final long LONGEST_ANSWER_SECONDS = LinuxMachine.USUAL_TIMEOUT.toSeconds() - 20;

    private final LinuxMachine machine;
    private final String folder;

    private Locker(LinuxMachine machine, String folder) {
        this.machine = machine;
        this.folder = folder;
    }

    /** Starts it with a file, which it makes if there is none. */
    public static Locker start(LinuxMachine machine, String file)
            throws IOException, InterruptedException {
        GuestFile.put(machine, "locker");
        String folder =
                run(
                        machine,
                        """
                        folder=$(mktemp -d)
                        cd $folder
                        mkfifo to from
                        perl /tmp/locker %s <to >from 2>errors &
                        echo $! >locker-id
                        sleep infinity >to <from 2>errors-of-keeper &
                        echo $! >keeper-id
                        # opened for both, so that the process may have ended
                        read -r -t %d ready <>from || { cat errors >&2; exit 1; }
                        echo $folder
                        """
                                .formatted(file, LONGEST_ANSWER_SECONDS));
        return new Locker(machine, folder);
    }

    private static String run(LinuxMachine machine, String script)
            throws IOException, InterruptedException {
        return machine.run("set -eu\n" + script).expectSuccess().stdout().strip();
    }

    /** Gives the process a line and waits for its answer. */
    public String tell(String line) throws IOException, InterruptedException {
        return run(
                machine,
                """
                cd %s
                echo '%s' 1<>to
                read -r -t %d answer <>from || { cat errors >&2; exit 1; }
                echo "$answer"
                """
                        .formatted(folder, line, LONGEST_ANSWER_SECONDS));
    }

    /** Ends it, which releases its locks. */
    public void end() throws IOException, InterruptedException {
        run(
                machine,
                """
                cd %1$s
                kill $(<keeper-id)
                while kill -0 $(<locker-id) 2>&-; do sleep 0.1; done
                cat errors >&2
                test ! -s errors
                rm -r %1$s
                """
                        .formatted(folder));
    }
}
