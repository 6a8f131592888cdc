package org.nfs41.xdr;

/**
 * A mode and the umask that goes with it, {@code mode_umask4}: the value of the attribute {@code
 * mode_umask} (RFC 8275).
 *
 * @param mode the mode that was asked for
 * @param umask the bits to take away when no default ACL is inherited
 */
public record ModeUmask(int mode, int umask) {
    /** Reads one. */
    public static ModeUmask decode(XdrReader in) throws XdrException {
        return new ModeUmask(in.readInt(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(mode);
        out.writeInt(umask);
    }
}
