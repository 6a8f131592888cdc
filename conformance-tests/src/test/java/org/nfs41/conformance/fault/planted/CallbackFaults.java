package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Calls;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallReply;
import org.nfs41.state.callback.Effect;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ChannelDirFromServer;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundArgs;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.BindConnToSessionResOk;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What may go wrong with the form of calls, their slots and their way to the client. */
public final class CallbackFaults implements FaultGroup {
    private static final int CONSTANT_PROGRAM = 0x40000000;
    private static final int TOO_MANY_OPERATIONS = 8;
    private static final int NO_SUCH_SLOT = 16;

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(ofTheForm());
        faults.addAll(ofTheWay());
        return faults;
    }

    private static List<Fault> ofTheForm() {
        return List.of(
                Fault.of(
                        "callback-sequence-ids-by-two",
                        "B-063",
                        "the sequence ids of callbacks go 1, 3, 5",
                        () ->
                                Calls.sequences(args ->
                                        Calls.at(args, args.slotId(), 2 * args.sequenceId() - 1)),
                        "CB-101"),
                Fault.of(
                        "callbacks-on-slot-zero-alone",
                        "B-066",
                        "every callback goes out on slot 0, be it in use or not",
                        () -> Calls.sequences(args -> Calls.at(args, 0, args.sequenceId())),
                        "CB-103"),
                Fault.of(
                        "callback-slot-beyond-the-table",
                        "B-067",
                        "callbacks use slots that the client does not have",
                        () ->
                                Calls.sequences(args ->
                                        Calls.at(
                                                args,
                                                args.slotId() + NO_SUCH_SLOT,
                                                args.sequenceId())),
                        "CB-104"),
                Fault.of(
                        "callback-with-too-many-operations",
                        "B-067",
                        "callbacks hold more operations than ca_maxoperations",
                        CallbackFaults::tooManyOperations,
                        "CB-104"),
                Fault.of(
                        "callback-program-is-constant",
                        "B-068",
                        "callbacks go to a program number of the server's own",
                        () ->
                                Calls.sent(call ->
                                        new Effect.Send(
                                                call.connectionId(),
                                                call.attempt(),
                                                CONSTANT_PROGRAM,
                                                call.security(),
                                                call.compound())),
                        "CB-120",
                        "BIND-110"),
                Fault.of(
                        "callback-of-minor-version-zero",
                        "B-068",
                        "callbacks are of minor version 0",
                        () ->
                                Calls.sent(call ->
                                        Calls.with(
                                                call,
                                                new CbCompoundArgs(
                                                        call.compound().tag(),
                                                        0,
                                                        0,
                                                        call.compound().ops()))),
                        "CB-120"),
                Fault.of(
                        "callback-under-auth-none",
                        "B-069",
                        "callbacks carry no credential, whatever the client offered",
                        () ->
                                Calls.sent(call ->
                                        new Effect.Send(
                                                call.connectionId(),
                                                call.attempt(),
                                                call.program(),
                                                new CallbackSecParms.None(),
                                                call.compound())),
                        "CB-121",
                        "CB-123"),
                Fault.of(
                        "no-referring-calls",
                        "B-071",
                        "a recall does not name the OPEN that it is about",
                        () ->
                                Calls.sequences(args ->
                                        new CbSequenceArgs(
                                                args.sessionId(),
                                                args.sequenceId(),
                                                args.slotId(),
                                                args.highestSlotId(),
                                                args.cacheThis(),
                                                List.of())),
                        "CB-138"),
                Fault.of(
                        "highest-slot-is-the-table",
                        "",
                        "csa_highest_slotid is the last slot there is, in use or not",
                        () ->
                                Calls.sequences(args ->
                                        new CbSequenceArgs(
                                                args.sessionId(),
                                                args.sequenceId(),
                                                args.slotId(),
                                                3,
                                                args.cacheThis(),
                                                args.referringCallLists())),
                        "CB-110"));
    }

    private static ServerHooks tooManyOperations() {
        return Calls.sent(call -> {
            List<CbArgOp> ops = new ArrayList<>(call.compound().ops());
            while (ops.size() <= TOO_MANY_OPERATIONS) {
                ops.add(new CbRecallAnyArgs(0, Bitmap.EMPTY));
            }
            return Calls.with(call, ops);
        });
    }

    private static List<Fault> ofTheWay() {
        return List.of(
                Fault.of(
                        "callbacks-never-sent",
                        "B-058",
                        "no callback ever leaves the server, as if there were no connection",
                        () ->
                                Calls.sender(sender ->
                                        (call, reply) -> reply.accept(CallReply.Failure.LOST)),
                        "BIND-110"),
                Fault.of(
                        "bound-connection-not-used",
                        "B-062",
                        "a connection that was bound to the backchannel later is never used",
                        CallbackFaults::bindingForgotten,
                        "BIND-112",
                        "CB-106",
                        "CB-140"),
                Fault.of(
                        "slot-lost-after-a-failure",
                        "B-064",
                        "a slot whose callback failed is never used again, and the callback waits",
                        CallbackFaults::slotLost,
                        "CB-102"),
                Fault.of(
                        "sequence-id-advanced-by-a-failure",
                        "B-065",
                        "a callback that did not get through counts for the sequence id",
                        CallbackFaults::gapAfterFailure,
                        "CB-102"),
                Fault.of(
                        "recall-bound-to-its-session",
                        "B-073",
                        "a callback is tried in its first session only, which is destroyed",
                        CallbackFaults::firstSessionOnly,
                        "CB-108"));
    }

    private static ServerHooks bindingForgotten() {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs request) {
                        return Requests.change(
                                request,
                                BindConnToSessionArgs.class,
                                args ->
                                        new BindConnToSessionArgs(
                                                args.sessionId(),
                                                ChannelDirFromClient.FORE,
                                                args.useConnInRdmaMode()));
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        return Replies.change(
                                reply,
                                BindConnToSessionResOk.class,
                                ok ->
                                        new BindConnToSessionResOk(
                                                ok.sessionId(),
                                                ChannelDirFromServer.BOTH,
                                                ok.useConnInRdmaMode()));
                    }
                });
    }

    private static ServerHooks slotLost() {
        Set<SessionId> failed = ConcurrentHashMap.newKeySet();
        return Calls.sender(sender ->
                (call, reply) -> {
                    SessionId session = Calls.sequence(call).sessionId();
                    if (!failed.contains(session)) {
                        sender.send(
                                call,
                                came -> {
                                    if (came == CallReply.Failure.LOST) {
                                        failed.add(session);
                                    }
                                    reply.accept(came);
                                });
                    }
                });
    }

    private static ServerHooks gapAfterFailure() {
        Set<SessionId> failed = ConcurrentHashMap.newKeySet();
        return Calls.sender(sender ->
                (call, reply) -> {
                    SessionId session = Calls.sequence(call).sessionId();
                    int gap = failed.contains(session) ? 1 : 0;
                    sender.send(
                            Calls.withSequence(
                                    call,
                                    args -> Calls.at(args, args.slotId(), args.sequenceId() + gap)),
                            came -> {
                                if (came == CallReply.Failure.LOST) {
                                    failed.add(session);
                                }
                                reply.accept(came);
                            });
                });
    }

    private static ServerHooks firstSessionOnly() {
        Set<CbArgOp> seen = ConcurrentHashMap.newKeySet();
        Set<SessionId> sessions = ConcurrentHashMap.newKeySet();
        return Calls.sender(sender ->
                (call, reply) -> {
                    SessionId session = Calls.sequence(call).sessionId();
                    boolean again = !seen.add(call.compound().ops().getLast());
                    if (!again || !sessions.add(session)) {
                        sessions.add(session);
                        sender.send(call, reply);
                    }
                });
    }
}
