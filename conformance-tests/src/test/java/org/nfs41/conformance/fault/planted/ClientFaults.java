package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.ServerOwner;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What may go wrong with client ids. */
public final class ClientFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "exchange-id-always-makes-a-client",
                        "B-028",
                        "every EXCHANGE_ID gives a new client id",
                        ClientFaults::alwaysNew,
                        "CID-002"),
                Fault.of(
                        "verifier-ignored",
                        "B-031",
                        "a restarted client is taken for its former incarnation",
                        () -> exchangeId(args -> withVerifier(args, 1)),
                        "CID-020",
                        "CID-022"),
                Fault.of(
                        "update-flag-ignored",
                        "B-027",
                        "EXCHGID4_FLAG_UPD_CONFIRMED_REC_A is ignored",
                        () -> exchangeId(ClientFaults::withoutUpdate),
                        "CID-042",
                        "CID-044"),
                Fault.of(
                        "not-same-is-invalid",
                        "B-027",
                        "an update with another verifier answers NFS4ERR_INVAL",
                        () ->
                                Hooks.status(
                                        Operation.EXCHANGE_ID, NfsStatus.NOT_SAME, NfsStatus.INVAL),
                        "CID-044"),
                Fault.of(
                        "owner-name-in-use-is-given-away",
                        "B-032",
                        "users share one owner name: the second gets a client id of its own",
                        ClientFaults::nameForEachUser,
                        "CID-063"),
                Fault.of(
                        "restart-ends-state-at-once",
                        "B-030",
                        "EXCHANGE_ID of a restarted client ends what its former incarnation had",
                        () -> Hooks.around(new RestartAtOnce()),
                        "CID-021"),
                Fault.of(
                        "server-owner-of-each-connection",
                        "B-035",
                        "so_major_id differs from connection to connection",
                        ClientFaults::ownerOfConnection,
                        "CID-004"),
                Fault.of(
                        "flags-of-exchange-id-echoed",
                        "",
                        "eir_flags holds what eia_flags held",
                        ClientFaults::echoedFlags,
                        "CID-005",
                        "CID-040"),
                Fault.of(
                        "no-role-in-exchange-id",
                        "B-160",
                        "eir_flags names no role with regard to pNFS",
                        ClientFaults::withoutRole,
                        "CID-005"),
                Fault.of(
                        "destroy-clientid-with-sessions",
                        "B-048",
                        "DESTROY_CLIENTID succeeds while the client has sessions",
                        () -> Hooks.operation(Operation.DESTROY_CLIENTID, ClientFaults::neverBusy),
                        "CS-080",
                        "CS-082"),
                Fault.of(
                        "reclaim-complete-again-and-again",
                        "B-102",
                        "RECLAIM_COMPLETE succeeds a second time",
                        () ->
                                Hooks.operation(
                                        Operation.RECLAIM_COMPLETE, ClientFaults::neverComplete),
                        "COMP-049"));
    }

    private static ServerHooks exchangeId(UnaryOperator<ExchangeIdArgs> change) {
        return Hooks.requests(request -> Requests.change(request, ExchangeIdArgs.class, change));
    }

    private static ServerHooks alwaysNew() {
        AtomicInteger count = new AtomicInteger();
        return exchangeId(args -> named(args, "/" + count.incrementAndGet()));
    }

    private static ServerHooks nameForEachUser() {
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        String user = "/" + cx.caller().principal().uid();
                        return Requests.change(
                                request, ExchangeIdArgs.class, args -> named(args, user));
                    }
                });
    }

    private static ExchangeIdArgs named(ExchangeIdArgs args, String suffix) {
        ClientOwner owner = args.clientOwner();
        byte[] name = owner.ownerId().toByteArray();
        byte[] more = Opaque.utf8(suffix).toByteArray();
        byte[] whole = Arrays.copyOf(name, name.length + more.length);
        System.arraycopy(more, 0, whole, name.length, more.length);
        return with(args, new ClientOwner(owner.verifier(), Opaque.of(whole)), args.flags());
    }

    private static ExchangeIdArgs withVerifier(ExchangeIdArgs args, long verifier) {
        return with(args, new ClientOwner(verifier, args.clientOwner().ownerId()), args.flags());
    }

    private static ExchangeIdArgs withoutUpdate(ExchangeIdArgs args) {
        return with(args, args.clientOwner(), args.flags() & ~ExchangeIdFlags.UPD_CONFIRMED_REC_A);
    }

    private static ExchangeIdArgs with(ExchangeIdArgs args, ClientOwner owner, int flags) {
        return new ExchangeIdArgs(owner, flags, args.stateProtect(), args.clientImplId());
    }

    private static ServerHooks ownerOfConnection() {
        return Hooks.aroundEach((processor, cx) ->
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        Opaque major = Opaque.utf8("server-" + cx.caller().connectionId());
                        return Replies.change(
                                reply,
                                ExchangeIdResOk.class,
                                ok ->
                                        result(
                                                ok,
                                                ok.flags(),
                                                new ServerOwner(
                                                        ok.serverOwner().minorId(), major)));
                    }
                });
    }

    private static ServerHooks echoedFlags() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        int asked =
                                request.ops().stream()
                                        .filter(ExchangeIdArgs.class::isInstance)
                                        .map(ExchangeIdArgs.class::cast)
                                        .mapToInt(ExchangeIdArgs::flags)
                                        .findFirst()
                                        .orElse(0);
                        return Replies.change(
                                reply,
                                ExchangeIdResOk.class,
                                ok -> result(ok, ok.flags() | asked, ok.serverOwner()));
                    }
                });
    }

    private static ServerHooks withoutRole() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        ExchangeIdResOk.class,
                        ok ->
                                result(
                                        ok,
                                        ok.flags() & ~ExchangeIdFlags.MASK_PNFS,
                                        ok.serverOwner())));
    }

    private static ExchangeIdResOk result(ExchangeIdResOk ok, int flags, ServerOwner owner) {
        return new ExchangeIdResOk(
                ok.clientId(),
                ok.sequenceId(),
                flags,
                ok.stateProtect(),
                owner,
                ok.serverScope(),
                ok.serverImplId());
    }

    private static OperationHandler neverBusy(OperationHandler handler) {
        return (cx, args, result) -> {
            NfsStatus status = handler.handle(cx, args, result);
            return status.equals(NfsStatus.CLIENTID_BUSY) ? NfsStatus.OK : status;
        };
    }

    private static OperationHandler neverComplete(OperationHandler handler) {
        return (cx, args, result) -> {
            NfsStatus status = handler.handle(cx, args, result);
            return status.equals(NfsStatus.COMPLETE_ALREADY) ? NfsStatus.OK : status;
        };
    }
}
