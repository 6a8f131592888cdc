package org.nfs41.conformance.check;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Evidence;
import org.nfs41.conformance.linux.ScriptTimeoutException;
import org.opentest4j.TestAbortedException;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one check: gives it its {@link CheckContext}, then judges the oracles, cleans up, and leaves
 * the {@link CheckDetail}. A broken SHOULD becomes a warning here.
 */
final class CheckExtension implements ExecutionCondition, ParameterResolver, InvocationInterceptor {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(CheckExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext extension) {
        Check check = extension.getTestMethod().map(m -> m.getAnnotation(Check.class)).orElse(null);
        if (check == null) {
            return ConditionEvaluationResult.enabled("no check");
        }
        try {
            CheckEnvironment environment = CheckEnvironments.of(extension);
            for (Need need : check.needs()) {
                String lack = environment.lack(need);
                if (lack != null) {
                    return ConditionEvaluationResult.disabled(lack);
                }
            }
            return ConditionEvaluationResult.enabled("there is a server");
        } catch (Skipped missing) {
            return ConditionEvaluationResult.disabled(missing.getMessage());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.getParameter().getType() == CheckContext.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return extension
                .getStore(NAMESPACE)
                .computeIfAbsent(CheckContext.class, key -> open(extension), CheckContext.class);
    }

    private static CheckContext open(ExtensionContext extension) {
        Check check = extension.getRequiredTestMethod().getAnnotation(Check.class);
        CheckEnvironment environment = CheckEnvironments.of(extension);
        return new CheckContext(environment, check);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extension)
            throws Throwable {
        CheckContext context =
                extension.getStore(NAMESPACE).get(CheckContext.class, CheckContext.class);
        if (context == null) {
            throw new IllegalStateException("a check takes a CheckContext");
        }
        List<String> warnings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        try {
            judge(invocation, context, warnings, evidence);
        } finally {
            warnings.addAll(context.warnings());
            CheckDetail detail =
                    new CheckDetail(
                            warnings,
                            evidence,
                            context.transcript().dropped(),
                            context.oracles().seen());
            CheckEnvironments.of(extension).record(extension.getUniqueId(), detail);
        }
    }

    private static void judge(
            Invocation<Void> invocation,
            CheckContext context,
            List<String> warnings,
            List<Evidence> evidence)
            throws Throwable {
        Throwable thrown = null;
        try {
            invocation.proceed();
        } catch (CheckFailure failure) {
            if (context.check().level() == Level.SHOULD) {
                warnings.add(String.valueOf(failure.getMessage()));
            } else {
                thrown = failure;
            }
        } catch (ScriptTimeoutException late) {
            thrown = new CheckFailure(String.valueOf(late.getMessage()));
        } catch (Throwable other) {
            thrown = other;
        }
        if (thrown != null && !(thrown instanceof TestAbortedException)) {
            context.failed();
        }
        // what follows is clean-up and would only hide what the check did
        evidence.addAll(context.transcript().entries());
        List<String> violations = context.finish();
        if (thrown != null) {
            throw thrown;
        }
        if (!violations.isEmpty()) {
            throw new CheckFailure("beside the check's own rule: " + String.join("; ", violations));
        }
    }
}
