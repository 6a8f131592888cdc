package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.Calls;
import org.nfs41.conformance.fault.ClientCallFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.CallReply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbCompoundRes;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.cb.CbSequenceArgs;
import org.nfs41.xdr.cb.CbSequenceResOk;
import org.nfs41.xdr.cb.CbStatusOnly;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal.Granted;
import org.nfs41.xdr.op.NotifyTypes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What may go wrong with CB_NOTIFY. */
public final class NotificationFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(ofContents());
        faults.addAll(ofCalls());
        return faults;
    }

    private static List<Fault> ofContents() {
        return List.of(
                Fault.of(
                        "added-entry-is-always-the-last",
                        "",
                        "each entry that is told of counts as the only one of its directory",
                        () -> added(NotificationFaults::alone),
                        "DIR-120"),
                Fault.of(
                        "added-entry-has-another-cookie",
                        "",
                        "the cookie of an entry that is told of is not that of READDIR",
                        () -> added(NotificationFaults::withOtherCookie),
                        "DIR-120",
                        "DIR-121"),
                Fault.of(
                        "attributes-that-were-not-granted",
                        "B-097",
                        "entries are told of with attributes that GET_DIR_DELEGATION did not grant",
                        NotificationFaults::nothingGranted,
                        "DIR-120"),
                Fault.of(
                        "rename-is-told-as-an-addition",
                        "B-095",
                        "of a rename within a directory the new name alone is told",
                        () -> changes(NotificationFaults::additionOnly),
                        "DIR-121"),
                Fault.of(
                        "replaced-entry-is-not-told",
                        "",
                        "the entry that a rename replaces is not named",
                        () -> changes(NotificationFaults::withoutReplaced),
                        "DIR-122"),
                Fault.of(
                        "attributes-of-the-directory-are-not-told",
                        "",
                        "nobody is told of new attributes of a directory",
                        NotificationFaults::withoutAttributes,
                        "DIR-123"),
                Fault.of(
                        "notifications-in-the-wrong-order",
                        "B-098",
                        "what one call tells of is in the order from new to old",
                        NotificationFaults::reversed,
                        "DIR-125"));
    }

    private static List<Fault> ofCalls() {
        return List.of(
                Fault.of(
                        "directories-are-not-recalled",
                        "B-094",
                        "changes that are not told do not recall delegations of directories",
                        NotificationFaults::neverRecalled,
                        "DIR-124",
                        "DIR-128"),
                Fault.of(
                        "one-holder-of-a-directory-is-told",
                        "B-094",
                        "of several holders of a directory the first is told of changes",
                        NotificationFaults::firstOnly,
                        "DIR-126"),
                Fault.of(
                        "notifications-refer-to-nothing",
                        "B-071",
                        "CB_NOTIFY does not say what it may overtake",
                        () -> Calls.sequences(NotificationFaults::withoutReferring),
                        "DIR-127"),
                Fault.of(
                        "refused-notification-counts-as-heard",
                        "B-098",
                        "a notification that its client refuses counts as told",
                        NotificationFaults::heard,
                        "DIR-130",
                        "DIR-131"),
                Fault.of(
                        "notification-that-was-cut-off-counts-as-heard",
                        "B-062",
                        "a notification whose connection ends before the reply counts as told",
                        NotificationFaults::cutIsHeard,
                        "DIR-132"));
    }

    /** Changes each change in a notification. */
    private static ServerHooks changes(UnaryOperator<Notify> change) {
        return new ClientCallFilter() {
            @Override
            protected CbArgOp call(long clientId, CbArgOp operation) {
                return operation instanceof CbNotifyArgs notify
                        ? with(notify, notify.changes().stream().map(change).toList())
                        : operation;
            }
        }.hooks();
    }

    private static CbNotifyArgs with(CbNotifyArgs notify, List<Notify> changes) {
        return new CbNotifyArgs(notify.stateId(), notify.fh(), changes);
    }

    private static ServerHooks added(UnaryOperator<NotifyAdd> change) {
        return changes(notify ->
                isOf(notify, NotifyTypes.ADD_ENTRY)
                        ? of(change.apply(decoded(notify, NotifyAdd::decode)))
                        : notify);
    }

    private static boolean isOf(Notify notify, int type) {
        return notify.mask().equals(Bitmap.of(type));
    }

    /** What decodes one kind of notification. */
    @FunctionalInterface
    private interface Decoder<T> {
        T decode(XdrReader values) throws XdrException;
    }

    private static <T> T decoded(Notify notify, Decoder<T> decoder) {
        try {
            return decoder.decode(new XdrReader(notify.values()));
        } catch (XdrException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Notify of(NotifyAdd added) {
        XdrWriter values = new XdrWriter();
        added.encode(values);
        return new Notify(Bitmap.of(NotifyTypes.ADD_ENTRY), Opaque.of(values.toByteArray()));
    }

    private static NotifyAdd alone(NotifyAdd added) {
        return new NotifyAdd(
                added.oldEntry(), added.newEntry(), added.newEntryCookie(), null, true);
    }

    private static NotifyAdd withOtherCookie(NotifyAdd added) {
        return new NotifyAdd(
                added.oldEntry(),
                added.newEntry(),
                OptionalLong.of(added.newEntryCookie().orElse(0) + 1_000_000),
                added.prevEntry(),
                added.lastEntry());
    }

    private static Notify additionOnly(Notify notify) {
        return isOf(notify, NotifyTypes.RENAME_ENTRY)
                ? of(decoded(notify, NotifyRename::decode).newEntry())
                : notify;
    }

    private static Notify withoutReplaced(Notify notify) {
        if (!isOf(notify, NotifyTypes.RENAME_ENTRY)) {
            return notify;
        }
        NotifyRename renamed = decoded(notify, NotifyRename::decode);
        NotifyAdd entry = renamed.newEntry();
        NotifyAdd without =
                new NotifyAdd(
                        null,
                        entry.newEntry(),
                        entry.newEntryCookie(),
                        entry.prevEntry(),
                        entry.lastEntry());
        XdrWriter values = new XdrWriter();
        new NotifyRename(renamed.oldEntry(), without).encode(values);
        return new Notify(notify.mask(), Opaque.of(values.toByteArray()));
    }

    private static ServerHooks nothingGranted() {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        GetDirDelegationRes.class,
                        result ->
                                result.nonFatal() instanceof Granted granted
                                        ? new GetDirDelegationRes(
                                                new Granted(
                                                        granted.cookieVerifier(),
                                                        granted.stateId(),
                                                        granted.notification(),
                                                        Bitmap.EMPTY,
                                                        granted.dirAttributes()))
                                        : result));
    }

    private static ServerHooks withoutAttributes() {
        return new ClientCallFilter() {
            @Override
            protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                return operation instanceof CbNotifyArgs notify
                                && notify.changes().stream()
                                        .allMatch(each -> isOf(each, NotifyTypes.CHANGE_DIR_ATTRS))
                        ? null
                        : operation;
            }
        }.hooks();
    }

    private static ServerHooks reversed() {
        return new ClientCallFilter() {
            @Override
            protected CbArgOp call(long clientId, CbArgOp operation) {
                return operation instanceof CbNotifyArgs notify
                        ? with(notify, notify.changes().reversed())
                        : operation;
            }
        }.hooks();
    }

    private static ServerHooks neverRecalled() {
        return new ClientCallFilter() {
            @Override
            protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                return operation instanceof CbRecallArgs ? null : operation;
            }
        }.hooks();
    }

    private static ServerHooks firstOnly() {
        Map<FileHandle, Long> first = new ConcurrentHashMap<>();
        return new ClientCallFilter() {
            @Override
            protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                boolean other =
                        operation instanceof CbNotifyArgs notify
                                && first.computeIfAbsent(notify.fh(), any -> clientId) != clientId;
                return other ? null : operation;
            }
        }.hooks();
    }

    private static CbSequenceArgs withoutReferring(CbSequenceArgs sequence) {
        return new CbSequenceArgs(
                sequence.sessionId(),
                sequence.sequenceId(),
                sequence.slotId(),
                sequence.highestSlotId(),
                sequence.cacheThis(),
                List.of());
    }

    /** Whatever becomes of CB_NOTIFY, its client has heard it. */
    private static ServerHooks heard() {
        return new ClientCallFilter() {
            @Override
            protected CallOutcome outcome(CbArgOp operation, CallOutcome outcome) {
                return operation instanceof CbNotifyArgs
                        ? new CallOutcome.Answered(
                                new CbStatusOnly(CallbackOperation.CB_NOTIFY, NfsStatus.OK))
                        : outcome;
            }
        }.hooks();
    }

    private static ServerHooks cutIsHeard() {
        return Calls.sender(sender ->
                (call, reply) ->
                        sender.send(
                                call,
                                came ->
                                        reply.accept(
                                                !(came instanceof CallReply.Results)
                                                                && Calls.first(
                                                                                call,
                                                                                CbNotifyArgs.class)
                                                                        .isPresent()
                                                        ? done(Calls.sequence(call))
                                                        : came)));
    }

    private static CallReply done(CbSequenceArgs args) {
        CbSequenceResOk sequence =
                new CbSequenceResOk(
                        args.sessionId(),
                        args.sequenceId(),
                        args.slotId(),
                        args.slotId(),
                        args.slotId());
        CbStatusOnly notify = new CbStatusOnly(CallbackOperation.CB_NOTIFY, NfsStatus.OK);
        return new CallReply.Results(
                new CbCompoundRes(NfsStatus.OK, Opaque.EMPTY, List.of(sequence, notify)));
    }
}
