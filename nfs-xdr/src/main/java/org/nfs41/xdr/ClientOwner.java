package org.nfs41.xdr;

/**
 * A client, as it names itself, {@code client_owner4} (RFC 8881 sections 2.4 and 18.35).
 *
 * @param verifier differs between two incarnations of the client: a new one ends the state of the
 *     old
 * @param ownerId the same for all incarnations of one client and for no other, at most 1024 bytes
 */
public record ClientOwner(long verifier, Opaque ownerId) {
    /** Reads one. */
    public static ClientOwner decode(XdrReader in) throws XdrException {
        return new ClientOwner(in.readLong(), in.readOpaque(Limits.OWNER));
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeLong(verifier);
        out.writeOpaque(ownerId);
    }

    /** The same with bytes of its own, safe to keep beyond the request. */
    public ClientOwner detach() {
        return new ClientOwner(verifier, ownerId.detach());
    }
}
