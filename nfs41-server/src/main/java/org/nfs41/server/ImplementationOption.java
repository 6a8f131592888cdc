package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients are to be told of the server's maker and version, on the command line: domain, name
 * and perhaps a time with commas between them, or none (RFC 8881 section 18.35.3).
 */
final class ImplementationOption implements ITypeConverter<Optional<NfsImplId>> {
    /** Texts as long as a client must take them: no message gets large by it. */
    private static final Pattern FORM = Pattern.compile("([^,]{1,255}),([^,]{1,255})(?:,([^,]+))?");

    /** For the command line's parser. */
    ImplementationOption() {}

    @Override
    public Optional<NfsImplId> convert(String value) {
        if (value.equals("none")) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is neither DOMAIN,NAME nor DOMAIN,NAME,TIME nor none");
        }
        return Optional.of(
                new NfsImplId(
                        Opaque.utf8(matcher.group(1)),
                        Opaque.utf8(matcher.group(2)),
                        time(matcher.group(3))));
    }

    private static NfsTime time(@Nullable String text) {
        if (text == null) {
            return new NfsTime(0, 0);
        }
        try {
            Instant instant = Instant.parse(text);
            return new NfsTime(instant.getEpochSecond(), instant.getNano());
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no time such as 2026-11-23T00:00:00Z");
        }
    }
}
