package org.nfs41.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Scanner;

/** What a process has used of the processors, as Linux counts it. */
final class ProcessorTime {
    /** Of the kernel's interface, on all machines that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Counted from the state, which is the first field behind the program's name; proc(5). */
    private static final int USER_FIELD = 11;

    private ProcessorTime() {}

    /** Seconds of all its threads, user and system; not a number if there is no such process. */
    static double seconds(OptionalLong pid) {
        if (pid.isEmpty()) {
            return Double.NaN;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid.getAsLong() + "/stat"));
            // the name may have blanks and brackets in it
            Scanner fields = new Scanner(stat.substring(stat.lastIndexOf(')') + 2));
            for (int i = 0; i < USER_FIELD; i++) {
                fields.next();
            }
            // the system's share stands next
            long ticks = fields.nextLong() + fields.nextLong();
            return ticks / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }
}
