package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;

import java.util.List;
import java.util.Locale;

/** Operations that fail when they should, but with another error than they should. */
public final class ErrorFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                wrong(Operation.LOOKUP, NfsStatus.OP_NOT_IN_SESSION, NfsStatus.NOENT, "ERR-001"),
                wrong(Operation.LOCKT, NfsStatus.NOFILEHANDLE, NfsStatus.BADHANDLE, "ERR-002"),
                Fault.of(
                        "short-arguments-are-invalid",
                        "",
                        "COMMIT answers NFS4ERR_INVAL when its arguments end too early",
                        () -> Hooks.operation(Operation.COMMIT, ErrorFaults::invalidWhenShort),
                        "ERR-003"),
                wrong(Operation.READLINK, NfsStatus.RETRY_UNCACHED_REP, NfsStatus.IO, "ERR-004"),
                wrong(Operation.LOCK, NfsStatus.REP_TOO_BIG, NfsStatus.SERVERFAULT, "ERR-005"),
                wrong(
                        Operation.LOCK,
                        NfsStatus.REP_TOO_BIG_TO_CACHE,
                        NfsStatus.SERVERFAULT,
                        "ERR-006"),
                wrong(Operation.COMMIT, NfsStatus.ISDIR, NfsStatus.WRONG_TYPE, "ERR-010"),
                wrong(Operation.REMOVE, NfsStatus.NOTDIR, NfsStatus.NOENT, "ERR-011"),
                wrong(Operation.LINK, NfsStatus.ISDIR, NfsStatus.WRONG_TYPE, "ERR-012"),
                wrong(Operation.LINK, NfsStatus.NAMETOOLONG, NfsStatus.INVAL, "ERR-013"),
                wrong(Operation.RENAME, NfsStatus.EXIST, NfsStatus.NOTEMPTY, "ERR-014"),
                wrong(Operation.LOOKUPP, NfsStatus.NOENT, NfsStatus.NOTDIR, "ERR-015"),
                wrong(Operation.SECINFO, NfsStatus.ACCESS, NfsStatus.NOENT, "ERR-020"),
                wrong(Operation.OPEN, NfsStatus.ACCESS, NfsStatus.PERM, "ERR-021"),
                wrong(Operation.CREATE, NfsStatus.PERM, NfsStatus.NOSPC, "ERR-022"),
                wrong(Operation.CREATE, NfsStatus.ROFS, NfsStatus.NOSPC, "ERR-023"),
                wrong(Operation.VERIFY, NfsStatus.ATTRNOTSUPP, NfsStatus.NOT_SAME, "ERR-030"),
                wrong(Operation.GETATTR, NfsStatus.INVAL, NfsStatus.ACCESS, "ERR-031"),
                wrong(Operation.CREATE, NfsStatus.BADOWNER, NfsStatus.INVAL, "ERR-032"),
                wrong(Operation.NVERIFY, NfsStatus.INVAL, NfsStatus.SAME, "ERR-033"),
                wrong(Operation.READDIR, NfsStatus.TOOSMALL, NfsStatus.INVAL, "ERR-034"),
                wrong(Operation.WRITE, NfsStatus.FBIG, NfsStatus.IO, "ERR-035"),
                wrong(Operation.PUTFH, NfsStatus.STALE, NfsStatus.BADHANDLE, "ERR-036"),
                wrong(Operation.SET_SSV, NfsStatus.INVAL, NfsStatus.NOTSUPP, "ERR-037"),
                wrong(Operation.REMOVE, NfsStatus.ROFS, NfsStatus.NOENT, "ERR-040"),
                wrong(Operation.WRITE, NfsStatus.ROFS, NfsStatus.IO, "ERR-041"),
                wrong(Operation.RENAME, NfsStatus.XDEV, NfsStatus.INVAL, "ERR-042"),
                wrong(Operation.WRITE, NfsStatus.NOSPC, NfsStatus.IO, "ERR-043"),
                wrong(Operation.LINK, NfsStatus.MLINK, NfsStatus.NOSPC, "ERR-044"),
                wrong(
                        Operation.WANT_DELEGATION,
                        NfsStatus.DELEG_ALREADY_WANTED,
                        NfsStatus.RECALLCONFLICT,
                        "ERR-045"),
                wrong(Operation.WANT_DELEGATION, NfsStatus.NO_GRACE, NfsStatus.INVAL, "ERR-046"),
                wrong(Operation.GET_DIR_DELEGATION, NfsStatus.ACCESS, NfsStatus.NOTDIR, "ERR-047"),
                wrong(Operation.OPEN, NfsStatus.DELEG_REVOKED, NfsStatus.NOENT, "ERR-048"),
                wrong(Operation.DELEGRETURN, NfsStatus.EXPIRED, NfsStatus.INVAL, "ERR-049"),
                wrong(
                        Operation.OPEN_DOWNGRADE,
                        NfsStatus.INVAL,
                        NfsStatus.BAD_STATEID,
                        "STATE-038",
                        "STATE-039"),
                wrong(Operation.OPEN, NfsStatus.BAD_STATEID, NfsStatus.NOENT, "STATE-040"),
                wrong(
                        Operation.OPEN_DOWNGRADE,
                        NfsStatus.EXPIRED,
                        NfsStatus.SERVERFAULT,
                        "STATE-041"),
                wrong(
                        Operation.FREE_STATEID,
                        NfsStatus.OLD_STATEID,
                        NfsStatus.BAD_STATEID,
                        "STATE-042"));
    }

    private static Fault wrong(
            Operation operation, NfsStatus right, NfsStatus wrong, String... caughtBy) {
        String id =
                (operation + "-" + name(wrong) + "-for-" + name(right)).toLowerCase(Locale.ROOT);
        return Fault.of(
                id.replace('_', '-'),
                "",
                operation + " answers " + wrong + " where it has to answer " + right,
                () -> Hooks.status(operation, right, wrong),
                caughtBy);
    }

    private static String name(NfsStatus status) {
        return status.toString().replaceFirst("^NFS4ERR_", "");
    }

    private static OperationHandler invalidWhenShort(OperationHandler handler) {
        return (cx, args, result) -> {
            try {
                return handler.handle(cx, args, result);
            } catch (XdrException e) {
                return NfsStatus.INVAL;
            }
        };
    }
}
