package org.nfs41.conformance.container;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test starts a {@link LinuxContainer}. Where that is not possible it is skipped, and the
 * reason is printed; with the environment variable {@value
 * LinuxContainerCondition#REQUIRED_VARIABLE} set to 1 it fails with that reason.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(LinuxContainerCondition.class)
@interface RequiresLinuxContainer {}
