package org.nfs41.conformance.client;

/**
 * A breach of a rule by a call of the server.
 *
 * @param rule the rule
 * @param what what was wrong
 */
public record CallbackViolation(CallbackRule rule, String what) {
    @Override
    public String toString() {
        return what;
    }
}
