package org.nfs41.conformance.linux;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.Optional;

/** Decides on tests that are marked {@link RequiresLinuxClient}. */
final class LinuxClientCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("decided for the class");
        }
        ConditionEvaluationResult decision =
                decide(
                        LinuxClientSupport.obstacle(LinuxKernel.chosen()),
                        LinuxClientSupport.isRequired());
        if (decision.isDisabled()) {
            // build tools count skipped classes but do not say why
            System.out.println(
                    "SKIPPED " + context.getDisplayName() + ": " + decision.getReason().orElse(""));
        }
        return decision;
    }

    /**
     * The decision as such.
     *
     * @throws ExtensionConfigurationException if clients are required but not possible
     */
    static ConditionEvaluationResult decide(Optional<String> obstacle, boolean required) {
        if (obstacle.isEmpty()) {
            return ConditionEvaluationResult.enabled("a Linux client can be booted");
        }
        String reason = "no Linux client on this machine: " + obstacle.get();
        if (required) {
            throw new ExtensionConfigurationException(
                    reason + " (required by " + LinuxClientSupport.REQUIRED_VARIABLE + "=1)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
