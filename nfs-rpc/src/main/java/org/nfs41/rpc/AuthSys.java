package org.nfs41.rpc;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * AUTH_SYS: numeric ids that are believed as they are (RFC 5531 appendix A).
 *
 * @param stamp a number that the caller may choose
 * @param machineName the name of the caller's machine, at most {@link #MAX_MACHINE_NAME_BYTES}
 * @param uid the effective user id, unsigned
 * @param gid the effective group id, unsigned
 * @param gids further groups, unsigned, at most {@link #MAX_GIDS}
 */
public record AuthSys(int stamp, Opaque machineName, int uid, int gid, List<Integer> gids)
        implements RpcCredential {
    /** The greatest length of a machine name in bytes. */
    public static final int MAX_MACHINE_NAME_BYTES = 255;

    /** The greatest number of further groups. */
    public static final int MAX_GIDS = 16;

    public AuthSys {
        machineName = machineName.detach();
        gids = List.copyOf(gids);
        if (machineName.length() > MAX_MACHINE_NAME_BYTES || gids.size() > MAX_GIDS) {
            throw new IllegalArgumentException(
                    machineName.length() + " bytes of name, " + gids.size() + " groups");
        }
    }

    /** A credential without stamp, machine name and further groups. */
    public AuthSys(int uid, int gid) {
        this(0, Opaque.EMPTY, uid, gid, List.of());
    }

    /** Reads the body of an AUTH_SYS credential, which must end where the reader's range ends. */
    public static AuthSys decodeBody(XdrReader in) throws XdrException {
        int stamp = in.readInt();
        Opaque machineName = in.readOpaque(MAX_MACHINE_NAME_BYTES);
        int uid = in.readInt();
        int gid = in.readInt();
        int count = in.readCount(MAX_GIDS, Integer.BYTES);
        List<Integer> gids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            gids.add(in.readInt());
        }
        if (in.remaining() != 0) {
            throw new XdrException(in.remaining() + " bytes after an AUTH_SYS credential");
        }
        return new AuthSys(stamp, machineName, uid, gid, gids);
    }

    /** Appends the credential's body. */
    public void encodeBody(XdrWriter out) {
        out.writeInt(stamp);
        out.writeOpaque(machineName);
        out.writeInt(uid);
        out.writeInt(gid);
        out.writeInt(gids.size());
        for (int group : gids) {
            out.writeInt(group);
        }
    }

    @Override
    public AuthFlavor flavor() {
        return AuthFlavor.SYS;
    }

    @Override
    public OpaqueAuth toOpaqueAuth() {
        XdrWriter body = new XdrWriter();
        encodeBody(body);
        return new OpaqueAuth(AuthFlavor.SYS, Opaque.of(body.toByteArray()));
    }
}
