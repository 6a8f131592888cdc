package org.nfs41.conformance.fault;

import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Changes of what CREATE_SESSION negotiates for the fore channel. */
public final class Channels {
    private Channels() {}

    /**
     * The server negotiates something else than what client and server then say.
     *
     * @param request what the server is asked instead
     * @param told what the client is told, of what it asked and what the server granted
     */
    public static ServerHooks fore(
            UnaryOperator<ChannelAttributes> request, BinaryOperator<ChannelAttributes> told) {
        return Hooks.around(
                new CompoundFilter() {
                    @Override
                    public CompoundArgs request(CompoundArgs compound) {
                        return Requests.change(
                                compound,
                                CreateSessionArgs.class,
                                args ->
                                        withFore(
                                                args, request.apply(args.foreChannelAttributes())));
                    }

                    @Override
                    public CompoundRes reply(CompoundArgs compound, CompoundRes reply) {
                        for (ArgOp op : compound.ops()) {
                            if (op instanceof CreateSessionArgs args) {
                                return tell(args, told, reply);
                            }
                        }
                        return reply;
                    }
                });
    }

    private static CompoundRes tell(
            CreateSessionArgs args, BinaryOperator<ChannelAttributes> told, CompoundRes reply) {
        return Replies.change(
                reply,
                CreateSessionResOk.class,
                ok ->
                        new CreateSessionResOk(
                                ok.sessionId(),
                                ok.sequence(),
                                ok.flags(),
                                told.apply(
                                        args.foreChannelAttributes(), ok.foreChannelAttributes()),
                                ok.backChannelAttributes()));
    }

    private static CreateSessionArgs withFore(CreateSessionArgs args, ChannelAttributes fore) {
        return new CreateSessionArgs(
                args.clientId(),
                args.sequence(),
                args.flags(),
                fore,
                args.backChannelAttributes(),
                args.cbProgram(),
                args.secParms());
    }

    /** Other sizes in bytes; header padding, operations and slots stay. */
    public static ChannelAttributes sizes(
            ChannelAttributes channel, int request, int response, int cached) {
        return new ChannelAttributes(
                channel.headerPadSize(),
                request,
                response,
                cached,
                channel.maxOperations(),
                channel.maxRequests(),
                channel.rdmaIrd());
    }

    /** Other numbers of operations and slots; the sizes stay. */
    public static ChannelAttributes counts(ChannelAttributes channel, int operations, int slots) {
        return new ChannelAttributes(
                channel.headerPadSize(),
                channel.maxRequestSize(),
                channel.maxResponseSize(),
                channel.maxResponseSizeCached(),
                operations,
                slots,
                channel.rdmaIrd());
    }
}
