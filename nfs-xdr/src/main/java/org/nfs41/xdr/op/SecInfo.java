package org.nfs41.xdr.op;

import org.nfs41.xdr.RpcSecGssInfo;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** A way in which an object may be accessed, {@code secinfo4} (RFC 8881 section 18.29). */
public sealed interface SecInfo {
    /** The RPC flavor of {@link Gss}. */
    int RPCSEC_GSS = 6;

    /** The RPC authentication flavor: 0 is AUTH_NONE, 1 AUTH_SYS, 6 RPCSEC_GSS. */
    int flavor();

    /** Writes flavor and arm. */
    void encode(XdrWriter out);

    /** Reads flavor and arm. */
    static SecInfo decode(XdrReader in) throws XdrException {
        int flavor = in.readInt();
        return flavor == RPCSEC_GSS ? new Gss(RpcSecGssInfo.decode(in)) : new Plain(flavor);
    }

    /**
     * RPCSEC_GSS.
     *
     * @param info the mechanism and its service
     */
    record Gss(RpcSecGssInfo info) implements SecInfo {
        @Override
        public int flavor() {
            return RPCSEC_GSS;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(RPCSEC_GSS);
            info.encode(out);
        }
    }

    /**
     * A flavor that has no more to say.
     *
     * @param flavor any but {@link #RPCSEC_GSS}
     */
    record Plain(int flavor) implements SecInfo {
        /** Checks the flavor. */
        public Plain {
            if (flavor == RPCSEC_GSS) {
                throw new IllegalArgumentException("RPCSEC_GSS has a body");
            }
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(flavor);
        }
    }
}
