package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;

import java.util.List;
import java.util.function.UnaryOperator;

/** What may go wrong with the modes of opens. */
public final class OpenShareFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "open-takes-undefined-deny-bits",
                        "B-193",
                        "OPEN ignores bits of share_deny that do not exist",
                        () -> opens(open -> with(open, open.shareDeny() & OpenShare.DENY_BOTH)),
                        "LOCK-060"),
                Fault.of(
                        "open-denies-nothing",
                        "B-133",
                        "share_deny is ignored",
                        () -> opens(open -> with(open, OpenShare.DENY_NONE)),
                        "LOCK-061"),
                Fault.of(
                        "claim-fh-creates",
                        "B-140",
                        "OPEN4_CREATE with CLAIM_FH is taken for OPEN4_NOCREATE",
                        () -> opens(OpenShareFaults::withoutCreate),
                        "LOCK-062"),
                Fault.of(
                        "share-denied-is-no-access",
                        "B-133",
                        "an OPEN that others deny answers NFS4ERR_ACCESS",
                        () ->
                                Hooks.status(
                                        Operation.OPEN, NfsStatus.SHARE_DENIED, NfsStatus.ACCESS),
                        "LOCK-061"));
    }

    private static ServerHooks opens(UnaryOperator<OpenArgs> change) {
        return Hooks.requests(request -> Requests.change(request, OpenArgs.class, change));
    }

    private static OpenArgs with(OpenArgs open, int deny) {
        return new OpenArgs(
                open.seqid(), open.shareAccess(), deny, open.owner(), open.openHow(), open.claim());
    }

    private static OpenArgs withoutCreate(OpenArgs open) {
        return open.claim() instanceof OpenClaim.Fh
                ? new OpenArgs(
                        open.seqid(),
                        open.shareAccess(),
                        open.shareDeny(),
                        open.owner(),
                        new OpenFlag.NoCreate(),
                        open.claim())
                : open;
    }
}
