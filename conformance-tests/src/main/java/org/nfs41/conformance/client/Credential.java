package org.nfs41.conformance.client;

import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.Arrays;

/**
 * The credential of an RPC call (RFC 5531 section 8.2): any flavor with any body.
 *
 * @param flavor the authentication flavor
 * @param body what the flavor defines; for {@link #raw} not even that
 * @param description how it is shown in evidence
 */
public record Credential(int flavor, Opaque body, String description) {
    /** Flavor number of AUTH_NONE. */
    public static final int AUTH_NONE = 0;

    /** Flavor number of AUTH_SYS. */
    public static final int AUTH_SYS = 1;

    private static final String MACHINE_NAME = "nfs41-check";

    /** AUTH_NONE with an empty body. */
    public static Credential none() {
        return new Credential(AUTH_NONE, Opaque.EMPTY, "AUTH_NONE");
    }

    /** AUTH_SYS for a user, its group and further groups (RFC 5531 appendix A). */
    public static Credential sys(int uid, int gid, int... gids) {
        XdrWriter writer = new XdrWriter();
        writer.writeInt(0);
        writer.writeOpaque(Opaque.utf8(MACHINE_NAME));
        writer.writeInt(uid);
        writer.writeInt(gid);
        writer.writeInt(gids.length);
        Arrays.stream(gids).forEach(writer::writeInt);
        String user = "AUTH_SYS uid=" + Integer.toUnsignedString(uid);
        String description = user + " gid=" + Integer.toUnsignedString(gid);
        return new Credential(AUTH_SYS, Opaque.of(writer.toByteArray()), description);
    }

    /**
     * The same AUTH_SYS user and groups with another stamp and machine name, as a client shows that
     * has been moved or renamed.
     */
    public Credential relabelled(int stamp, String machineName) {
        try {
            AuthSysParms known = AuthSysParms.decode(new XdrReader(body));
            XdrWriter writer = new XdrWriter();
            new AuthSysParms(
                            stamp, Opaque.utf8(machineName), known.uid(), known.gid(), known.gids())
                    .encode(writer);
            Opaque relabelled = Opaque.of(writer.toByteArray());
            return new Credential(flavor, relabelled, description + " on " + machineName);
        } catch (XdrException e) {
            throw new IllegalStateException("not AUTH_SYS: " + this, e);
        }
    }

    /** Any flavor and any body, right or wrong. */
    public static Credential raw(int flavor, byte... body) {
        Opaque opaque = Opaque.of(body);
        return new Credential(flavor, opaque, "flavor " + flavor + " " + opaque);
    }

    void encode(XdrWriter writer) {
        writer.writeInt(flavor);
        writer.writeOpaque(body);
    }

    @Override
    public String toString() {
        return description;
    }
}
