package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.LinkResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RemoveResOk;
import org.nfs41.xdr.op.RenameResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SetAttrRes;
import org.nfs41.xdr.op.StatusOnly;
import org.nfs41.xdr.op.WriteResOk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What may go wrong with the recall of delegations. */
public final class DelegationFaults implements FaultGroup {
    private static final ChangeInfo CHANGED = new ChangeInfo(false, 1, 2);

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(ofRecalls());
        faults.add(
                early(
                        "open-does-not-wait-for-the-delegation",
                        "B-080",
                        Operation.OPEN,
                        new OpenResOk(
                                new StateId(1, 2, 3),
                                CHANGED,
                                0,
                                Bitmap.EMPTY,
                                new OpenDelegation.None()),
                        "DELEG-101",
                        "DELEG-111"));
        faults.add(
                early(
                        "setattr-does-not-wait-for-the-delegation",
                        "B-082",
                        Operation.SETATTR,
                        new SetAttrRes(NfsStatus.OK, Bitmap.EMPTY),
                        "DELEG-103",
                        "DELEG-104"));
        faults.add(
                early(
                        "remove-does-not-wait-for-the-delegation",
                        "B-082",
                        Operation.REMOVE,
                        new RemoveResOk(CHANGED),
                        "DELEG-105"));
        faults.add(
                early(
                        "rename-does-not-wait-for-the-delegation",
                        "B-082",
                        Operation.RENAME,
                        new RenameResOk(CHANGED, CHANGED),
                        "DELEG-106",
                        "DELEG-107"));
        faults.add(
                early(
                        "link-does-not-wait-for-the-delegation",
                        "B-082",
                        Operation.LINK,
                        new LinkResOk(CHANGED),
                        "DELEG-108"));
        faults.add(
                early(
                        "write-does-not-wait-for-the-delegation",
                        "B-083",
                        Operation.WRITE,
                        new WriteResOk(1, StableHow.FILE_SYNC, 0),
                        "DELEG-109"));
        faults.add(
                early(
                        "read-does-not-wait-for-the-delegation",
                        "B-083",
                        Operation.READ,
                        new ReadResOk(true, Opaque.EMPTY),
                        "DELEG-110"));
        return faults;
    }

    /** One operation succeeds where it should have been told to come later. */
    private static Fault early(
            String id, String bug, Operation operation, ResOp success, String... caughtBy) {
        return Fault.of(
                id,
                bug,
                operation + " does not wait until a delegation in its way is returned",
                () ->
                        Hooks.replies(reply ->
                                Replies.endsWith(reply, operation, NfsStatus.DELAY)
                                        ? Replies.endWith(reply, success)
                                        : reply),
                caughtBy);
    }

    private static List<Fault> ofRecalls() {
        return List.of(
                Fault.of(
                        "delegation-without-a-backchannel",
                        "B-078",
                        "clients that cannot be called are given delegations",
                        () -> calls(Reachable::new),
                        "DELEG-140"),
                Fault.of(
                        "only-one-holder-is-recalled",
                        "B-081",
                        "of several holders of a file's delegations only the first is recalled",
                        () -> calls(OneHolder::new),
                        "DELEG-102"),
                Fault.of(
                        "holder-is-recalled-by-itself",
                        "B-084",
                        "what its holder reads under a delegation waits for the delegation",
                        DelegationFaults::holderWaitsForItself,
                        "DELEG-120",
                        "DELEG-121"),
                Fault.of(
                        "recall-for-ever",
                        "B-092",
                        "who was told to wait for a delegation is told so for ever",
                        DelegationFaults::delayedForEver,
                        "DELEG-160"),
                Fault.of(
                        "delegation-of-the-vanished-blocks",
                        "B-181",
                        "a delegation whose holder is gone is never given up",
                        DelegationFaults::neverGivenUp,
                        "DELEG-162",
                        "CB-137"),
                Fault.of(
                        "delegated-again-at-once",
                        "B-179",
                        "the holder who asks again is preferred to who was told to wait",
                        DelegationFaults::delayedForEver,
                        "DELEG-113"));
    }

    private static ServerHooks calls(Function<ClientCalls, ClientCalls> decorator) {
        return new ServerHooks() {
            @Override
            public ClientCalls calls(ClientCalls calls) {
                return decorator.apply(calls);
            }
        };
    }

    /** Everybody counts as reachable. */
    private record Reachable(ClientCalls calls) implements ClientCalls {
        @Override
        public void call(long clientId, ClientCall call, CallListener listener) {
            calls.call(clientId, call, listener);
        }

        @Override
        public boolean reachable(long clientId) {
            return true;
        }
    }

    /** Of each file only one client is recalled. */
    private static final class OneHolder implements ClientCalls {
        private final ClientCalls calls;
        private final Map<FileHandle, Long> recalled = new ConcurrentHashMap<>();

        OneHolder(ClientCalls calls) {
            this.calls = calls;
        }

        @Override
        public void call(long clientId, ClientCall call, CallListener listener) {
            boolean other =
                    call.operation() instanceof CbRecallArgs recall
                            && !Objects.equals(
                                    recalled.computeIfAbsent(recall.fh(), file -> clientId),
                                    clientId);
            if (!other) {
                calls.call(clientId, call, listener);
            } else {
                Thread.ofVirtual().start(() -> listener.done(CallOutcome.UNREACHABLE));
            }
        }

        @Override
        public boolean reachable(long clientId) {
            return calls.reachable(clientId);
        }
    }

    /** READ with the state id of a delegation gets NFS4ERR_DELAY. */
    private static ServerHooks holderWaitsForItself() {
        DelegationBook book = new DelegationBook();
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        book.note(reply);
                        boolean own =
                                Requests.first(request, ReadArgs.class)
                                        .filter(read -> book.isDelegation(read.stateId()))
                                        .isPresent();
                        return own && reply.status().equals(NfsStatus.OK)
                                ? Replies.endWith(
                                        reply, new StatusOnly(Operation.READ, NfsStatus.DELAY))
                                : reply;
                    }
                });
    }

    /** Once an OPEN of a name had to wait, every OPEN for writing of that name has to. */
    private static ServerHooks delayedForEver() {
        Map<Object, Boolean> delayed = new ConcurrentHashMap<>();
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        Object key = writer(Requests.kept(request));
                        if (key == null) {
                            return reply;
                        }
                        if (Replies.endsWith(reply, Operation.OPEN, NfsStatus.DELAY)) {
                            delayed.put(key, true);
                            return reply;
                        }
                        return delayed.containsKey(key) && reply.status().equals(NfsStatus.OK)
                                ? Replies.endWith(
                                        reply, new StatusOnly(Operation.OPEN, NfsStatus.DELAY))
                                : reply;
                    }
                });
    }

    /** OPEN for writing waits for every delegation that was not returned. */
    private static ServerHooks neverGivenUp() {
        Map<Object, StateId> held = new ConcurrentHashMap<>();
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        if (!reply.status().equals(NfsStatus.OK)) {
                            return reply;
                        }
                        Requests.first(request, DelegReturnArgs.class)
                                .ifPresent(args ->
                                        held.values().removeIf(args.delegStateId()::sameOther));
                        CompoundArgs kept = Requests.kept(request);
                        Object file = file(kept);
                        Object writer = writer(kept);
                        if (writer != null && held.containsKey(writer)) {
                            return Replies.endWith(
                                    reply, new StatusOnly(Operation.OPEN, NfsStatus.DELAY));
                        }
                        if (file != null
                                && reply.results().getLast() instanceof OpenResOk opened
                                && opened.delegation() instanceof OpenDelegation.Read(var read)) {
                            held.put(file, read.stateId());
                        }
                        return reply;
                    }
                });
    }

    /** What names the file that is opened for writing, null when none is. */
    private static @Nullable Object writer(CompoundArgs request) {
        boolean writes =
                Requests.first(request, OpenArgs.class)
                        .filter(open -> (open.shareAccess() & OpenShare.ACCESS_WRITE) != 0)
                        .isPresent();
        return writes ? file(request) : null;
    }

    /** What names the file that is opened, null when none is. */
    private static @Nullable Object file(CompoundArgs request) {
        OpenArgs open = Requests.first(request, OpenArgs.class).orElse(null);
        PutFhArgs directory = Requests.first(request, PutFhArgs.class).orElse(null);
        return open == null || directory == null ? null : List.of(open.claim(), directory);
    }
}
