package org.nfs41.server;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration on the command line: a number and s, m, h or d; seconds if there is no letter. */
final class DurationOption implements ITypeConverter<Duration> {
    /** Six digits of days are 2,700 years: more than any option takes, and no overflow. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd]?)");

    /** For the command line's parser. */
    DurationOption() {}

    @Override
    public Duration convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a number with s, m, h or d, such as 24h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
