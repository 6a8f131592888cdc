package org.nfs41.conformance.run;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A check as the suite lists it: its metadata and where it is.
 *
 * @param check what it says of itself
 * @param method the method that does it
 */
public record CheckInfo(Check check, Method method) {
    /** The stable id. */
    public String id() {
        return check.id();
    }

    /** The area: the id without its number, such as {@code SEQ}. */
    public String area() {
        return id().substring(0, id().lastIndexOf('-'));
    }

    /** The sections of RFC 8881 that it is about, the main one first; never empty. */
    public List<String> sections() {
        List<String> sections = new ArrayList<>();
        for (String requirement : check.requirements()) {
            String section = requirement.substring(0, requirement.indexOf("-R"));
            if (!sections.contains(section)) {
                sections.add(section);
            }
        }
        for (String section : check.sections()) {
            if (!sections.contains(section)) {
                sections.add(section);
            }
        }
        return sections;
    }

    /** What it can be selected by: area, level and needs, in lower case. */
    public Set<String> tags() {
        Set<String> tags = new TreeSet<>();
        tags.add(area().toLowerCase(Locale.ROOT));
        tags.add(check.level().name().toLowerCase(Locale.ROOT));
        Arrays.stream(check.needs()).map(Need::tag).forEach(tags::add);
        return tags;
    }

    /** How binding the rule is. */
    public Level level() {
        return check.level();
    }
}
