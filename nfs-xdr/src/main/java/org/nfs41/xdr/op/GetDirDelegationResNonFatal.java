package org.nfs41.xdr.op;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * What GET_DIR_DELEGATION came to, {@code GET_DIR_DELEGATION4res_non_fatal} (RFC 8881 section
 * 18.39). Any other number is {@link Unknown}: what its arm holds cannot be told, so nothing is
 * read for it, and what follows on the wire is not to be relied on.
 */
public sealed interface GetDirDelegationResNonFatal {
    /** Selects {@link Granted}. */
    int GDD4_OK = 0;

    /** Selects {@link Unavailable}. */
    int GDD4_UNAVAIL = 1;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static GetDirDelegationResNonFatal decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case GDD4_OK ->
                    new Granted(
                            in.readLong(),
                            StateId.decode(in),
                            Bitmap.decode(in),
                            Bitmap.decode(in),
                            Bitmap.decode(in));
            case GDD4_UNAVAIL -> new Unavailable(in.readBoolean());
            default -> new Unknown(discriminant);
        };
    }

    /**
     * The delegation is granted.
     *
     * @param cookieVerifier the directory's cookie verifier
     * @param stateId the delegation
     * @param notification the notifications the server will send, see {@link NotifyTypes}
     * @param childAttributes the attributes of entries it will send
     * @param dirAttributes the attributes of the directory it will send
     */
    record Granted(
            long cookieVerifier,
            StateId stateId,
            Bitmap notification,
            Bitmap childAttributes,
            Bitmap dirAttributes)
            implements GetDirDelegationResNonFatal {
        @Override
        public int discriminant() {
            return GDD4_OK;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(GDD4_OK);
            out.writeLong(cookieVerifier);
            stateId.encode(out);
            notification.encode(out);
            childAttributes.encode(out);
            dirAttributes.encode(out);
        }
    }

    /**
     * There is no delegation at present.
     *
     * @param willSignalDelegAvail whether the server will tell when there is one
     */
    record Unavailable(boolean willSignalDelegAvail) implements GetDirDelegationResNonFatal {
        @Override
        public int discriminant() {
            return GDD4_UNAVAIL;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(GDD4_UNAVAIL);
            out.writeBoolean(willSignalDelegAvail);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements GetDirDelegationResNonFatal {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
