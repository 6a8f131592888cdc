package org.nfs41.xdr.op;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/**
 * The result of an operation (RFC 8881 section 18): a record for each one that has more to say than
 * its status, and {@link StatusOnly} for all others.
 */
public sealed interface ResOp
        permits AccessResOk,
                CloseResOk,
                CommitResOk,
                CreateResOk,
                GetAttrResOk,
                GetFhResOk,
                LinkResOk,
                LockResOk,
                LockUResOk,
                OpenResOk,
                OpenConfirmResOk,
                OpenDowngradeResOk,
                ReadResOk,
                ReadLinkResOk,
                RemoveResOk,
                RenameResOk,
                SecInfoResOk,
                SetClientIdResOk,
                WriteResOk,
                BindConnToSessionResOk,
                ExchangeIdResOk,
                CreateSessionResOk,
                GetDirDelegationRes,
                GetDeviceInfoResOk,
                GetDeviceListResOk,
                LayoutCommitResOk,
                LayoutGetResOk,
                LayoutReturnResOk,
                SecInfoNoNameResOk,
                SequenceResOk,
                SetSsvResOk,
                TestStateIdResOk,
                WantDelegationResOk,
                ReadDirResOk,
                LockDeniedRes,
                LockTDeniedRes,
                SetClientIdInUseRes,
                GetDeviceInfoTooSmallRes,
                LayoutGetTryLaterRes,
                SetAttrRes,
                StatusOnly {
    /** Which operation it is. */
    Operation op();

    /** What became of it. */
    NfsStatus status();

    /** Writes what follows the status. */
    void encodeBody(XdrWriter out);

    /** Writes operation number, status and what follows it. */
    default void encode(XdrWriter out) {
        out.writeInt(op().value());
        out.writeInt(status().value());
        encodeBody(out);
    }

    /**
     * Reads operation number, status and what follows it. An error of an operation that is not
     * known counts as one without anything after the status, as almost all are; a success of one
     * cannot be read.
     */
    static ResOp decode(XdrReader in) throws XdrException {
        return ResDecoders.decode(in);
    }
}
