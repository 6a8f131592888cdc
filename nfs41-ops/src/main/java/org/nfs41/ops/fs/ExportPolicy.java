package org.nfs41.ops.fs;

import java.util.List;

/**
 * Which clients may do what with an export: the first rule that names a client decides; no rule, no
 * access. Immutable.
 *
 * @param rules in the order in which they are tried
 */
public record ExportPolicy(List<ExportRule> rules) {
    /** Everybody may do everything. */
    public static final ExportPolicy OPEN = new ExportPolicy(List.of(ExportRule.OPEN));

    /** Copies the list. */
    public ExportPolicy {
        rules = List.copyOf(rules);
    }

    /** What counts for a client at that address. */
    public ExportRule ruleFor(ClientAddress address) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).clients().contains(address)) {
                return rules.get(i);
            }
        }
        return ExportRule.CLOSED;
    }
}
