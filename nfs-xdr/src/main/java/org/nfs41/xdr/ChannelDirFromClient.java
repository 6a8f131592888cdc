package org.nfs41.xdr;

import java.util.List;

/**
 * Which channels a client wants a connection for, {@code channel_dir_from_client4} (RFC 8881
 * section 18.34). A peer may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record ChannelDirFromClient(int value) {
    private static final NamedValues<ChannelDirFromClient> NAMED =
            new NamedValues<>("ChannelDirFromClient", ChannelDirFromClient::new);

    /** The fore channel. */
    public static final ChannelDirFromClient FORE = NAMED.add(1, "CDFC4_FORE");

    /** The backchannel. */
    public static final ChannelDirFromClient BACK = NAMED.add(2, "CDFC4_BACK");

    /** The fore channel, and the backchannel if the server likes. */
    public static final ChannelDirFromClient FORE_OR_BOTH = NAMED.add(3, "CDFC4_FORE_OR_BOTH");

    /** The backchannel, and the fore channel if the server likes. */
    public static final ChannelDirFromClient BACK_OR_BOTH = NAMED.add(7, "CDFC4_BACK_OR_BOTH");

    /** The value of a number; of a named one always the same instance. */
    public static ChannelDirFromClient of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<ChannelDirFromClient> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static ChannelDirFromClient decode(XdrReader in) throws XdrException {
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
