package org.nfs41.conformance.check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a check of one rule. The method takes a {@link CheckContext}, is named for its
 * situation, and throws {@link org.nfs41.conformance.client.CheckFailure} (mostly by way of {@link
 * org.nfs41.conformance.client.ReplyAssert}) when the server breaks the rule.
 *
 * <p>The texts are sentences without a final full stop; {@code explain} shows them.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@SuppressWarnings(
        "exports") // the extension is the suite's own; whoever writes checks needs only this
@ExtendWith(CheckExtension.class)
public @interface Check {
    /** The stable id: the area and a number that is never used again, such as {@code SEQ-021}. */
    String id();

    /** The rule in one sentence, in our own words. */
    String rule();

    /** What is sent. */
    String sends();

    /** What may come back. */
    String accepts();

    /** The requirements it covers, as ids of the catalogue, such as {@code 18.46.3-R13}. */
    String[] requirements() default {};

    /** Sections that state the rule without a key word; with no requirement, at least one. */
    String[] sections() default {};

    /** How binding the rule is. */
    Level level() default Level.MUST;

    /** What it needs beyond a session. */
    Need[] needs() default {};

    /** Known bugs of real servers that it would have found, such as {@code B-014}. */
    String[] bugs() default {};
}
