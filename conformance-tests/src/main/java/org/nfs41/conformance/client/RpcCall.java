package org.nfs41.conformance.client;

import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * An ONC RPC call message (RFC 5531 section 9) with every field open to choice.
 *
 * @param xid transaction id
 * @param rpcVersion 2 unless a check wants it wrong
 * @param program 100003 for NFS
 * @param version 4 for NFSv4
 * @param procedure 0 NULL, 1 COMPOUND
 * @param credential who calls
 * @param body the procedure's arguments, already encoded
 */
public record RpcCall(
        int xid,
        int rpcVersion,
        int program,
        int version,
        int procedure,
        Credential credential,
        Opaque body) {
    /** Program number of NFS. */
    public static final int NFS_PROGRAM = 100003;

    /** The NFS protocol version that holds all minor versions of NFSv4. */
    public static final int NFS_V4 = 4;

    /** Procedure number of NULL and CB_NULL. */
    public static final int PROC_NULL = 0;

    /** Procedure number of COMPOUND and CB_COMPOUND. */
    public static final int PROC_COMPOUND = 1;

    static final int CALL = 0;
    private static final int RPC_VERSION = 2;
    private static final int MAX_AUTH_BYTES = 400;

    /** A call of an NFSv4 procedure. */
    public static RpcCall nfs(int procedure, Credential credential, Opaque body) {
        return new RpcCall(0, RPC_VERSION, NFS_PROGRAM, NFS_V4, procedure, credential, body);
    }

    /** The same call under another transaction id. */
    public RpcCall withXid(int xid) {
        return new RpcCall(xid, rpcVersion, program, version, procedure, credential, body);
    }

    /** The same call claiming another RPC version, program, version and procedure. */
    public RpcCall withHeader(int rpcVersion, int program, int version, int procedure) {
        return new RpcCall(xid, rpcVersion, program, version, procedure, credential, body);
    }

    /** The message without record marks. */
    public byte[] toBytes() {
        XdrWriter writer = new XdrWriter();
        writer.writeInt(xid);
        writer.writeInt(CALL);
        writer.writeInt(rpcVersion);
        writer.writeInt(program);
        writer.writeInt(version);
        writer.writeInt(procedure);
        credential.encode(writer);
        Credential.none().encode(writer);
        writer.writeRaw(body.asByteBuffer(), 0, body.length());
        return writer.toByteArray();
    }

    /** Reads a call that the peer sent (a callback), xid and message type included. */
    static RpcCall decode(XdrReader reader) throws XdrException {
        int xid = reader.readInt();
        if (reader.readInt() != CALL) {
            throw new XdrException("not a call");
        }
        int rpcVersion = reader.readInt();
        int program = reader.readInt();
        int version = reader.readInt();
        int procedure = reader.readInt();
        int flavor = reader.readInt();
        Opaque credential = reader.readOpaque(MAX_AUTH_BYTES);
        reader.readInt();
        reader.readOpaque(MAX_AUTH_BYTES);
        Opaque body = reader.readFixedOpaque(reader.remaining());
        Credential who = new Credential(flavor, credential, "flavor " + flavor);
        return new RpcCall(xid, rpcVersion, program, version, procedure, who, body);
    }
}
