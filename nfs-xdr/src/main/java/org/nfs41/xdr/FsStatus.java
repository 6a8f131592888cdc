package org.nfs41.xdr;

/**
 * How current and how changeable a file system is, {@code fs4_status}: the value of the attribute
 * {@code fs_status} (RFC 8881 section 11.18).
 *
 * @param absent whether it is not here at all
 * @param type how it relates to its source
 * @param source where it was copied from
 * @param current a text that names the version
 * @param age how many seconds it may lag behind the source, negative if unknown
 * @param version when this version was made
 */
public record FsStatus(
        boolean absent,
        FsStatusType type,
        Opaque source,
        Opaque current,
        int age,
        NfsTime version) {
    /** Reads one. */
    public static FsStatus decode(XdrReader in) throws XdrException {
        return new FsStatus(
                in.readBoolean(),
                FsStatusType.decode(in),
                in.readOpaque(Limits.FS_STATUS_TEXT),
                in.readOpaque(Limits.FS_STATUS_TEXT),
                in.readInt(),
                NfsTime.decode(in));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeBoolean(absent);
        type.encode(out);
        out.writeOpaque(source);
        out.writeOpaque(current);
        out.writeInt(age);
        version.encode(out);
    }
}
