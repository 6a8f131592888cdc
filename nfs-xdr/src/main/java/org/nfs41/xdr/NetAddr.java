package org.nfs41.xdr;

/**
 * A transport address, {@code netaddr4} (RFC 8881 section 3.3.9, RFC 5665).
 *
 * @param netId the network identifier, such as {@code tcp} or {@code tcp6}
 * @param address the universal address in that network's notation: for TCP over IPv4 four numbers
 *     of the host and two of the port, with dots between
 */
public record NetAddr(Opaque netId, Opaque address) {
    /** Reads one. */
    public static NetAddr decode(XdrReader in) throws XdrException {
        return new NetAddr(in.readOpaque(Limits.NETID), in.readOpaque(Limits.UNIVERSAL_ADDRESS));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeOpaque(netId);
        out.writeOpaque(address);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public NetAddr detach() {
        return new NetAddr(netId.detach(), address.detach());
    }
}
