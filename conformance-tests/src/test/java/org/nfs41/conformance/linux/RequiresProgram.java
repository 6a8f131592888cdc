package org.nfs41.conformance.linux;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scenario runs these programs, which a {@link LinuxClient} has from this machine. Where one is
 * missing it is skipped, and the reason is printed; with the environment variable {@value
 * LinuxClientSupport#REQUIRED_VARIABLE} set to 1 it fails with that reason.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramCondition.class)
@interface RequiresProgram {
    /** Names of programs on the path. */
    String[] value();
}
