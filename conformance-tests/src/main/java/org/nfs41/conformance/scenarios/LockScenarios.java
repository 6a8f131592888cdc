package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Machines;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.linux.NfsMount;
import org.nfs41.conformance.linux.ScriptResult;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Processes on two Linux kernels lock the same file, and are denied what others deny. */
final class LockScenarios {
    /** A kernel asks for a lock that is held after 1 s, 2 s, 4 s and so on. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A kernel that waits has asked 1 s, 3 s and 7 s after the first time, and would at 15 s. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(8);

    /** Before it would ask again. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Check(
            id = "LINUX-201",
            rule = "A lock of a whole file blocks another client until it is released",
            sends = "flock on one client, with and without waiting on the other, then an end",
            accepts = "refusals for who does not wait, and the lock for who waits in the end",
            sections = {"18.10", "9.6"},
            needs = Need.TWO_MACHINES)
    void flockBlocksAnotherKernelAndIsHandedOn(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            String file = mount.folder() + "/shared";
            Locker holder = Locker.start(machines.one(), file);
            Locker rival = Locker.start(machines.two(), file);
            Expect.equal("exclusive lock", "done", holder.tell("flock write"));
            Expect.equal("another's", "denied", rival.tell("flock write"));
            Expect.equal("another's shared lock", "denied", rival.tell("flock read"));
            CompletableFuture<ScriptResult> waiting =
                    machines.two().start("flock -x " + file + " echo got it");
            cx.pause(Duration.ofMillis(500), "a lock that is held is not given");
            Expect.notDone("who asks for the lock", waiting);
            Expect.equal("release", "done", holder.tell("flock none"));
            ScriptResult got = Expect.within(PATIENCE, "who waits for the lock", waiting);
            Expect.equal("who waited", "got it", got.expectSuccess().stdout().strip());
            holder.end();
            Expect.equal("all is free", "done", rival.tell("flock write"));
            rival.end();
            other.unmount();
            mount.unmount();
        }
    }

    @Check(
            id = "LINUX-202",
            rule =
                    "Byte-range locks of two clients are split, joined, upgraded and tested as"
                            + " POSIX asks",
            sends = "fcntl's locks and tests of overlapping and adjacent ranges on two clients",
            accepts = "what is free is given, what is in the way is denied and named",
            sections = {"18.10", "18.11", "18.12"},
            needs = Need.TWO_MACHINES)
    void rangesOfProcessesOnTwoKernels(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            Locker first = Locker.start(machines.one(), mount.folder() + "/ranges");
            Locker second = Locker.start(machines.two(), mount.folder() + "/ranges");
            List<Step> steps =
                    List.of(
                            new Step(first, "lock write 0 100", "done"),
                            new Step(second, "lock read 50 10", "denied"),
                            new Step(second, "test write 90 20", "locked 0 100"),
                            new Step(second, "lock write 100 0", "done"), // to the end
                            new Step(first, "test read 5000 1", "locked 100 0"),
                            new Step(first, "lock none 40 20", "done"),
                            new Step(second, "lock read 40 20", "done"),
                            new Step(second, "lock read 39 1", "denied"),
                            new Step(second, "lock read 60 1", "denied"),
                            new Step(first, "lock read 0 100", "done"), // a downgrade
                            new Step(second, "lock read 0 100", "done"),
                            new Step(first, "lock write 45 1", "denied"), // an upgrade
                            new Step(second, "lock none 0 0", "done"),
                            new Step(first, "lock write 45 1", "done"));
            for (Step step : steps) {
                String who = step.who == first ? "first: " : "second: ";
                Expect.equal(who + step.line, step.answer, step.who.tell(step.line));
            }
            first.end();
            Expect.equal("after the other's end", "done", second.tell("lock write 0 0"));
            second.end();
            other.unmount();
            mount.unmount();
        }
    }

    private record Step(Locker who, String line, String answer) {}

    @Check(
            id = "LINUX-204",
            rule =
                    "A client that waits for a lock hears at once when it is free, if the server"
                            + " notifies",
            sends =
                    "a lock on one client, which the other waits for; it is released between two of"
                            + " the other's questions",
            accepts =
                    "the lock for the other at once; later is no error, but then there are no"
                            + " notices",
            sections = {"20.11", "9.6"},
            needs = {Need.TWO_MACHINES, Need.CALLBACK})
    void aKernelThatWaitsHearsAtOnceWhenTheLockIsFree(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        boolean atOnce;
        try (NfsMount mount = machines.mount();
                NfsMount other = machines.sameOnTwo(mount)) {
            Locker holder = Locker.start(machines.one(), mount.folder() + "/waited-for");
            Expect.equal("lock", "done", holder.tell("lock write 0 0"));
            CompletableFuture<ScriptResult> waiting =
                    machines.two().start("flock -x " + mount.folder() + "/waited-for echo got it");
            cx.pause(BETWEEN_QUESTIONS, "the other has asked and will not ask again for a while");
            Expect.notDone("who asks for the lock", waiting);
            Expect.equal("release", "done", holder.tell("lock none 0 0"));
            long released = System.nanoTime();
            ScriptResult got = Expect.within(PATIENCE, "who waits for the lock", waiting);
            atOnce = System.nanoTime() - released < AT_ONCE.toNanos();
            Expect.equal("who waited", "got it", got.expectSuccess().stdout().strip());
            holder.end();
            other.unmount();
            mount.unmount();
        }
        if (!atOnce) {
            throw cx.unsupported("who waited had the lock only after it had asked again");
        }
    }

    /** A kernel denies nobody anything when it opens a file, but it can be denied. */
    @Check(
            id = "LINUX-203",
            rule =
                    "An open for writing is refused to a Linux client while another client denies"
                            + " it, and the other way round",
            sends =
                    "OPEN with OPEN4_SHARE_DENY_WRITE by a client of the suite, and opens on a"
                            + " Linux client",
            accepts =
                    "reading is allowed, writing is not permitted; NFS4ERR_SHARE_DENIED when it is"
                            + " the first to open",
            sections = {"9.7", "18.16"},
            needs = Need.MACHINE)
    void openIsRefusedWhileAnotherClientDeniesIt(CheckContext cx) throws Exception {
        Machines machines = cx.machines();
        try (NfsMount mount = machines.mount()) {
            mount.run("echo text >denied; chmod 666 denied");
            NfsSession session = cx.session();
            String folder = mount.folder().substring(NfsMount.POINT.length());
            List<ArgOp> walk = Ops.walk(cx.server().export() + folder + "/denied");
            walk.add(Ops.getFh());
            FileHandle file =
                    session.require(walk.toArray(ArgOp[]::new)).result(GetFhResOk.class).object();
            OpenArgs denyWriting =
                    new OpenArgs(
                            0,
                            OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG,
                            OpenShare.DENY_WRITE,
                            new OpenOwner(0, Opaque.utf8("owner")),
                            new OpenFlag.NoCreate(),
                            new OpenClaim.Fh());
            Reply opened = patiently(cx, session, file, denyWriting);
            Expect.equal("OPEN that denies writing", NfsStatus.OK, opened.status());
            StateId open = opened.result(OpenResOk.class).stateId();

            ScriptResult refused =
                    machines.one().run("cd " + mount.folder() + " && cat denied && echo >>denied");
            Expect.equal("read", "text\n", refused.stdout());
            Expect.that(
                    refused.exitCode() != 0 && refused.stderr().contains("Permission denied"),
                    "open for writing",
                    "Permission denied",
                    refused.describe());

            session.require(Ops.putFh(file), Ops.close(open));
            Locker writer = Locker.start(machines.one(), mount.folder() + "/denied");
            Expect.equal(
                    "OPEN that denies writing while a Linux client writes",
                    NfsStatus.SHARE_DENIED,
                    patiently(cx, session, file, denyWriting).status());
            writer.end();
            mount.unmount();
        }
    }

    /** Opens again as long as the server asks to, for instance because it recalls a delegation. */
    private static Reply patiently(
            CheckContext cx, NfsSession session, FileHandle file, OpenArgs open) {
        Reply reply = session.compound(Ops.putFh(file), open);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reply.status().equals(NfsStatus.DELAY) && System.nanoTime() < deadline) {
            cx.pause(Duration.ofMillis(200), "the server asks to come again");
            reply = session.compound(Ops.putFh(file), open);
        }
        return reply;
    }
}
