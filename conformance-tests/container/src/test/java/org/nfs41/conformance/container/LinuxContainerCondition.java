package org.nfs41.conformance.container;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.Optional;

/** Decides on tests that are marked {@link RequiresLinuxContainer}. */
final class LinuxContainerCondition implements ExecutionCondition {
    /** Set to 1, it makes a machine without containers a failure instead of a skip. */
    static final String REQUIRED_VARIABLE = "NFS41_REQUIRE_LINUX_CONTAINER";

    /** Looked for once: to find that an image cannot be had may take a while. */
    private static final class Found {
        static final Optional<String> OBSTACLE =
                new LinuxContainers().obstacle(null).or(LinuxContainers::obstacleOfImage);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("decided for the class");
        }
        ConditionEvaluationResult decision = decide(Found.OBSTACLE, isRequired());
        if (decision.isDisabled()) {
            // build tools count skipped classes but do not say why
            System.out.println(
                    "SKIPPED " + context.getDisplayName() + ": " + decision.getReason().orElse(""));
        }
        return decision;
    }

    /** Whether the environment says that containers must be possible. */
    static boolean isRequired() {
        return "1".equals(System.getenv(REQUIRED_VARIABLE));
    }

    /**
     * The decision as such.
     *
     * @throws ExtensionConfigurationException if containers are required but not possible
     */
    static ConditionEvaluationResult decide(Optional<String> obstacle, boolean required) {
        if (obstacle.isEmpty()) {
            return ConditionEvaluationResult.enabled("containers can be started");
        }
        String reason = "no Linux client in a container: " + obstacle.get();
        if (required) {
            throw new ExtensionConfigurationException(
                    reason + " (required by " + REQUIRED_VARIABLE + "=1)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
