package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.linux.LinuxMachine;

import java.time.Duration;

/**
 * How much programs do on a mount: little in every build, much with the system property {@value
 * #PROPERTY} set to {@value #LONG}.
 */
public final class Effort {
    public static final String PROPERTY = "nfs41.programs";
    public static final String LONG = "long";

    private static final boolean IS_LONG = LONG.equals(System.getProperty(PROPERTY));

    /** A script of the long form may take this long on a machine that is busy with much else. */
    public static final Duration PATIENCE =
            IS_LONG ? Duration.ofMinutes(30) : LinuxMachine.USUAL_TIMEOUT;

    /** Capacity in bytes of a file system in memory. */
    public static final long CAPACITY_BYTES = IS_LONG ? 2L << 30 : 256L << 20;

    private Effort() {}

    /** Whether programs do much. */
    public static boolean isLong() {
        return IS_LONG;
    }

    /** The first in every build, the second in the long form. */
    public static int of(int usual, int large) {
        return IS_LONG ? large : usual;
    }

    /** Prints what a program says of itself, for figures and for seeds; nothing if it is empty. */
    public static void report(String what, String output) {
        output.lines().forEach(line -> System.out.println(what + ": " + line));
    }

    /** Notes the same as evidence, and prints it in the long form. */
    static void report(CheckContext cx, String what, String output) {
        output.lines().forEach(line -> cx.note(what + ": " + line));
        if (IS_LONG) {
            report(what, output);
        }
    }
}
