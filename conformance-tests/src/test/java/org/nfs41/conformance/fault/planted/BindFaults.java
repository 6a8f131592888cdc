package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.util.List;
import java.util.function.UnaryOperator;

/** What may go wrong with connections and their channels. */
public final class BindFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "bind-gives-both-channels",
                        "",
                        "every connection is bound to both channels, whatever was demanded",
                        () -> bound(ok -> with(ok, ChannelDirFromServer.BOTH, false)),
                        "BIND-001"),
                Fault.of(
                        "bind-gives-rdma",
                        "",
                        "RDMA is granted over TCP to who asks for it",
                        BindFaults::rdma,
                        "BIND-012"),
                Fault.of(
                        "bind-to-nothing",
                        "",
                        "BIND_CONN_TO_SESSION of an unknown session answers NFS4ERR_INVAL",
                        () ->
                                Hooks.status(
                                        Operation.BIND_CONN_TO_SESSION,
                                        NfsStatus.BADSESSION,
                                        NfsStatus.INVAL),
                        "BIND-002"));
    }

    private static ServerHooks bound(UnaryOperator<BindConnToSessionResOk> change) {
        return Hooks.replies(reply -> Replies.change(reply, BindConnToSessionResOk.class, change));
    }

    private static ServerHooks rdma() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        boolean wanted =
                                request.ops().stream()
                                        .anyMatch(op ->
                                                op instanceof BindConnToSessionArgs args
                                                        && args.useConnInRdmaMode());
                        return Replies.change(
                                reply,
                                BindConnToSessionResOk.class,
                                ok -> with(ok, ok.dir(), wanted));
                    }
                });
    }

    private static BindConnToSessionResOk with(
            BindConnToSessionResOk ok, ChannelDirFromServer dir, boolean rdma) {
        return new BindConnToSessionResOk(ok.sessionId(), dir, rdma);
    }
}
