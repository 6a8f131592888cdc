package org.nfs41.xdr;

import java.util.List;

/**
 * The kind of a file system object, {@code nfs_ftype4} (RFC 8881 section 3.2 and attribute {@code
 * type}, section 5.8.1.2). A peer may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record FileType(int value) {
    private static final NamedValues<FileType> NAMED = new NamedValues<>("FileType", FileType::new);

    /** A regular file. */
    public static final FileType NF4REG = NAMED.add(1, "NF4REG");

    /** A directory. */
    public static final FileType NF4DIR = NAMED.add(2, "NF4DIR");

    /** A block device. */
    public static final FileType NF4BLK = NAMED.add(3, "NF4BLK");

    /** A character device. */
    public static final FileType NF4CHR = NAMED.add(4, "NF4CHR");

    /** A symbolic link. */
    public static final FileType NF4LNK = NAMED.add(5, "NF4LNK");

    /** A socket. */
    public static final FileType NF4SOCK = NAMED.add(6, "NF4SOCK");

    /** A named pipe. */
    public static final FileType NF4FIFO = NAMED.add(7, "NF4FIFO");

    /** The directory that holds an object's named attributes. */
    public static final FileType NF4ATTRDIR = NAMED.add(8, "NF4ATTRDIR");

    /** A named attribute, which reads and writes like a file. */
    public static final FileType NF4NAMEDATTR = NAMED.add(9, "NF4NAMEDATTR");

    /** What the RFC means by "is a directory" (section 5.8.1.2). */
    public boolean isDirectory() {
        return equals(NF4DIR) || equals(NF4ATTRDIR);
    }

    /** What the RFC means by "is a regular file" (section 5.8.1.2). */
    public boolean isRegular() {
        return equals(NF4REG) || equals(NF4NAMEDATTR);
    }

    /** Whether it is a named attribute or the directory of such: these have none themselves. */
    public boolean isNamedAttribute() {
        return equals(NF4ATTRDIR) || equals(NF4NAMEDATTR);
    }

    /** The value of a number; of a named one always the same instance. */
    public static FileType of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<FileType> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static FileType decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name in the RFC, or the number if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
