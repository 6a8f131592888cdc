package org.nfs41.ops.fs;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

/**
 * Which names and symbolic link texts a client may use (RFC 8881 sections 14.5 and 15.1.7).
 *
 * <p>The operations ask before they call a {@link FileSystem}. Stateless; nothing is allocated.
 */
public final class FileNames {
    private FileNames() {}

    /**
     * Checks the name of a directory entry.
     *
     * @param maxBytes the file system's limit
     * @return OK; INVAL if it is empty or not UTF-8; NAMETOOLONG; BADNAME for {@code .} and {@code
     *     ..}; BADCHAR if it has a slash or a zero byte
     */
    public static NfsStatus check(Opaque name, int maxBytes) {
        int length = name.length();
        if (length == 0) {
            return NfsStatus.INVAL;
        }
        if (length > maxBytes) {
            return NfsStatus.NAMETOOLONG;
        }
        if (!isUtf8(name)) {
            return NfsStatus.INVAL;
        }
        if (name.byteAt(0) == '.' && (length == 1 || (length == 2 && name.byteAt(1) == '.'))) {
            return NfsStatus.BADNAME;
        }
        return contains(name, '/') || contains(name, 0) ? NfsStatus.BADCHAR : NfsStatus.OK;
    }

    /**
     * Checks the text of a symbolic link to be made.
     *
     * @param maxBytes the file system's limit
     * @return OK; INVAL if it is empty or not UTF-8; NAMETOOLONG; BADCHAR if it has a zero byte
     */
    public static NfsStatus checkLinkText(Opaque text, int maxBytes) {
        if (text.isEmpty()) {
            return NfsStatus.INVAL;
        }
        if (text.length() > maxBytes) {
            return NfsStatus.NAMETOOLONG;
        }
        if (!isUtf8(text)) {
            return NfsStatus.INVAL;
        }
        return contains(text, 0) ? NfsStatus.BADCHAR : NfsStatus.OK;
    }

    /**
     * Whether the bytes are well-formed UTF-8: whole, in shortest form, without surrogates, and no
     * code point over U+10FFFF.
     */
    public static boolean isUtf8(Opaque bytes) {
        int length = bytes.length();
        int index = 0;
        while (index < length) {
            byte lead = bytes.byteAt(index);
            if (lead >= 0) {
                index++;
                continue;
            }
            int size = sequenceLength(lead);
            if (size == 0 || length - index < size || !isWellFormed(bytes, index, size)) {
                return false;
            }
            index += size;
        }
        return true;
    }

    /** How long the sequence is that a byte of 0x80 or more begins; 0 if it begins none. */
    private static int sequenceLength(byte lead) {
        int value = lead & 0xff;
        if (value < 0xc2 || value > 0xf4) {
            return 0; // a continuation, an overlong form of ASCII, or beyond U+10FFFF
        }
        return value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
    }

    private static boolean isWellFormed(Opaque bytes, int index, int size) {
        for (int i = 1; i < size; i++) {
            if ((bytes.byteAt(index + i) & 0xc0) != 0x80) {
                return false;
            }
        }
        int second = bytes.byteAt(index + 1) & 0xff;
        return switch (bytes.byteAt(index) & 0xff) {
            case 0xe0 -> second >= 0xa0; // else overlong
            case 0xed -> second < 0xa0; // else a surrogate
            case 0xf0 -> second >= 0x90; // else overlong
            case 0xf4 -> second < 0x90; // else beyond U+10FFFF
            default -> true;
        };
    }

    private static boolean contains(Opaque bytes, int value) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.byteAt(i) == value) {
                return true;
            }
        }
        return false;
    }
}
