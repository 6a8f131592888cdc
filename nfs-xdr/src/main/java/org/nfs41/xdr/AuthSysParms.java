package org.nfs41.xdr;

import java.util.List;

/**
 * An AUTH_SYS credential, {@code authsys_parms} (RFC 5531 appendix A).
 *
 * @param stamp an arbitrary number the sender chose
 * @param machineName the sender's host name, at most 255 bytes
 * @param uid the user id, unsigned
 * @param gid the group id, unsigned
 * @param gids further group ids, at most 16
 */
public record AuthSysParms(int stamp, Opaque machineName, int uid, int gid, List<Integer> gids) {
    /** Copies the lists. */
    public AuthSysParms {
        gids = List.copyOf(gids);
    }

    /** Reads one. */
    public static AuthSysParms decode(XdrReader in) throws XdrException {
        return new AuthSysParms(
                in.readInt(),
                in.readOpaque(Limits.MACHINE_NAME),
                in.readInt(),
                in.readInt(),
                in.readList(Limits.AUTH_SYS_GIDS, XdrReader::readInt));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(stamp);
        out.writeOpaque(machineName);
        out.writeInt(uid);
        out.writeInt(gid);
        out.writeList(gids, (value, to) -> to.writeInt(value));
    }
}
