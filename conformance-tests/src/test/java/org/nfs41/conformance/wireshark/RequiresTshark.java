package org.nfs41.conformance.wireshark;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * The test runs {@code tshark}. Where there is none it is skipped, and the reason is printed; with
 * the environment variable {@value #REQUIRED_VARIABLE} set to 1, which says that all programs that
 * tests start must be there, it fails with that reason.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTshark.Condition.class)
@interface RequiresTshark {
    /** The variable's name. */
    String REQUIRED_VARIABLE = "NFS41_REQUIRE_LINUX_CLIENT";

    /** Decides for a class. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isPresent()) {
                return ConditionEvaluationResult.enabled("decided for the class");
            }
            ConditionEvaluationResult decision =
                    decide(Tshark.obstacle(), "1".equals(System.getenv(REQUIRED_VARIABLE)));
            if (decision.isDisabled()) {
                // build tools count skipped classes but do not say why
                String reason = decision.getReason().orElse("");
                System.out.println("SKIPPED " + context.getDisplayName() + ": " + reason);
            }
            return decision;
        }

        /** The decision as such. */
        static ConditionEvaluationResult decide(Optional<String> obstacle, boolean required) {
            if (obstacle.isEmpty()) {
                return ConditionEvaluationResult.enabled("there is a tshark");
            }
            if (required) {
                throw new ExtensionConfigurationException(
                        obstacle.get() + " (required by " + REQUIRED_VARIABLE + "=1)");
            }
            return ConditionEvaluationResult.disabled(obstacle.get());
        }
    }
}
