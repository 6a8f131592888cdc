package org.nfs41.conformance.wireshark;

import org.nfs41.conformance.EmbeddedServer;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A conversation between the suite's client and the server.
 *
 * @param segments what went over the wire
 * @param replies all replies, each with its request, as the suite's own decoder reads them
 * @param implemented the operations that the server implements
 */
record Recording(List<Segment> segments, List<Reply> replies, Set<Operation> implemented) {

    /** Holds the whole conversation. */
    static Recording make() throws IOException, XdrException {
        Set<Operation> implemented = Collections.newSetFromMap(new ConcurrentHashMap<>());
        implemented.add(Operation.SEQUENCE); // the interpreter's own, without a handler
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public OperationHandler operation(Operation op, OperationHandler handler) {
                        implemented.add(op);
                        return handler;
                    }
                };
        try (EmbeddedServer server = EmbeddedServer.start(hooks);
                RecordingProxy proxy = RecordingProxy.before(server.address())) {
            List<Reply> replies = new CopyOnWriteArrayList<>();
            Transcript transcript = new Transcript();
            transcript.onReply(replies::add);
            ClientConfig config =
                    new ClientConfig(
                            proxy.address(),
                            Credential.sys(0, 0, 4, 5),
                            ClientConfig.DEFAULT_TIMEOUT,
                            Opaque.utf8("wireshark"),
                            transcript);
            try (NfsClient client = new NfsClient(config, "wireshark")) {
                talk(client, proxy.address().export());
            }
            return new Recording(proxy.segments(), List.copyOf(replies), Set.copyOf(implemented));
        }
    }

    private static void talk(NfsClient client, String export) throws XdrException {
        SessionConversation.begin(client);
        Talk talk = new Talk(client, export);
        new NameConversation(talk).run();
        new FileConversation(talk).run();
        OtherConversation.run(talk);
        SessionConversation.end(client);
    }
}
