package org.nfs41.xdr.op;

import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** The arguments of an operation, a record for each one (RFC 8881 section 18). */
public sealed interface ArgOp
        permits AccessArgs,
                CloseArgs,
                CommitArgs,
                CreateArgs,
                DelegPurgeArgs,
                DelegReturnArgs,
                GetAttrArgs,
                GetFhArgs,
                LinkArgs,
                LockArgs,
                LockTArgs,
                LockUArgs,
                LookupArgs,
                LookupPArgs,
                NVerifyArgs,
                OpenArgs,
                OpenAttrArgs,
                OpenConfirmArgs,
                OpenDowngradeArgs,
                PutFhArgs,
                PutPubFhArgs,
                PutRootFhArgs,
                ReadArgs,
                ReadDirArgs,
                ReadLinkArgs,
                RemoveArgs,
                RenameArgs,
                RenewArgs,
                RestoreFhArgs,
                SaveFhArgs,
                SecInfoArgs,
                SetAttrArgs,
                SetClientIdArgs,
                SetClientIdConfirmArgs,
                VerifyArgs,
                WriteArgs,
                ReleaseLockOwnerArgs,
                BackchannelCtlArgs,
                BindConnToSessionArgs,
                ExchangeIdArgs,
                CreateSessionArgs,
                DestroySessionArgs,
                FreeStateIdArgs,
                GetDirDelegationArgs,
                GetDeviceInfoArgs,
                GetDeviceListArgs,
                LayoutCommitArgs,
                LayoutGetArgs,
                LayoutReturnArgs,
                SecInfoNoNameArgs,
                SequenceArgs,
                SetSsvArgs,
                TestStateIdArgs,
                WantDelegationArgs,
                DestroyClientIdArgs,
                ReclaimCompleteArgs,
                IllegalArgs,
                ArgOp.Unknown {
    /** Which operation it is. */
    Operation op();

    /** Writes what follows the operation number. */
    void encodeBody(XdrWriter out);

    /** Writes operation number and arguments. */
    default void encode(XdrWriter out) {
        out.writeInt(op().value());
        encodeBody(out);
    }

    /** Reads operation number and arguments. */
    static ArgOp decode(XdrReader in) throws XdrException {
        return ArgDecoders.decode(in);
    }

    /**
     * An operation whose arguments are not known. Where they end cannot be told, so nothing that
     * follows the number was read.
     *
     * @param opcode the operation number
     */
    record Unknown(int opcode) implements ArgOp {
        @Override
        public Operation op() {
            return Operation.of(opcode);
        }

        @Override
        public void encodeBody(XdrWriter out) {}
    }
}
