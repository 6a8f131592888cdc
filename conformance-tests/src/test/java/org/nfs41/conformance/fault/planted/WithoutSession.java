package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Hooks;
import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** Gives a COMPOUND that begins with PUTFH or PUTROOTFH a session that is not its own. */
final class WithoutSession implements CompoundProcessor {
    private static final ChannelAttributes CHANNEL =
            new ChannelAttributes(0, 65536, 65536, 4096, 32, 4, OptionalInt.empty());

    private final CompoundProcessor processor;
    private final AtomicLong names = new AtomicLong();

    WithoutSession(CompoundProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void execute(CompoundContext cx, XdrReader args, XdrWriter out) throws XdrException {
        int from = args.position();
        int to = from + args.remaining();
        CompoundArgs asked = null;
        try {
            asked = CompoundArgs.decode(args);
        } catch (XdrException e) {
            // the server will find out
        }
        args.reset(args.buffer(), from, to);
        if (asked == null || !isFileRequest(asked)) {
            processor.execute(cx, args, out);
            return;
        }
        List<ArgOp> ops = new ArrayList<>(asked.ops());
        ops.addFirst(sequence(cx));
        CompoundRes done = Hooks.ask(processor, cx, ops.toArray(ArgOp[]::new));
        new CompoundRes(
                        done.status(),
                        asked.tag(),
                        done.results().subList(1, done.results().size()))
                .encode(out);
    }

    private static boolean isFileRequest(CompoundArgs asked) {
        return asked.minorVersion() == 1
                && asked.undecoded().isEmpty()
                && !asked.ops().isEmpty()
                && (asked.ops().getFirst() instanceof PutFhArgs
                        || asked.ops().getFirst() instanceof PutRootFhArgs);
    }

    /** The first SEQUENCE of a new session of a new client. */
    private SequenceArgs sequence(CompoundContext cx) {
        long number = names.incrementAndGet();
        ClientOwner owner = new ClientOwner(number, Opaque.utf8("nobody-" + number));
        CompoundRes exchanged =
                Hooks.ask(
                        processor,
                        cx,
                        new ExchangeIdArgs(owner, 0, new StateProtectA.None(), null));
        ExchangeIdResOk client = (ExchangeIdResOk) exchanged.results().getFirst();
        CompoundRes created =
                Hooks.ask(
                        processor,
                        cx,
                        new CreateSessionArgs(
                                client.clientId(),
                                client.sequenceId(),
                                0,
                                CHANNEL,
                                CHANNEL,
                                0,
                                List.of(
                                        new CallbackSecParms.Sys(
                                                new AuthSysParms(
                                                        0, Opaque.EMPTY, 0, 0, List.of())))));
        CreateSessionResOk session = (CreateSessionResOk) created.results().getFirst();
        return new SequenceArgs(session.sessionId(), 1, 0, 0, false);
    }
}
