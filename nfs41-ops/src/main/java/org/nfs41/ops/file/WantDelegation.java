package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.state.Grace;
import org.nfs41.state.open.Share;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.WantDelegationArgs;

/**
 * WANT_DELEGATION: a delegation of the current file without an open, now or later (RFC 8881 section
 * 18.49). Regular files alone are delegated.
 */
record WantDelegation(DelegationOffers offers, Grace grace) implements OperationHandler {
    @Override
    public NfsStatus handle(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        WantDelegationArgs request = WantDelegationArgs.decodeBody(args);
        int want = request.want();
        boolean known = DelegationWant.isValid(want);
        // by section 18.49.3 the wish to have none is to be ignored here
        boolean wishes = (DelegationWant.want(want) & ~OpenShare.ACCESS_WANT_NO_DELEG) != 0;
        if (!known || !wishes) {
            return NfsStatus.INVAL;
        }
        NfsStatus status =
                switch (request.claim()) {
                    case DelegClaim.Fh claim -> grace.admit(cx.requireSession().client(), false);
                    case DelegClaim.Previous(OpenDelegationType type) -> reclaimable(cx, type);
                    case DelegClaim.DelegPrevFh claim -> NfsStatus.RECLAIM_BAD;
                    case DelegClaim.Unknown claim -> NfsStatus.BADXDR;
                };
        FileRef file = cx.requireCurrent();
        if (status.isOk() && offers.delegations().promises().isAlreadyWanted(cx, file, want)) {
            status = NfsStatus.DELEG_ALREADY_WANTED;
        }
        if (status.isOk()) {
            answer(cx, request.claim(), file, want).encode(result);
        }
        return status;
    }

    private NfsStatus reclaimable(CompoundContext cx, OpenDelegationType type) {
        boolean known =
                type.equals(OpenDelegationType.READ) || type.equals(OpenDelegationType.WRITE);
        return known ? grace.admit(cx.requireSession().client(), true) : NfsStatus.INVAL;
    }

    private OpenDelegation answer(CompoundContext cx, DelegClaim claim, FileRef file, int want) {
        FileType type = file.inode().type();
        if (type.equals(FileType.NF4DIR)) {
            return DelegationWant.explained(want, WhyNoDelegation.IS_DIR);
        }
        if (!type.equals(FileType.NF4REG)) {
            boolean writes = DelegationWant.want(want) == OpenShare.ACCESS_WANT_WRITE_DELEG;
            return DelegationWant.explained(
                    want,
                    writes
                            ? WhyNoDelegation.WRITE_DELEG_NOT_SUPP_FTYPE
                            : WhyNoDelegation.NOT_SUPP_FTYPE);
        }
        return claim instanceof DelegClaim.Previous(OpenDelegationType held)
                ? offers.again(cx, held, file, want)
                : offers.anew(cx, Share.NONE, accessOf(cx, file), file, want);
    }

    /** What the caller could open the file for: without an open nobody else has checked that. */
    private static int accessOf(CompoundContext cx, FileRef file) {
        int asked = Access.READ | Access.EXECUTE | Access.MODIFY;
        return switch (file.fileSystem().access(cx.credentials(), file.inode(), asked)) {
            case FsResult.Ok<Integer>(Integer granted) ->
                    ((granted & (Access.READ | Access.EXECUTE)) == 0 ? 0 : Share.READ)
                            | ((granted & Access.MODIFY) == 0 ? 0 : Share.WRITE);
            case FsResult.Failed<Integer> failed -> Share.NONE;
        };
    }
}
