package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.LookupPArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.StatusOnly;

import java.util.ArrayList;
import java.util.List;

/** What operations may do wrong with filehandles, names and their arguments. */
public final class FilehandleFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "secinfo-keeps-the-filehandle",
                        "B-201",
                        "SECINFO leaves the current filehandle set",
                        () ->
                                Hooks.operation(
                                        Operation.SECINFO, FilehandleFaults::keepingFilehandle),
                        "COMP-028"),
                Fault.of(
                        "secinfo-no-name-keeps-the-filehandle",
                        "B-201",
                        "SECINFO_NO_NAME leaves the current filehandle set",
                        () ->
                                Hooks.operation(
                                        Operation.SECINFO_NO_NAME,
                                        FilehandleFaults::keepingFilehandle),
                        "COMP-029"),
                Fault.of(
                        "restorefh-error-of-v40",
                        "",
                        "RESTOREFH without SAVEFH answers NFS4ERR_RESTOREFH",
                        () ->
                                Hooks.status(
                                        Operation.RESTOREFH,
                                        NfsStatus.NOFILEHANDLE,
                                        NfsStatus.RESTOREFH),
                        "COMP-047"),
                Fault.of(
                        "invented-filehandle-is-no-entry",
                        "",
                        "PUTFH of an invented filehandle answers NFS4ERR_NOENT",
                        () -> Hooks.status(Operation.PUTFH, NfsStatus.BADHANDLE, NfsStatus.NOENT),
                        "COMP-033"),
                Fault.of(
                        "lookup-of-two-dots",
                        "",
                        "LOOKUP of .. goes to the parent directory",
                        FilehandleFaults::twoDots,
                        "COMP-036"),
                Fault.of(
                        "name-ends-at-nul",
                        "",
                        "LOOKUP takes a name up to its first NUL",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request,
                                                LookupArgs.class,
                                                FilehandleFaults::upToNul)),
                        "COMP-037"),
                Fault.of(
                        "empty-name-is-no-entry",
                        "",
                        "LOOKUP of an empty name answers NFS4ERR_NOENT",
                        () -> Hooks.status(Operation.LOOKUP, NfsStatus.INVAL, NfsStatus.NOENT),
                        "COMP-035"),
                Fault.of(
                        "unknown-type-is-a-directory",
                        "B-199",
                        "CREATE makes a directory of every type that it does not know",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request,
                                                CreateArgs.class,
                                                FilehandleFaults::asDirectory)),
                        "COMP-023"),
                Fault.of(
                        "zero-words-of-bitmaps-count",
                        "B-200",
                        "VERIFY fails when its bitmap ends in a zero word",
                        () ->
                                Hooks.operation(
                                        Operation.VERIFY, FilehandleFaults::countingZeroWords),
                        "COMP-026"));
    }

    private static OperationHandler keepingFilehandle(OperationHandler handler) {
        return (cx, args, result) -> {
            FileRef current = cx.requireCurrent();
            NfsStatus status = handler.handle(cx, args, result);
            cx.current(current);
            return status;
        };
    }

    private static OperationHandler countingZeroWords(OperationHandler handler) {
        return (cx, args, result) -> {
            int words = args.buffer().getInt(args.position());
            boolean zero =
                    words > 0
                            && words < args.remaining() / Integer.BYTES
                            && args.buffer().getInt(args.position() + words * Integer.BYTES) == 0;
            NfsStatus status = handler.handle(cx, args, result);
            return zero && status.isOk() ? NfsStatus.NOT_SAME : status;
        };
    }

    /** The server gets LOOKUPP and the client the result of LOOKUP. */
    private static ServerHooks twoDots() {
        Opaque dots = Opaque.utf8("..");
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        List<ArgOp> ops = new ArrayList<>(request.ops());
                        ops.replaceAll(op ->
                                op instanceof LookupArgs(Opaque name) && name.equals(dots)
                                        ? new LookupPArgs()
                                        : op);
                        return new CompoundArgs(
                                request.tag(),
                                request.minorVersion(),
                                request.opCount(),
                                ops,
                                request.undecoded());
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        List<ResOp> results = new ArrayList<>();
                        for (ResOp result : reply.results()) {
                            boolean lookup =
                                    request.ops().get(results.size()) instanceof LookupArgs;
                            results.add(
                                    lookup
                                            ? new StatusOnly(Operation.LOOKUP, result.status())
                                            : result);
                        }
                        return new CompoundRes(reply.status(), reply.tag(), results);
                    }
                });
    }

    private static LookupArgs upToNul(LookupArgs args) {
        String name = args.objName().utf8();
        int nul = name.indexOf('\0');
        return nul < 0 ? args : new LookupArgs(Opaque.utf8(name.substring(0, nul)));
    }

    private static CreateArgs asDirectory(CreateArgs args) {
        int type = args.objType().type().value();
        boolean known = type >= FileType.NF4REG.value() && type <= FileType.NF4NAMEDATTR.value();
        return known
                ? args
                : new CreateArgs(
                        new CreateType.Plain(FileType.NF4DIR), args.objName(), args.createAttrs());
    }
}
