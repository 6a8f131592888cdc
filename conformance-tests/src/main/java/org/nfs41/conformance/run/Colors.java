package org.nfs41.conformance.run;

/**
 * Escape sequences for terminals, or none.
 *
 * @param enabled whether any are used
 */
public record Colors(boolean enabled) {
    private static final String RESET = "\u001b[0m";

    /** When colors are used. */
    public enum When {
        /** On a terminal, unless the environment sets NO_COLOR. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** Decides for standard output. */
    public static Colors of(When when, boolean terminal, boolean noColor) {
        return new Colors(
                switch (when) {
                    case AUTO -> terminal && !noColor;
                    case ALWAYS -> true;
                    case NEVER -> false;
                });
    }

    String outcome(Outcome outcome, String text) {
        return switch (outcome) {
            case PASS, XFAIL -> paint("\u001b[32m", text);
            case WARN -> paint("\u001b[33m", text);
            case FAIL, XPASS, ERROR -> paint("\u001b[31m", text);
            case UNSUPPORTED, SKIPPED -> paint("\u001b[36m", text);
        };
    }

    String strong(String text) {
        return paint("\u001b[1m", text);
    }

    String faint(String text) {
        return paint("\u001b[2m", text);
    }

    private String paint(String sequence, String text) {
        return enabled ? sequence + text + RESET : text;
    }
}
