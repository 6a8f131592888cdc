package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.Callbacks;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.NfsSlot;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.time.Duration;
import java.util.List;

/**
 * A client that has been given a delegation of a file of the check's directory. Whether there is
 * one at all is the server's choice. Operations come behind SEQUENCE and PUTFH of the file, so that
 * the first has position 2.
 */
final class DelegationHolder {
    /** The position of the first operation. */
    static final int FIRST = 2;

    /** How long a recall may take to arrive. */
    static final Duration PROMPTLY = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int ATTEMPTS = 8;
    private static final int TO_RETURN = 20;

    private final CheckContext cx;
    private final NfsSession session;
    private final FileHandle file;
    private final OpenResOk opened;
    private final StateId delegation;

    private DelegationHolder(
            CheckContext cx,
            NfsSession session,
            FileHandle file,
            OpenResOk opened,
            StateId delegation) {
        this.cx = cx;
        this.session = session;
        this.file = file;
        this.opened = opened;
        this.delegation = delegation;
    }

    /** A new client that has a new file open for reading, with a read delegation. */
    static DelegationHolder reading(CheckContext cx, String name, byte... content) {
        return reading(cx, cx.newClient().connect(), name, cx.file(name, content));
    }

    /** A client that opens a file for reading and is given a read delegation. */
    static DelegationHolder reading(
            CheckContext cx, NfsSession session, String name, FileHandle file) {
        return on(cx, session.slot(0), name, file, false);
    }

    /** A new client that has a new file open for both, with a write delegation. */
    static DelegationHolder writing(CheckContext cx, String name, byte... content) {
        FileHandle file = cx.file(name, content);
        return on(cx, cx.newClient().connect().slot(0), name, file, true);
    }

    /** A client that asks on this slot, and not again when it has the delegation. */
    static DelegationHolder on(
            CheckContext cx, NfsSlot slot, String name, FileHandle file, boolean write) {
        int access =
                write
                        ? OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_WRITE_DELEG
                        : OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_READ_DELEG;
        String last = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            Reply reply = slot.compound(Ops.putFh(cx.directory()), Ops.open(name, "owner", access));
            assertThatReply(reply).because("a file is opened").isOk();
            OpenResOk opened = reply.result(OpenResOk.class);
            StateId delegation = granted(opened.delegation());
            boolean isWrite = opened.delegation() instanceof OpenDelegation.Write;
            if (delegation != null && isWrite == write) {
                return new DelegationHolder(cx, slot.session(), file, opened, delegation);
            }
            if (delegation != null) {
                slot.compound(Ops.putFh(file), new DelegReturnArgs(delegation));
            }
            last = Describe.of(opened.delegation());
            assertThatReply(slot.compound(Ops.putFh(file), Ops.close(opened.stateId()))).isOk();
            cx.pause(PAUSE, "the server may want to try the backchannel first");
        }
        throw cx.unsupported(
                "no " + (write ? "write" : "read") + " delegation is granted: " + last);
    }

    /** The delegation's state id, null when there is none. */
    static @Nullable StateId granted(OpenDelegation delegation) {
        return switch (delegation) {
            case OpenDelegation.Read(var read) -> read.stateId();
            case OpenDelegation.Write(var write) -> write.stateId();
            default -> null;
        };
    }

    NfsSession session() {
        return session;
    }

    Callbacks callbacks() {
        return session.client().callbacks();
    }

    FileHandle file() {
        return file;
    }

    /** What the file was opened with. */
    StateId open() {
        return opened.stateId();
    }

    StateId delegation() {
        return delegation;
    }

    /** Sends operations on the file. */
    Reply call(ArgOp... ops) {
        ArgOp[] all = new ArgOp[ops.length + 1];
        all[0] = Ops.putFh(file);
        System.arraycopy(ops, 0, all, 1, ops.length);
        return session.compound(all);
    }

    /** Closes the file; the delegation stays. */
    DelegationHolder close() {
        assertThatReply(call(Ops.close(open()))).because("the file is closed").isOk();
        return this;
    }

    /** Gives the delegation back, if need be after NFS4ERR_DELAY. */
    void giveBack() {
        Reply reply = call(new DelegReturnArgs(delegation));
        for (int i = 0; i < TO_RETURN && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(PAUSE, "the server is busy");
            reply = call(new DelegReturnArgs(delegation));
        }
        assertThatReply(reply).because("the delegation is given back").isOk();
    }

    /** Whether this call recalls the delegation. */
    boolean isRecall(Callback call) {
        return call.find(CbRecallArgs.class)
                .filter(recall -> recall.stateId().sameOther(delegation))
                .isPresent();
    }

    /** The first recall of the delegation; it has to come soon. */
    Callback awaitRecall(String after) {
        return awaitRecalls(1, PROMPTLY, after).getFirst();
    }

    /** So many recalls of the delegation, each in a call of its own; they have to come in time. */
    List<Callback> awaitRecalls(int count, Duration atMost, String after) {
        List<Callback> calls = callbacks().awaitCalls(this::isRecall, count, atMost);
        if (calls.size() < count) {
            throw new CheckFailure(
                    "calls after " + after,
                    (count == 1 ? "CB_RECALL" : count + " times CB_RECALL")
                            + " within "
                            + atMost.toMillis()
                            + " ms",
                    calls.isEmpty() ? "none" : String.valueOf(calls.size()));
        }
        CbRecallArgs recall = calls.getFirst().find(CbRecallArgs.class).orElseThrow();
        Handshake.requireSame("filehandle in CB_RECALL", file, recall.fh());
        return calls;
    }

    /** Nothing may have been recalled. */
    void requireNoRecall(String after) {
        boolean recalled = callbacks().received().stream().anyMatch(this::isRecall);
        Handshake.require(!recalled, "calls after " + after, "no CB_RECALL", "CB_RECALL");
    }

    /** TEST_STATEID has to say one of these of the delegation. */
    void requireState(String when, NfsStatus... expected) {
        NfsStatus actual = state(delegation);
        Handshake.require(
                List.of(expected).contains(actual),
                "TEST_STATEID of the delegation " + when,
                List.of(expected).toString(),
                Describe.status(actual));
    }

    private NfsStatus state(StateId stateId) {
        return session.require(Ops.testStateId(stateId))
                .result(TestStateIdResOk.class)
                .statusCodes()
                .getFirst();
    }
}
