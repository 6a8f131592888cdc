package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Operations on one open that come over several slots at once (RFC 8881 sections 8.2.2, 9.10). */
final class StateRaceChecks {
    private static final String FILE = "file";
    private static final int ROUNDS = 30;
    private static final int OPENS = 50;
    private static final int READ = OpenShare.ACCESS_READ;
    private static final int NONE = OpenShare.DENY_NONE;

    @Check(
            id = "STATE-051",
            rule = "The current state id stands for the open as it is, not for one seqid of it",
            sends =
                    "30 times, over two connections at once: OPEN and READ with the current state"
                            + " id; OPEN of the same file by the same owner",
            accepts = "NFS4_OK",
            sections = {"8.2.3", "16.2.3.1.2"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.RACE},
            bugs = "B-120")
    void currentStateIdWhileOthersOpen(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        NfsSession session = user.session();
        needSlots(cx, session, 2);
        NfsConnection one = session.client().newConnection();
        NfsConnection two = session.client().newConnection();
        ArgOp open = FileUser.open("owner", READ, NONE);
        ArgOp read = Ops.read(StateId.CURRENT, 0, 1);
        for (int round = 0; round < ROUNDS; round++) {
            Exchange reading =
                    session.slot(0).start(one, false, user.onFile(open, read, read, read));
            Exchange opening = session.slot(1).start(two, false, user.onFile(open, open, open));
            assertThatReply(reading.await()).because("round " + round).isOk();
            assertThatReply(opening.await()).because("round " + round).isOk();
        }
    }

    @Check(
            id = "STATE-052",
            rule = "OPENs at the same time count up the seqid, each by one",
            sends =
                    "50 OPENs of one file by one owner on as many slots as there are, over two"
                            + " connections; CLOSE with the highest seqid",
            accepts = "One state id with the seqids 1 to 50, each once; NFS4_OK",
            sections = {"8.2.2", "9.9", "9.10"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.RACE},
            bugs = "B-130")
    void opensAtTheSameTime(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        NfsSession session = user.session();
        needSlots(cx, session, 2);
        NfsConnection[] connections = {
            session.client().newConnection(), session.client().newConnection()
        };
        ArgOp open = FileUser.open("owner", READ, NONE);
        int slots = Math.min(session.slotCount(), OPENS);
        List<StateId> opened = new ArrayList<>();
        while (opened.size() < OPENS) {
            List<Exchange> together = new ArrayList<>();
            for (int i = 0; i < Math.min(slots, OPENS - opened.size()); i++) {
                NfsConnection connection = connections[i % connections.length];
                together.add(session.slot(i).start(connection, false, user.onFile(open)));
            }
            for (Exchange exchange : together) {
                Reply reply = exchange.await();
                assertThatReply(reply).isOk();
                opened.add(reply.result(OpenResOk.class).stateId());
            }
        }
        Set<Integer> seqids = new TreeSet<>();
        StateId last = opened.getFirst();
        for (StateId each : opened) {
            last = each.seqid() > last.seqid() ? each : last;
            if (!each.sameOther(last) || !seqids.add(each.seqid())) {
                throw new CheckFailure(
                        "state ids of OPENs at the same time",
                        "one with the seqids 1 to " + OPENS,
                        opened.toString());
            }
        }
        if (last.seqid() != OPENS) {
            throw new CheckFailure(
                    "highest seqid", String.valueOf(OPENS), String.valueOf(last.seqid()));
        }
        assertThatReply(user.call(Ops.close(last))).because("the highest seqid").isOk();
    }

    @Check(
            id = "STATE-053",
            rule = "Of two CLOSEs at the same time one finds the open gone, not the file",
            sends =
                    "30 times the same CLOSE on two slots over two connections at once, while"
                            + " another owner opens the file",
            accepts =
                    "NFS4_OK for one, NFS4ERR_BAD_STATEID, NFS4ERR_OLD_STATEID or NFS4ERR_EXPIRED"
                            + " for the other; NFS4_OK for the OPEN",
            sections = {"8.2.4", "15.1.2.7", "18.2.3"},
            needs = {Need.FILES, Need.CONNECTIONS, Need.RACE},
            bugs = "B-192")
    void closesAtTheSameTime(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        NfsSession session = user.session();
        needSlots(cx, session, 3);
        NfsConnection one = session.client().newConnection();
        NfsConnection two = session.client().newConnection();
        for (int round = 0; round < ROUNDS; round++) {
            ArgOp close = Ops.close(user.openAs("owner-" + round, READ));
            ArgOp open = FileUser.open("other", READ, NONE);
            Exchange left = session.slot(0).start(one, false, user.onFile(close));
            Exchange right = session.slot(1).start(two, false, user.onFile(close));
            Exchange opening = session.slot(2).start(one, false, user.onFile(open));
            assertThatReply(opening.await()).because("round " + round).isOk();
            boolean first = left.await().isOk();
            Reply winner = first ? left.await() : right.await();
            Reply loser = first ? right.await() : left.await();
            assertThatReply(winner).because("round " + round).isOk();
            assertThatReply(loser)
                    .because("the file is still there, round " + round)
                    .endsAt(
                            FileUser.FIRST,
                            NfsStatus.BAD_STATEID,
                            NfsStatus.OLD_STATEID,
                            NfsStatus.EXPIRED);
        }
    }

    private static void needSlots(CheckContext cx, NfsSession session, int slots) {
        if (session.slotCount() < slots) {
            throw cx.skipped("the server grants too few slots: " + session.slotCount());
        }
    }
}
