package org.nfs41.state;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.nfs41.xdr.op.ExchangeIdResOk;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Requests and associations against the end of their session or client. */
public final class EndStress {
    private EndStress() {}

    /**
     * A request against DESTROY_SESSION. If neither saw the other, the request would run in a
     * session that is no more; if each gave way to the other, both would be refused for nothing.
     */
    @JCStressTest
    @Outcome(id = "EXECUTED, NFS4_OK", expect = ACCEPTABLE, desc = "First the one, then the other.")
    @Outcome(id = "EXECUTED, NFS4ERR_DELAY", expect = ACCEPTABLE, desc = "The request was seen.")
    @Outcome(id = "BADSESSION, NFS4_OK", expect = ACCEPTABLE, desc = "The end was seen.")
    @State
    public static class RequestAgainstEndOfSession {
        private final Server server = new Server();

        /** SEQUENCE. */
        @Actor
        public void request(LL_Result r) {
            r.r1 = server.request(Server.CONNECTION);
        }

        /** DESTROY_SESSION. */
        @Actor
        public void end(LL_Result r) {
            r.r2 = server.destroySession();
        }
    }

    /** A request against the client's restart, which ends what it was before. */
    @JCStressTest
    @Outcome(id = "EXECUTED, NFS4_OK", expect = ACCEPTABLE, desc = "First the one, then the other.")
    @Outcome(id = "EXECUTED, NFS4ERR_DELAY", expect = ACCEPTABLE, desc = "The request was seen.")
    @Outcome(id = "BADSESSION, NFS4_OK", expect = ACCEPTABLE, desc = "The end was seen.")
    @State
    public static class RequestAgainstRestart {
        private final Server server = new Server();
        private final ExchangeIdResOk restarted = server.exchangeId("client", 2);

        /** SEQUENCE. */
        @Actor
        public void request(LL_Result r) {
            r.r1 = server.request(Server.CONNECTION);
        }

        /** CREATE_SESSION with the new client id. */
        @Actor
        public void end(LL_Result r) {
            r.r2 = server.tryCreateSession(restarted);
        }
    }

    /** BIND_CONN_TO_SESSION against DESTROY_SESSION: no association outlives its session. */
    @JCStressTest
    @Outcome(
            id = {"NFS4_OK, NFS4_OK, 0", "NFS4ERR_BADSESSION, NFS4_OK, 0"},
            expect = ACCEPTABLE,
            desc = "Nothing is left.")
    @State
    public static class BindAgainstEnd {
        private final Server server = new Server();

        /** BIND_CONN_TO_SESSION. */
        @Actor
        public void bind(LLI_Result r) {
            r.r1 = server.bind();
        }

        /** DESTROY_SESSION. */
        @Actor
        public void end(LLI_Result r) {
            r.r2 = server.destroySession();
        }

        /** What is left. */
        @Arbiter
        public void look(LLI_Result r) {
            r.r3 = server.clients.associatedConnections();
        }
    }

    /** A retry on a new connection, which is associated without a lock, against the end. */
    @JCStressTest
    @Outcome(
            id = {"REPLAY, NFS4_OK, 0", "BADSESSION, NFS4_OK, 0"},
            expect = ACCEPTABLE,
            desc = "Nothing is left.")
    @State
    public static class RetryAgainstEnd {
        private final Server server = new Server().withCachedReply();

        /** SEQUENCE on another connection. */
        @Actor
        public void retry(LLI_Result r) {
            r.r1 = server.request(Server.OTHER_CONNECTION);
        }

        /** DESTROY_SESSION. */
        @Actor
        public void end(LLI_Result r) {
            r.r2 = server.destroySession();
        }

        /** What is left. */
        @Arbiter
        public void look(LLI_Result r) {
            r.r3 = server.clients.associatedConnections();
        }
    }
}
