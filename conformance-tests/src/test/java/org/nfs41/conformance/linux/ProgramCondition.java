package org.nfs41.conformance.linux;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides on tests that are marked {@link RequiresProgram}. */
final class ProgramCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<RequiresProgram> required =
                AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class);
        List<String> missing =
                required.stream()
                        .flatMap(annotation -> Stream.of(annotation.value()))
                        .filter(program -> !LinuxClientSupport.isOnPath(program))
                        .toList();
        ConditionEvaluationResult decision = decide(missing, LinuxClientSupport.isRequired());
        if (decision.isDisabled()) {
            // build tools count skipped tests but do not say why
            System.out.println(
                    "SKIPPED " + context.getDisplayName() + ": " + decision.getReason().orElse(""));
        }
        return decision;
    }

    /**
     * The decision as such.
     *
     * @throws ExtensionConfigurationException if the scenarios are required but not possible
     */
    static ConditionEvaluationResult decide(List<String> missing, boolean required) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("its programs are here");
        }
        String reason = "not on this machine: " + String.join(", ", missing);
        if (required) {
            throw new ExtensionConfigurationException(
                    reason + " (required by " + LinuxClientSupport.REQUIRED_VARIABLE + "=1)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
