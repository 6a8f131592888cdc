package org.nfs41.xdr.op;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * Introduces a client. The arguments of EXCHANGE_ID, RFC 8881 section 18.35.
 *
 * @param clientOwner the client
 * @param flags see {@link ExchangeIdFlags}
 * @param stateProtect the state protection wanted
 * @param clientImplId the implementation, null if not told
 */
public record ExchangeIdArgs(
        ClientOwner clientOwner,
        int flags,
        StateProtectA stateProtect,
        @Nullable NfsImplId clientImplId)
        implements ArgOp {
    /** Reads what follows the operation number. */
    public static ExchangeIdArgs decodeBody(XdrReader in) throws XdrException {
        return new ExchangeIdArgs(
                ClientOwner.decode(in),
                in.readInt(),
                StateProtectA.decode(in),
                in.readOptional(NfsImplId::decode));
    }

    @Override
    public Operation op() {
        return Operation.EXCHANGE_ID;
    }

    @Override
    public void encodeBody(XdrWriter out) {
        clientOwner.encode(out);
        out.writeInt(flags);
        stateProtect.encode(out);
        out.writeOptional(clientImplId, NfsImplId::encode);
    }
}
