package org.nfs41.xdr;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** Messages written down by hand: hexadecimal numbers, with a comment after {@code #}. */
public final class Golden {
    private Golden() {}

    /** The bytes of such a text. */
    public static byte[] bytes(String text) {
        return HexFormat.of()
                .parseHex(
                        text.lines()
                                .map(line -> line.replaceFirst("#.*", "").replaceAll("\\s", ""))
                                .collect(Collectors.joining()));
    }

    /** A reader of such a text. */
    public static XdrReader reader(String text) {
        return new XdrReader(bytes(text));
    }
}
