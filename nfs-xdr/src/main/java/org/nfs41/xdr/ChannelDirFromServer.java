package org.nfs41.xdr;

import java.util.List;

/**
 * Which channels a connection was bound to, {@code channel_dir_from_server4} (RFC 8881 section
 * 18.34). A peer may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record ChannelDirFromServer(int value) {
    private static final NamedValues<ChannelDirFromServer> NAMED =
            new NamedValues<>("ChannelDirFromServer", ChannelDirFromServer::new);

    /** The fore channel. */
    public static final ChannelDirFromServer FORE = NAMED.add(1, "CDFS4_FORE");

    /** The backchannel. */
    public static final ChannelDirFromServer BACK = NAMED.add(2, "CDFS4_BACK");

    /** Both channels. */
    public static final ChannelDirFromServer BOTH = NAMED.add(3, "CDFS4_BOTH");

    /** The value of a number; of a named one always the same instance. */
    public static ChannelDirFromServer of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<ChannelDirFromServer> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static ChannelDirFromServer decode(XdrReader in) throws XdrException {
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
