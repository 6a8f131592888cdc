package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Callback;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;

/**
 * The way to have a server call: a delegation, and another client that wants the file. Whether
 * there is a delegation at all is the server's choice.
 */
final class Recall {
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int ATTEMPTS = 5;
    private static final int TO_OPEN = 40;

    private final CheckContext cx;
    private final NfsSession holder;
    private final NfsConnection connection;
    private final String name;
    private final FileHandle file;
    private final StateId open;
    private final StateId delegation;

    private Recall(
            CheckContext cx,
            NfsSession holder,
            NfsConnection connection,
            String name,
            FileHandle file,
            Granted granted) {
        this.cx = cx;
        this.holder = holder;
        this.connection = connection;
        this.name = name;
        this.file = file;
        this.open = granted.open();
        this.delegation = granted.delegation();
    }

    private record Granted(StateId open, StateId delegation) {}

    /**
     * Gets a delegation on a new file of this name; ends the check when none is to be had.
     *
     * @param connection on which the session asks for it and gives it back
     */
    static Recall prepare(
            CheckContext cx, NfsSession holder, NfsConnection connection, String name) {
        FileHandle file = cx.file(name);
        for (int i = 0; i < ATTEMPTS; i++) {
            Reply reply =
                    holder.slot(0)
                            .start(
                                    connection,
                                    false,
                                    Ops.putFh(cx.directory()),
                                    Ops.open(
                                            name,
                                            "owner",
                                            OpenShare.ACCESS_READ
                                                    | OpenShare.ACCESS_WANT_READ_DELEG))
                            .await();
            assertThatReply(reply).isOk();
            OpenResOk opened = reply.result(OpenResOk.class);
            StateId delegation =
                    switch (opened.delegation()) {
                        case OpenDelegation.Read(var read) -> read.stateId();
                        case OpenDelegation.Write(var write) -> write.stateId();
                        default -> null;
                    };
            if (delegation != null) {
                Granted granted = new Granted(opened.stateId(), delegation);
                return new Recall(cx, holder, connection, name, file, granted);
            }
            close(holder, connection, file, opened.stateId());
            cx.pause(PAUSE, "the server may want to try the backchannel first");
        }
        throw cx.unsupported(
                "no delegation is granted, so there is nothing to call the client for");
    }

    /** Has another client open the file for writing; the recall that reaches the first one. */
    Callback provoke() {
        NfsSession other = cx.newClient().connect();
        Reply first = openForWriting(other);
        assertThatReply(first)
                .because("a delegation is in the way")
                .hasStatus(NfsStatus.DELAY, NfsStatus.OK);
        Callback call =
                holder.client()
                        .callbacks()
                        .await(Recall::isRecall, AT_MOST)
                        .orElseThrow(() ->
                                new CheckFailure(
                                        "calls after another client's OPEN for writing",
                                        "CB_RECALL within " + AT_MOST.toSeconds() + " s",
                                        "none"));
        Reply returned =
                holder.slot(0)
                        .start(connection, false, Ops.putFh(file), new DelegReturnArgs(delegation))
                        .await();
        assertThatReply(returned).because("the delegation is given back").isOk();
        close(holder, connection, file, open);
        Reply reply = first;
        for (int i = 0; i < TO_OPEN && reply.status().equals(NfsStatus.DELAY); i++) {
            cx.pause(PAUSE, "the server works on the recall");
            reply = openForWriting(other);
        }
        assertThatReply(reply).because("nothing is in the way any more").isOk();
        close(other, other.client().connection(), file, reply.result(OpenResOk.class).stateId());
        return call;
    }

    /** The file that the delegation is of. */
    FileHandle file() {
        return file;
    }

    /** Whether a call of the server recalls a delegation. */
    static boolean isRecall(Callback call) {
        return call.compound() != null
                && call.compound().ops().stream().anyMatch(CbRecallArgs.class::isInstance);
    }

    private Reply openForWriting(NfsSession session) {
        return session.compound(
                Ops.putFh(cx.directory()),
                Ops.open(name, "owner", OpenShare.ACCESS_WRITE | OpenShare.ACCESS_WANT_NO_DELEG));
    }

    private static void close(
            NfsSession session, NfsConnection connection, FileHandle file, StateId state) {
        assertThatReply(
                        session.slot(0)
                                .start(connection, false, Ops.putFh(file), Ops.close(state))
                                .await())
                .isOk();
    }
}
