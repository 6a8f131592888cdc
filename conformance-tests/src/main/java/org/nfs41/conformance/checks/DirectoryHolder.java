package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NfsSlot;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal.Granted;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.NotifyTypes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A client that has been given a delegation of a directory below the check's own. Whether there is
 * one at all is the server's choice.
 */
final class DirectoryHolder {
    /** Adding, removing and renaming entries. */
    static final Bitmap ENTRIES =
            Bitmap.of(NotifyTypes.REMOVE_ENTRY, NotifyTypes.ADD_ENTRY, NotifyTypes.RENAME_ENTRY);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int ATTEMPTS = 8;

    private final NfsSession session;
    private final FileHandle directory;
    private final Granted granted;

    private DirectoryHolder(NfsSession session, FileHandle directory, Granted granted) {
        this.session = session;
        this.directory = directory;
        this.granted = granted;
    }

    /** A new directory with these permissions below the check's own. */
    static FileHandle make(CheckContext cx, String name) {
        Reply made =
                cx.session()
                        .require(
                                Ops.putFh(cx.directory()),
                                Ops.makeDirectory(name, 0777),
                                Ops.getFh());
        return new FileHandle(made.result(GetFhResOk.class).object().data().detach());
    }

    /** A new client that is given a delegation of the directory, and told of these changes. */
    static DirectoryHolder of(CheckContext cx, FileHandle directory, Bitmap notifications) {
        return of(cx, cx.newClient().connect(), directory, notifications);
    }

    /** A client that is given a delegation of the directory, and told of these changes. */
    static DirectoryHolder of(
            CheckContext cx, NfsSession session, FileHandle directory, Bitmap notifications) {
        return of(cx, session.slot(0), directory, ask(notifications));
    }

    /** A client that asks on this slot, and not again when it has the delegation. */
    static DirectoryHolder of(
            CheckContext cx, NfsSlot slot, FileHandle directory, GetDirDelegationArgs args) {
        NfsSession session = slot.session();
        String last = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            Reply reply = slot.compound(Ops.putFh(directory), args);
            NfsStatus status = reply.status();
            last = Describe.status(status);
            // one check tells that the second is wrong
            if (status.equals(NfsStatus.NOTSUPP) || status.equals(NfsStatus.OP_ILLEGAL)) {
                throw cx.unsupported("GET_DIR_DELEGATION is not supported");
            }
            if (!status.equals(NfsStatus.DIRDELEG_UNAVAIL)) {
                assertThatReply(reply).because("a delegation is asked for").isOk();
                GetDirDelegationResNonFatal result =
                        reply.result(GetDirDelegationRes.class).nonFatal();
                if (result instanceof Granted granted) {
                    return new DirectoryHolder(session, directory, granted);
                }
                last = Describe.of(result);
            }
            cx.pause(PAUSE, "the server may want to try the backchannel first");
        }
        throw cx.unsupported("no delegation of a directory is granted: " + last);
    }

    /** GET_DIR_DELEGATION that wants these notifications, without attributes and at once. */
    static GetDirDelegationArgs ask(Bitmap notifications) {
        NfsTime atOnce = new NfsTime(0, 0);
        return new GetDirDelegationArgs(
                false, notifications, atOnce, atOnce, Bitmap.EMPTY, Bitmap.EMPTY);
    }

    NfsSession session() {
        return session;
    }

    FileHandle directory() {
        return directory;
    }

    StateId delegation() {
        return granted.stateId();
    }

    /** What the server has promised to tell. */
    Bitmap notifications() {
        return granted.notification();
    }

    /** The attributes of entries that notifications may bring. */
    Bitmap childAttributes() {
        return granted.childAttributes();
    }

    /** The attributes of the directory whose changes are told. */
    Bitmap directoryAttributes() {
        return granted.dirAttributes();
    }

    /** Gives the delegation back. */
    void giveBack() {
        assertThatReply(
                        session.compound(
                                Ops.putFh(directory), new DelegReturnArgs(granted.stateId())))
                .because("the delegation is given back")
                .isOk();
    }

    boolean isRecall(Callback call) {
        return call.find(CbRecallArgs.class)
                .filter(recall -> recall.stateId().sameOther(granted.stateId()))
                .isPresent();
    }

    private boolean isNotification(Callback call) {
        return call.find(CbNotifyArgs.class)
                .filter(notify -> notify.stateId().sameOther(granted.stateId()))
                .isPresent();
    }

    /** Whether the delegation has been recalled. */
    boolean isRecalled() {
        return session.client().callbacks().received().stream().anyMatch(this::isRecall);
    }

    /** Whether anything has been said of the delegation. */
    boolean isCalled() {
        return session.client().callbacks().received().stream()
                .anyMatch(call -> isRecall(call) || isNotification(call));
    }

    /** The recall, or so many changes that were told, each soon after the one before. */
    void awaitChanges(int count, String after) {
        Callbacks callbacks = session.client().callbacks();
        Instant end = Instant.now().plus(DelegationHolder.PROMPTLY);
        List<DirectoryChange> told = told();
        while (!isRecalled() && told.size() < count && Instant.now().isBefore(end)) {
            // what has come is looked at once each time, as there may be much of it
            int more = callbacks.received().size() + 1;
            callbacks.awaitCalls(call -> true, more, PAUSE);
            int before = told.size();
            told = told();
            if (told.size() > before) {
                end = Instant.now().plus(DelegationHolder.PROMPTLY);
            }
        }
        if (!isRecalled() && told.size() < count) {
            throw new CheckFailure(
                    "calls after " + after,
                    "CB_RECALL, or CB_NOTIFY of " + count + " changes",
                    told.isEmpty() ? "none" : told.size() + ": " + told);
        }
    }

    /** The recall of the delegation; it has to come soon. */
    void awaitRecall(String after) {
        session.client().callbacks().await(this::isRecall, DelegationHolder.PROMPTLY);
        Handshake.require(isRecalled(), "calls after " + after, "CB_RECALL", told().toString());
    }

    /** The calls so far that tell of changes, each once. */
    List<Callback> notices() {
        Set<Opaque> seen = new HashSet<>();
        // a retry has the same arguments, its sequence id among them
        return session.client().callbacks().received().stream()
                .filter(call -> isNotification(call) && seen.add(call.call().body()))
                .toList();
    }

    /** The changes of entries that were told so far, in order, each call once. */
    List<DirectoryChange> told() {
        List<DirectoryChange> changes = new ArrayList<>();
        for (Callback call : notices()) {
            try {
                changes.addAll(DirectoryChange.of(call.find(CbNotifyArgs.class).orElseThrow()));
            } catch (XdrException e) {
                throw new CheckFailure("CB_NOTIFY", "valid XDR", String.valueOf(e.getMessage()));
            }
        }
        return changes;
    }
}
