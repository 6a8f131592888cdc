package org.nfs41.conformance.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is and what is to be used there, written {@code HOST[:PORT]:/EXPORT}; an IPv6
 * address stands in brackets.
 *
 * @param host name or address, without brackets
 * @param port TCP port, 1 to 65535
 * @param export absolute path of the exported directory, {@code /} for the pseudo root
 */
public record ServerAddress(String host, int port, String export) {
    /** NFS's own port, used when none is named. */
    public static final int DEFAULT_PORT = 2049;

    private static final Pattern FORM =
            Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:\\[\\]]*)(:(?<port>[^:/]*))?:(?<export>/.*)");
    private static final int MAX_PORT = 65535;

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException with a message for the user when it is not that form
     */
    public static ServerAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not HOST[:PORT]:/EXPORT; " + hint(text));
        }
        String host = matcher.group("host");
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("'" + text + "' names no host before the colon");
        }
        return new ServerAddress(host, port(matcher.group("port")), matcher.group("export"));
    }

    private static int port(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return DEFAULT_PORT;
        }
        boolean digits = text.matches("[0-9]{1,5}");
        int port = digits ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "' is no port (1 to 65535)");
        }
        return port;
    }

    private static String hint(String text) {
        if (!text.contains(":/")) {
            return "the export is missing: an absolute path after a colon, such as server:/export";
        }
        if (text.chars().filter(c -> c == ':').count() > 2) {
            return "an IPv6 address stands in brackets: [::1]:2049:/export";
        }
        return "for example server:/export or 127.0.0.1:12049:/export";
    }

    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return shown + ":" + port + ":" + export;
    }
}
