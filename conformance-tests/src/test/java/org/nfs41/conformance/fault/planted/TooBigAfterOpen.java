package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Channels;
import org.nfs41.conformance.fault.CompoundFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.rpc.RpcReply;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.StatusOnly;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Replies are cut to ca_maxresponsesize only when everything has been executed. */
public final class TooBigAfterOpen extends Fault {
    private static final int LARGE = 1 << 20;

    /** As {@link Fault} asks. */
    public TooBigAfterOpen() {
        super(
                "reply-is-cut-after-open",
                "",
                "OPEN is executed although its filehandle does not fit into the reply",
                "SEQ-103");
    }

    @Override
    public ServerHooks hooks() {
        ServerHooks unlimited =
                Channels.fore(
                        asked ->
                                Channels.sizes(
                                        asked,
                                        asked.maxRequestSize(),
                                        LARGE,
                                        asked.maxResponseSizeCached()),
                        (asked, ok) ->
                                Channels.sizes(
                                        ok,
                                        ok.maxRequestSize(),
                                        Math.min(asked.maxResponseSize(), ok.maxResponseSize()),
                                        ok.maxResponseSizeCached()));
        ServerHooks cutting = Hooks.around(new Cut());
        return new ServerHooks() {
            @Override
            public CompoundProcessor compound(CompoundProcessor processor) {
                return cutting.compound(unlimited.compound(processor));
            }
        };
    }

    private static final class Cut implements CompoundFilter {
        private final Map<SessionId, Integer> limits = new ConcurrentHashMap<>();

        @Override
        public CompoundRes reply(CompoundArgs request, CompoundRes reply) {
            if (reply.results().getFirst() instanceof CreateSessionResOk ok) {
                limits.put(ok.sessionId(), ok.foreChannelAttributes().maxResponseSize());
            }
            return Requests.sequence(request)
                    .map(asked -> limits.get(asked.sessionId()))
                    .map(limit -> cut(reply, limit))
                    .orElse(reply);
        }

        private static CompoundRes cut(CompoundRes reply, int limit) {
            CompoundRes left = length(reply) > limit ? tooBig(reply) : reply;
            while (length(left) > limit) {
                left = tooBig(Replies.withoutLast(left));
            }
            return left;
        }

        private static CompoundRes tooBig(CompoundRes reply) {
            return Replies.endWith(
                    reply, new StatusOnly(reply.results().getLast().op(), NfsStatus.REP_TOO_BIG));
        }

        private static int length(CompoundRes reply) {
            XdrWriter bytes = new XdrWriter();
            reply.encode(bytes);
            return RpcReply.HEADER_BYTES + bytes.position();
        }
    }
}
