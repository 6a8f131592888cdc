package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.ClientCallFilter;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundContext;
import org.nfs41.server.ServerHooks;
import org.nfs41.state.callback.CallOutcome;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.StatusOnly;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What may go wrong with attributes that the holder of a write delegation knows better. */
public final class HolderFaults implements FaultGroup {
    private static final Bitmap CHANGE_AND_SIZE = Bitmap.of(Attribute.CHANGE, Attribute.SIZE);
    private static final Bitmap CHANGE_AND_TIME =
            Bitmap.of(Attribute.CHANGE, Attribute.TIME_MODIFY);

    /** What the checks have written, and what they answer CB_GETATTR with. */
    private static final long STORED_SIZE = 1;

    private static final long HELD_SIZE = 12_345;
    private static final int SIZE_AT = Long.BYTES;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "size-of-the-holder-is-not-heard",
                        "",
                        "whatever a holder says, the size is the one that is stored",
                        () -> answers(values -> values.putLong(SIZE_AT, STORED_SIZE)),
                        "DELEG-170",
                        "DELEG-194"),
                Fault.of(
                        "held-file-changes-once",
                        "",
                        "the change of a file that its holder writes goes up once",
                        () -> shown(CHANGE_AND_SIZE, new Kept(HELD_SIZE)),
                        "DELEG-171"),
                Fault.of(
                        "held-file-has-always-changed",
                        "",
                        "a holder that says that it has changed nothing is not believed",
                        () -> answers(values -> values.putLong(0, values.getLong(0) + 1)),
                        "DELEG-190"),
                Fault.of(
                        "holder-is-asked-for-itself",
                        "",
                        "GETATTR by the holder has the server ask the holder",
                        HolderFaults::asksWhoAsks,
                        "DELEG-191"),
                Fault.of(
                        "getattr-waits-for-ever",
                        "",
                        "a GETATTR that once had to wait for a holder has to for ever",
                        HolderFaults::delayedForEver,
                        "DELEG-192",
                        "DELEG-193"),
                Fault.of(
                        "holder-that-cannot-say-keeps-the-file",
                        "",
                        "a holder that answers CB_GETATTR with an error is not recalled",
                        HolderFaults::neverRecalled,
                        "DELEG-193"),
                Fault.of(
                        "new-size-without-a-change",
                        "",
                        "a size that the holder says leaves the change as it was",
                        () -> shown(CHANGE_AND_SIZE, new Kept(STORED_SIZE)),
                        "DELEG-194"),
                Fault.of(
                        "shown-times-stay",
                        "",
                        "time_modify of a file that its holder writes stays as it was",
                        () -> shown(CHANGE_AND_TIME, new FirstTime()),
                        "DELEG-195"),
                Fault.of(
                        "readdir-waits-for-the-holder",
                        "",
                        "READDIR waits for holders that nobody asks for anything",
                        () ->
                                Hooks.replies(reply ->
                                        reply.status().equals(NfsStatus.OK)
                                                        && reply.results()
                                                                .getLast()
                                                                .op()
                                                                .equals(Operation.READDIR)
                                                ? Replies.endWith(reply, delay(Operation.READDIR))
                                                : reply),
                        "DELEG-196"));
    }

    private static StatusOnly delay(Operation operation) {
        return new StatusOnly(operation, NfsStatus.DELAY);
    }

    /** Changes what the server hears of size and change. */
    private static ServerHooks answers(UnaryOperator<ByteBuffer> change) {
        return new ClientCallFilter() {
            @Override
            protected CallOutcome outcome(CbArgOp operation, CallOutcome outcome) {
                return outcome instanceof CallOutcome.Answered(CbGetAttrResOk ok)
                        ? new CallOutcome.Answered(
                                new CbGetAttrResOk(changed(ok.objAttributes(), change)))
                        : outcome;
            }
        }.hooks();
    }

    private static FileAttributes changed(
            FileAttributes attributes, UnaryOperator<ByteBuffer> change) {
        ByteBuffer values = ByteBuffer.wrap(attributes.values().toByteArray());
        return new FileAttributes(attributes.mask(), Opaque.of(change.apply(values).array()));
    }

    /** Changes what GETATTR of these attributes shows. */
    private static ServerHooks shown(Bitmap mask, UnaryOperator<ByteBuffer> change) {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        GetAttrResOk.class,
                        ok ->
                                ok.objAttributes().mask().equals(mask)
                                        ? new GetAttrResOk(changed(ok.objAttributes(), change))
                                        : ok));
    }

    /** The change that was shown with a size first is shown ever after. */
    private static final class Kept implements UnaryOperator<ByteBuffer> {
        private final long size;
        private final AtomicReference<@Nullable Long> change = new AtomicReference<>();

        Kept(long size) {
            this.size = size;
        }

        @Override
        public ByteBuffer apply(ByteBuffer values) {
            if (values.getLong(SIZE_AT) == size) {
                change.compareAndSet(null, values.getLong(0));
            }
            Long first = change.get();
            return first == null ? values : values.putLong(0, first);
        }
    }

    /** The time that was shown first is shown ever after. */
    private static final class FirstTime implements UnaryOperator<ByteBuffer> {
        private static final int TIME_AT = Long.BYTES;
        private static final int NANOS_AT = TIME_AT + Long.BYTES;

        private record Time(long seconds, int nanos) {}

        private final AtomicReference<@Nullable Time> shown = new AtomicReference<>();

        @Override
        public ByteBuffer apply(ByteBuffer values) {
            shown.compareAndSet(null, new Time(values.getLong(TIME_AT), values.getInt(NANOS_AT)));
            Time first = Objects.requireNonNull(shown.get());
            return values.putLong(TIME_AT, first.seconds()).putInt(NANOS_AT, first.nanos());
        }
    }

    private static ServerHooks asksWhoAsks() {
        AtomicReference<@Nullable ClientCalls> calls = new AtomicReference<>();
        ServerHooks heard =
                new ServerHooks() {
                    @Override
                    public ClientCalls calls(ClientCalls given) {
                        calls.set(given);
                        return given;
                    }
                };
        return Hooks.both(
                heard,
                Hooks.aroundEach((processor, cx) ->
                        new CompoundFilter() {
                            @Override
                            public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                                ask(calls.get(), cx, request);
                                return reply;
                            }
                        }));
    }

    private static void ask(@Nullable ClientCalls calls, CompoundContext cx, CompoundArgs request) {
        if (calls != null && Requests.first(request, GetAttrArgs.class).isPresent()) {
            Requests.first(request, PutFhArgs.class)
                    .ifPresent(file -> {
                        FileHandle handle = new FileHandle(file.object().data().detach());
                        CbGetAttrArgs args = new CbGetAttrArgs(handle, CHANGE_AND_SIZE);
                        long clientId = cx.requireSession().client().clientId();
                        calls.call(clientId, new ClientCall(args, null), outcome -> {});
                    });
        }
    }

    private static ServerHooks delayedForEver() {
        Map<FileHandle, Boolean> delayed = new ConcurrentHashMap<>();
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
                        PutFhArgs file =
                                Requests.first(Requests.kept(request), PutFhArgs.class)
                                        .orElse(null);
                        if (file == null
                                || reply.results().isEmpty()
                                || !reply.results().getLast().op().equals(Operation.GETATTR)) {
                            return reply;
                        }
                        if (reply.status().equals(NfsStatus.DELAY)) {
                            delayed.put(file.object(), true);
                        }
                        return delayed.containsKey(file.object())
                                ? Replies.endWith(reply, delay(Operation.GETATTR))
                                : reply;
                    }
                });
    }

    private static ServerHooks neverRecalled() {
        return new ClientCallFilter() {
            @Override
            protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                return operation instanceof CbRecallArgs ? null : operation;
            }
        }.hooks();
    }
}
