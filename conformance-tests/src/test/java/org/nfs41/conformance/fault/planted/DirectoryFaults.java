package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal.Granted;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal.Unavailable;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.RemoveResOk;
import org.nfs41.xdr.op.RenameResOk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** What may go wrong with delegations of directories. */
public final class DirectoryFaults implements FaultGroup {
    private static final ChangeInfo CHANGED = new ChangeInfo(false, 1, 2);

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "directory-changes-are-not-told",
                        "B-094",
                        "nobody hears of a change of the directory that he has a delegation of",
                        () -> calls((client, directory) -> false),
                        "DIR-101",
                        "DIR-102",
                        "DIR-103",
                        "DIR-104",
                        "DIR-105",
                        "DIR-110",
                        "DIR-114"),
                Fault.of(
                        "rename-is-told-to-one-directory",
                        "B-095",
                        "of a rename across directories the holder of one of them hears",
                        DirectoryFaults::firstDirectoryOnly,
                        "DIR-106"),
                Fault.of(
                        "second-delegation-of-a-directory",
                        "B-096",
                        "the holder of a directory's delegation is given another one",
                        () -> answers(DirectoryFaults::another),
                        "DIR-107",
                        "DIR-108"),
                Fault.of(
                        "all-notifications-promised",
                        "B-097",
                        "every kind of notification is promised, asked for or not",
                        () -> answers(DirectoryFaults::promising),
                        "DIR-109"),
                Fault.of(
                        "many-changes-are-lost",
                        "B-098",
                        "of many changes of a directory neither notification nor recall tells",
                        () -> calls((client, directory) -> false),
                        "DIR-111"),
                Fault.of(
                        "delegated-directory-goes-at-once",
                        "B-099",
                        "REMOVE and RENAME do not wait for the delegation of the directory",
                        () -> Hooks.replies(DirectoryFaults::goneAtOnce),
                        "DIR-112",
                        "DIR-113"));
    }

    private static ServerHooks firstDirectoryOnly() {
        Map<Long, FileHandle> first = new ConcurrentHashMap<>();
        return calls((client, directory) ->
                first.computeIfAbsent(client, any -> directory).equals(directory));
    }

    /** Recalls and notifications of which {@code sent} is not true are forgotten. */
    private static ServerHooks calls(BiPredicate<Long, FileHandle> sent) {
        return new ServerHooks() {
            @Override
            public ClientCalls calls(ClientCalls calls) {
                return new Forgetful(calls, sent);
            }
        };
    }

    private record Forgetful(ClientCalls calls, BiPredicate<Long, FileHandle> sent)
            implements ClientCalls {
        @Override
        public void call(long clientId, ClientCall call, CallListener listener) {
            boolean forgotten =
                    switch (call.operation()) {
                        case CbRecallArgs recall -> !sent.test(clientId, recall.fh());
                        case CbNotifyArgs notify -> !sent.test(clientId, notify.fh());
                        default -> false;
                    };
            if (!forgotten) {
                calls.call(clientId, call, listener);
            }
        }

        @Override
        public boolean reachable(long clientId) {
            return calls.reachable(clientId);
        }
    }

    private static ServerHooks answers(UnaryOperator<GetDirDelegationResNonFatal> change) {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        GetDirDelegationRes.class,
                        result -> new GetDirDelegationRes(change.apply(result.nonFatal()))));
    }

    private static GetDirDelegationResNonFatal another(GetDirDelegationResNonFatal answer) {
        return answer instanceof Unavailable
                ? new Granted(1, new StateId(1, 7, 7), Bitmap.EMPTY, Bitmap.EMPTY, Bitmap.EMPTY)
                : answer;
    }

    private static GetDirDelegationResNonFatal promising(GetDirDelegationResNonFatal answer) {
        Bitmap all =
                Bitmap.of(
                        NotifyTypes.REMOVE_ENTRY, NotifyTypes.ADD_ENTRY, NotifyTypes.RENAME_ENTRY);
        return answer instanceof Granted given
                ? new Granted(
                        given.cookieVerifier(),
                        given.stateId(),
                        all,
                        given.childAttributes(),
                        given.dirAttributes())
                : answer;
    }

    private static CompoundRes goneAtOnce(CompoundRes reply) {
        if (Replies.endsWith(reply, Operation.REMOVE, NfsStatus.DELAY)) {
            return Replies.endWith(reply, new RemoveResOk(CHANGED));
        }
        return Replies.endsWith(reply, Operation.RENAME, NfsStatus.DELAY)
                ? Replies.endWith(reply, new RenameResOk(CHANGED, CHANGED))
                : reply;
    }
}
