package org.nfs41.state;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.nfs41.xdr.SessionId;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

import java.util.ArrayList;
import java.util.List;

/** The lookup of a session, which takes no lock, against whoever changes the table. */
public final class SessionTableStress {
    /** One more than the table holds before it grows. */
    private static final int SESSIONS = 65;

    private static final List<Session> MADE = make();

    /** Has the same index as the first of those, and another id. */
    private static final Session SUCCESSOR = only(new Server(2));

    private SessionTableStress() {}

    /** A session that is found while the table grows must be the one that was looked for. */
    @JCStressTest
    @Outcome(
            id = {"SAME, NULL", "SAME, SAME"},
            expect = ACCEPTABLE,
            desc = "What was there is found; what comes is found or not.")
    @State
    public static class FindAgainstGrowth {
        private final SessionTable table = filled(SESSIONS - 1);

        /** Adds one too many for the array. */
        @Actor
        public void add() {
            table.addLocked(MADE.getLast());
        }

        /** Looks for an old one and for the new one. */
        @Actor
        public void find(LL_Result r) {
            r.r1 = look(table, MADE.getFirst());
            r.r2 = look(table, MADE.getLast());
        }
    }

    /** The place of a session that is removed is taken by another at once. */
    @JCStressTest
    @Outcome(
            id = {"SAME, NULL", "SAME, SAME", "NULL, NULL", "NULL, SAME"},
            expect = ACCEPTABLE,
            desc = "Each is found as itself or not at all.")
    @State
    public static class FindAgainstReplacement {
        private final SessionTable table = filled(1);

        /** Removes one and adds another at the same index. */
        @Actor
        public void replace() {
            table.removeLocked(MADE.getFirst());
            table.addLocked(SUCCESSOR);
        }

        /** Looks for both. */
        @Actor
        public void find(LL_Result r) {
            r.r1 = look(table, MADE.getFirst());
            r.r2 = look(table, SUCCESSOR);
        }
    }

    /** A session as CREATE_SESSION publishes it is whole for whoever finds it. */
    @JCStressTest
    @Outcome(
            id = {"NULL", "WHOLE"},
            expect = ACCEPTABLE,
            desc = "Not there yet, or with all that belongs to it.")
    @State
    public static class FindAgainstCreation {
        private final Server server = new Server();
        private final Session model = only(server);
        private final SessionTable table = new SessionTable();

        /** Makes a session and publishes it. */
        @Actor
        public void create() {
            Server other = new Server();
            table.addLocked(only(other));
        }

        /** Uses what it finds. */
        @Actor
        public void find(L_Result r) {
            Session found = table.find(model.id().high(), model.id().low());
            r.r1 = found == null ? "NULL" : look(found);
        }

        private static String look(Session found) {
            Slot slot = found.slot(0);
            boolean whole =
                    slot != null
                            && slot.accept(1, Requests.FINGERPRINT, Requests.WHO) == SlotVerdict.NEW
                            && found.foreChannel().maxRequests() == 1
                            && found.isAssociated(Server.CONNECTION)
                            && found.client().confirmed();
            return whole ? "WHOLE" : "PART";
        }
    }

    private static SessionTable filled(int count) {
        SessionTable table = new SessionTable();
        for (int i = 0; i < count; i++) {
            table.addLocked(MADE.get(i));
        }
        return table;
    }

    private static String look(SessionTable table, Session session) {
        Session found = table.find(session.id().high(), session.id().low());
        if (found == null) {
            return "NULL";
        }
        return found == session ? "SAME" : "ANOTHER";
    }

    private static List<Session> make() {
        Server server = new Server();
        List<Session> made = new ArrayList<>();
        made.add(only(server));
        for (int i = 1; i < SESSIONS; i++) {
            made.add(required(server, server.createSession(server.exchangeId("client " + i, 1))));
        }
        return made;
    }

    private static Session only(Server server) {
        return required(server, server.session);
    }

    private static Session required(Server server, SessionId id) {
        Session found = server.clients.find(id.high(), id.low());
        if (found == null) {
            throw new IllegalStateException("the session has gone");
        }
        return found;
    }
}
