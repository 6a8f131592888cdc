package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.linux.NfsMount;

import java.io.IOException;
import java.time.Duration;

/** One of two Linux machines is cut off from the network or loses its power. */
final class LossScenarios {
    private static final Duration LONGEST_CUT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    /** How long after a lease a server may take to notice, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Check(
            id = "LINUX-501",
            rule = "A client that is cut off for less than a lease keeps its locks and goes on",
            sends =
                    "a lock on one client, which is cut off for a third of a lease; the other asks"
                            + " for it",
            accepts = "a refusal for the other, and the work of the first as if nothing had been",
            sections = {"8.4.3", "8.3"},
            needs = Need.TWO_MACHINES)
    void cutOffForLessThanALease(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        Duration third = cx.leaseTime().dividedBy(3);
        Duration cut = third.compareTo(LONGEST_CUT) < 0 ? third : LONGEST_CUT;
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            Locker holder = Locker.start(machines.one(), mount.folder() + "/file");
            Locker rival = Locker.start(machines.two(), mount.folder() + "/file");
            Expect.equal("lock", "done", holder.tell("flock write"));
            Expect.equal("first line", "done", holder.tell("append before"));
            machines.one().partition();
            try {
                Expect.equal("the other's lock", "denied", rival.tell("flock write"));
                cx.pause(cut, "less than a lease");
                Expect.equal("the other's lock later", "denied", rival.tell("flock write"));
            } finally {
                machines.one().heal();
            }
            Expect.equal("second line", "done", holder.tell("append after"));
            Expect.equal("the other's lock afterwards", "denied", rival.tell("flock write"));
            holder.end();
            Expect.equal("all is free", "done", rival.tell("flock write"));
            rival.end();
            Expect.lines("file", other.runRemounted("cat file"), "before", "after");
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-502",
            rule =
                    "A client that is cut off for longer than a lease loses its lock to who asks"
                            + " for it, and hears of the loss",
            sends =
                    "a lock on one client, which is cut off until the other has the lock and has"
                            + " written; then the first writes",
            accepts =
                    "the lock for the other once the lease has expired, and an error for the first",
            sections = {"8.4.3", "8.3"},
            needs = {Need.TWO_MACHINES, Need.LEASE})
    void cutOffForLongerThanALease(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            Locker away = Locker.start(machines.one(), mount.folder() + "/file");
            Locker rival = Locker.start(machines.two(), mount.folder() + "/file");
            Expect.equal("lock", "done", away.tell("flock write"));
            Expect.equal("first line", "done", away.tell("append before"));
            machines.one().partition();
            try {
                awaitLock(cx, rival);
                Expect.equal("the other's line", "done", rival.tell("append mine"));
            } finally {
                machines.one().heal();
            }
            String answer = away.tell("append other");
            Expect.that(!answer.equals("done"), "write without the lock", "an error", answer);
            Expect.equal("the other's next line", "done", rival.tell("append mine"));
            rival.end();
            away.end();
            Expect.lines("file", other.runRemounted("cat file"), "before", "mine", "mine");
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-503",
            rule =
                    "What a client that has vanished had locked is free once its lease has expired,"
                            + " and not before it",
            sends =
                    "a lock on one client, whose power is cut; the other asks for the lock until it"
                            + " gets it",
            accepts = "a refusal at first, and the lock after a lease",
            sections = {"8.4.1", "8.3"},
            needs = {Need.TWO_MACHINES, Need.LEASE})
    void powerOfAClientWithALockIsCut(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            Locker vanished = Locker.start(machines.two(), mount.folder() + "/file");
            Locker waiter = Locker.start(machines.one(), mount.folder() + "/file");
            Expect.equal("lock", "done", vanished.tell("flock write"));
            Expect.equal("line", "done", vanished.tell("append held"));
            machines.two().powerCut();
            awaitLock(cx, waiter);
            waiter.end();
            Expect.lines("file", mount.runRemounted("cat file"), "held");
            mount.unmount();
            cx.note("unmounted only on the machine that is left: " + other.folder());
        }
    }

    /** Asks until the lock is given, which must not be at first and must be after a lease. */
    private static void awaitLock(CheckContext cx, Locker rival)
            throws IOException, InterruptedException {
        Expect.equal("lock of a client whose lease has not expired", "denied", ask(rival));
        Duration limit = cx.leaseTime().multipliedBy(2).plus(PATIENCE);
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            cx.pause(BETWEEN_ATTEMPTS, "the lease runs on");
            if (ask(rival).equals("done")) {
                return;
            }
        }
        throw new CheckFailure(
                "lock of a client whose lease has expired",
                "done within " + limit.toSeconds() + " s",
                "denied");
    }

    private static String ask(Locker rival) throws IOException, InterruptedException {
        return rival.tell("flock write");
    }
}
