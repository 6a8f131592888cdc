package org.nfs41.xdr;

/**
 * Identifies a file system object, {@code nfs_fh4} (RFC 8881 section 4).
 *
 * @param data at most 128 bytes that mean something to the server only
 */
public record FileHandle(Opaque data) {
    /** Reads one. */
    public static FileHandle decode(XdrReader in) throws XdrException {
        return new FileHandle(in.readOpaque(Limits.FILE_HANDLE));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOpaque(data);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public FileHandle detach() {
        return new FileHandle(data.detach());
    }
}
