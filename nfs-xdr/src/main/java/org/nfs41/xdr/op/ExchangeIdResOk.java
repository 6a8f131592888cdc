package org.nfs41.xdr.op;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The client is known, or was already. The successful result of EXCHANGE_ID, RFC 8881 section
 * 18.35.
 *
 * @param clientId the client id
 * @param sequenceId what the next CREATE_SESSION is to carry
 * @param flags see {@link ExchangeIdFlags}
 * @param stateProtect the state protection granted
 * @param serverOwner the server, for trunking
 * @param serverScope within one scope, client ids, filehandles and state ids mean the same, at most
 *     1024 bytes
 * @param serverImplId the implementation, null if not told
 */
public record ExchangeIdResOk(
        long clientId,
        int sequenceId,
        int flags,
        StateProtectR stateProtect,
        ServerOwner serverOwner,
        Opaque serverScope,
        @Nullable NfsImplId serverImplId)
        implements ResOp {
    /** Reads what follows the status. */
    public static ExchangeIdResOk decodeBody(XdrReader in) throws XdrException {
        return new ExchangeIdResOk(
                in.readLong(),
                in.readInt(),
                in.readInt(),
                StateProtectR.decode(in),
                ServerOwner.decode(in),
                in.readOpaque(Limits.OWNER),
                in.readOptional(NfsImplId::decode));
    }

    @Override
    public Operation op() {
        return Operation.EXCHANGE_ID;
    }

    @Override
    public NfsStatus status() {
        return NfsStatus.OK;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        out.writeLong(clientId);
        out.writeInt(sequenceId);
        out.writeInt(flags);
        stateProtect.encode(out);
        serverOwner.encode(out);
        out.writeOpaque(serverScope);
        out.writeOptional(serverImplId, NfsImplId::encode);
    }
}
