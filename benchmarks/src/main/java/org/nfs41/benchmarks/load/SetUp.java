package org.nfs41.benchmarks.load;

import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.WriteArgs;
import org.nfs41.xdr.op.WriteResOk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Makes a client, its session and its file on a new connection. */
final class SetUp {
    /** Room for what stands around 1 MiB of data. */
    private static final int MESSAGE_BYTES = (1 << 20) + (8 << 10);

    /** What surely suffices around data. */
    private static final int AROUND_DATA = 1 << 10;

    private static final int CACHED_BYTES = 4 << 10;

    /** Of the longest request: the way to an export may be long. */
    private static final int OPERATIONS = 16;

    private static final int FILL_BYTES = 512 << 10;
    private static final int MODE = 0644;
    private static final int CALLBACK_PROGRAM = 0x40000000;

    private final Control control;
    private final int number;
    private final String name;
    private long clientId;

    /** On a connection that is counted from 0. */
    SetUp(Control control, int number) {
        this.control = control;
        this.number = number;
        name = "nfs41-load." + ProcessHandle.current().pid() + '.' + number;
    }

    /**
     * Makes all that the scenario needs.
     *
     * @throws SetUpFailure if the server does not grant it
     */
    Prepared prepare(Scenario scenario, Shape shape, String export)
            throws IOException, SetUpFailure {
        if (scenario == Scenario.NULL) {
            return withoutFile(new SessionId(0, 0), shape.depth(), 0);
        }
        CreateSessionResOk created = createSession(shape.depth());
        ChannelAttributes granted = created.foreChannelAttributes();
        judge(granted, scenario.ioBytes());
        SessionControl session = new SessionControl(control, created.sessionId(), 0);
        int wanted = Math.min(shape.depth(), granted.maxRequests());
        int slots = Math.clamp(reclaimComplete(session) + 1L, 1, wanted);
        if (scenario.files() == Scenario.Files.NONE) {
            return withoutFile(created.sessionId(), slots, session.sequenceId());
        }
        FileHandle directory = walk(session, export);
        CompoundRes opened = open(session, directory, export);
        FileHandle file = Control.result(opened, GetFhResOk.class).object().detach();
        StateId state = Control.result(opened, OpenResOk.class).stateId();
        if (scenario.files() == Scenario.Files.FILLED) {
            int most = Math.min(FILL_BYTES, granted.maxRequestSize() - AROUND_DATA);
            fill(session, file, state, shape.fileBytes(), most & -Long.BYTES);
        }
        return new Prepared(
                number,
                clientId,
                created.sessionId(),
                slots,
                session.sequenceId(),
                directory,
                Opaque.utf8(name),
                file,
                state);
    }

    private Prepared withoutFile(SessionId session, int slots, int sequenceId) {
        return new Prepared(
                number,
                clientId,
                session,
                slots,
                sequenceId,
                Prepared.NO_FILE,
                Opaque.EMPTY,
                Prepared.NO_FILE,
                StateId.ANONYMOUS);
    }

    private CreateSessionResOk createSession(int depth) throws IOException, SetUpFailure {
        ClientOwner owner =
                new ClientOwner(ThreadLocalRandom.current().nextLong(), Opaque.utf8(name));
        ExchangeIdResOk known =
                Control.result(
                        control.patiently("EXCHANGE_ID", Ops.exchangeId(owner, 0)),
                        ExchangeIdResOk.class);
        clientId = known.clientId();
        ChannelAttributes wanted =
                Ops.channel(MESSAGE_BYTES, MESSAGE_BYTES, CACHED_BYTES, OPERATIONS, depth);
        // without CONN_BACK_CHAN: the server is not to call
        CreateSessionArgs args =
                new CreateSessionArgs(
                        clientId,
                        known.sequenceId(),
                        0,
                        wanted,
                        Ops.backChannel(),
                        CALLBACK_PROGRAM,
                        List.of(Ops.authSys()));
        return Control.result(control.patiently("CREATE_SESSION", args), CreateSessionResOk.class);
    }

    private static void judge(ChannelAttributes granted, int ioBytes) throws SetUpFailure {
        int needed = ioBytes + AROUND_DATA;
        if (granted.maxRequestSize() < needed || granted.maxResponseSize() < needed) {
            throw new SetUpFailure(
                    "its sessions take requests of "
                            + granted.maxRequestSize()
                            + " and replies of "
                            + granted.maxResponseSize()
                            + " bytes, and this scenario needs "
                            + needed
                            + ": choose one that moves less at a time");
        }
    }

    /** Ends the reclaims there are none of; returns the highest slot that the server wants used. */
    private int reclaimComplete(SessionControl session) throws IOException, SetUpFailure {
        CompoundRes reply = session.call("RECLAIM_COMPLETE", List.of(Ops.reclaimComplete()));
        return Control.result(reply, SequenceResOk.class).targetHighestSlotId();
    }

    private FileHandle walk(SessionControl session, String export)
            throws IOException, SetUpFailure {
        List<ArgOp> ops = new ArrayList<>(Ops.walk(export));
        ops.add(Ops.getFh());
        CompoundRes found = session.call("the way to " + export, ops);
        return Control.result(found, GetFhResOk.class).object().detach();
    }

    private CompoundRes open(SessionControl session, FileHandle directory, String export)
            throws IOException, SetUpFailure {
        OpenFlag how = new OpenFlag.Create(new CreateHow.Unchecked(Ops.mode(MODE)));
        // a delegation would be in the way of nothing here, and cost the server something
        int access = OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG;
        return session.call(
                "making the file " + name + " in " + export,
                List.of(Ops.putFh(directory), Ops.open(name, name, access, how), Ops.getFh()));
    }

    private void fill(SessionControl session, FileHandle file, StateId state, int bytes, int most)
            throws IOException, SetUpFailure {
        int offset = 0;
        while (offset < bytes) {
            int length = Math.min(most, bytes - offset);
            Opaque data = Opaque.wrap(Pattern.bytes(number, offset, length));
            CompoundRes reply =
                    session.call(
                            "filling the file " + name,
                            List.of(
                                    Ops.putFh(file),
                                    new WriteArgs(state, offset, StableHow.UNSTABLE, data)));
            int written = Control.result(reply, WriteResOk.class).count();
            if (written <= 0 || written > length || written % Long.BYTES != 0) {
                throw new SetUpFailure("WRITE of " + length + " bytes wrote " + written);
            }
            offset += written;
        }
    }
}
