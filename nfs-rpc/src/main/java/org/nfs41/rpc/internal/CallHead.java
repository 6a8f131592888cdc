package org.nfs41.rpc.internal;

import org.jspecify.annotations.Nullable;
import org.nfs41.rpc.AuthFlavor;
import org.nfs41.rpc.AuthNone;
import org.nfs41.rpc.AuthStatus;
import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.RpcCall;
import org.nfs41.rpc.RpcConnection;
import org.nfs41.rpc.RpcCredential;
import org.nfs41.rpc.RpcMessage;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

/** The head of the call that a connection is answering; one object for all of them. */
final class CallHead implements RpcCall {
    private static final int AUTH_NONE = AuthFlavor.NONE.value();
    private static final int AUTH_SYS = AuthFlavor.SYS.value();

    private final RpcConnection connection;
    private final CredentialCache credentials = new CredentialCache();

    private int xid;
    private int rpcVersion;
    private int program;
    private int version;
    private int procedure;
    private int recordBytes;
    private long receivedNanos;
    private RpcCredential credential = AuthNone.INSTANCE;
    private @Nullable AuthStatus authError;

    CallHead(RpcConnection connection) {
        this.connection = connection;
    }

    /**
     * Reads what follows the message type. In another RPC version nothing after the version is
     * read: its form is not known.
     */
    void decode(int xid, XdrReader in, int recordBytes, long receivedNanos) throws XdrException {
        this.xid = xid;
        this.recordBytes = recordBytes;
        this.receivedNanos = receivedNanos;
        authError = null;
        rpcVersion = in.readInt();
        if (!isRpcVersionSpoken()) {
            return;
        }
        program = in.readInt();
        version = in.readInt();
        procedure = in.readInt();
        decodeCredential(in);
        in.readInt();
        int verifierBytes = in.readOpaqueLength(Integer.MAX_VALUE);
        if (verifierBytes > OpaqueAuth.MAX_BODY_BYTES && authError == null) {
            authError = AuthStatus.BADVERF;
        }
        in.skipOpaque(verifierBytes);
    }

    boolean isRpcVersionSpoken() {
        return rpcVersion == RpcMessage.RPC_VERSION;
    }

    /** Why the caller is not believed, or null if it is. */
    @Nullable AuthStatus authError() {
        return authError;
    }

    private void decodeCredential(XdrReader in) throws XdrException {
        int flavor = in.readInt();
        int length = in.readOpaqueLength(Integer.MAX_VALUE);
        if (flavor == AUTH_SYS) {
            RpcCredential found = credentials.find(in, length);
            if (found == null) {
                authError = AuthStatus.BADCRED;
            } else {
                credential = found;
            }
        } else if (length > OpaqueAuth.MAX_BODY_BYTES) {
            authError = AuthStatus.BADCRED;
        } else if (flavor == AUTH_NONE) {
            // what an AUTH_NONE body holds is undefined (RFC 5531 section 10.1)
            credential = AuthNone.INSTANCE;
        } else {
            // not taken here, AUTH_SHORT included, as none was ever given out
            authError = AuthStatus.REJECTEDCRED;
        }
        in.skipOpaque(length);
    }

    @Override
    public int xid() {
        return xid;
    }

    @Override
    public int program() {
        return program;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public int procedure() {
        return procedure;
    }

    @Override
    public RpcCredential credential() {
        return credential;
    }

    @Override
    public RpcConnection connection() {
        return connection;
    }

    @Override
    public int recordBytes() {
        return recordBytes;
    }

    @Override
    public long receivedNanos() {
        return receivedNanos;
    }
}
