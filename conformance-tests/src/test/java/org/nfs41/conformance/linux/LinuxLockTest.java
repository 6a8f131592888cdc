package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.ServerState;
import org.nfs41.server.callback.CallSender;
import org.nfs41.state.callback.CallReply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbNotifyLockArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Processes on two Linux kernels lock the same file of our own server. */
@RequiresLinuxClient
final class LinuxLockTest {
    private static final ServerState NOTHING = new ServerState(0, 0, 0, 0);

    /** A kernel asks for a lock that is held after 1 s, 2 s, 4 s and so on. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A kernel that waits has asked 1 s, 3 s and 7 s after the first time, and would at 15 s. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(8);

    /** Before it would ask again. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final AtomicInteger NOTICES = new AtomicInteger();

    @AutoClose private static EmbeddedServer server;
    @AutoClose private static LinuxClient one;
    @AutoClose private static LinuxClient two;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = EmbeddedServer.start(noting());
        one = boot("lock-test-1");
        two = boot("lock-test-2");
    }

    /** Notes which lock notices kernels have taken. */
    private static ServerHooks noting() {
        return new ServerHooks() {
            @Override
            public CallSender sender(CallSender sender) {
                return (call, reply) ->
                        sender.send(
                                call,
                                got -> {
                                    if (call.compound().ops().getLast() instanceof CbNotifyLockArgs
                                            && got instanceof CallReply.Results results
                                            && results.compound().status().isOk()) {
                                        NOTICES.incrementAndGet();
                                    }
                                    reply.accept(got);
                                });
            }
        };
    }

    private static LinuxClient boot(String name) throws IOException, InterruptedException {
        LinuxClient client = LinuxClient.boot(name);
        ServerAddress export = server.export();
        client.run(
                        "mount -t nfs4 -o vers=4.1,port=%d %s:%s /mnt/nfs"
                                .formatted(
                                        export.port(),
                                        client.addressOf(export.host()),
                                        export.export()))
                .expectSuccess();
        return client;
    }

    @AfterAll
    static void nothingIsLeft() throws IOException, InterruptedException {
        for (LinuxClient client : new LinuxClient[] {one, two}) {
            client.run("umount /mnt/nfs").expectSuccess();
        }
        await("nothing is left")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.state()).isEqualTo(NOTHING));
    }

    private static String run(LinuxClient client, String script)
            throws IOException, InterruptedException {
        return client.run("set -eu\n" + script).expectSuccess().stdout().strip();
    }

    @Test
    void flockBlocksAnotherKernelAndIsHandedOn() throws Exception {
        // the process holds the lock until it is told to end
        run(
                one,
                """
                mkfifo /tmp/flock
                { flock -x /mnt/nfs/shared sh -c 'echo held >/tmp/flock-held; read -r _ </tmp/flock' & } >&2
                until [ -s /tmp/flock-held ]; do sleep 0.1; done
                """);
        assertThat(two.run("flock -n /mnt/nfs/shared true").exitCode()).isNotZero();
        assertThat(two.run("flock -s -n /mnt/nfs/shared true").exitCode()).isNotZero();

        CompletableFuture<ScriptResult> waiting = two.start("flock -x /mnt/nfs/shared echo got it");
        assertThat(waiting).isNotDone();
        run(one, "echo >/tmp/flock");

        ScriptResult result = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(result.expectSuccess().stdout().strip()).isEqualTo("got it");
        run(one, "flock -x -w 60 /mnt/nfs/shared true");
    }

    @Test
    void aKernelThatWaitsHearsAtOnceWhenTheLockIsFree() throws Exception {
        Locker holder = Locker.start(one, "/mnt/nfs/waited-for");
        assertThat(holder.tell("lock write 0 0")).isEqualTo("done");
        CompletableFuture<ScriptResult> waiting =
                two.start("flock -x /mnt/nfs/waited-for echo got it");
        TimeUnit.MILLISECONDS.sleep(BETWEEN_QUESTIONS.toMillis());
        assertThat(waiting).isNotDone();
        int before = NOTICES.get();

        assertThat(holder.tell("lock none 0 0")).isEqualTo("done");

        ScriptResult result = waiting.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(result.expectSuccess().stdout().strip()).isEqualTo("got it");
        assertThat(NOTICES).as("lock notices").hasValueGreaterThan(before);
        holder.end();
    }

    @Test
    void rangesOfProcessesOnTwoKernels() throws Exception {
        Locker first = Locker.start(one, "/mnt/nfs/ranges");
        Locker second = Locker.start(two, "/mnt/nfs/ranges");
        assertThat(first.tell("lock write 0 100")).isEqualTo("done");
        assertThat(second.tell("lock read 50 10")).isEqualTo("denied");
        assertThat(second.tell("test write 90 20")).isEqualTo("locked 0 100");
        assertThat(second.tell("lock write 100 0")).as("to the end").isEqualTo("done");
        assertThat(first.tell("test read 5000 1")).isEqualTo("locked 100 0");

        assertThat(first.tell("lock none 40 20")).isEqualTo("done");
        assertThat(second.tell("lock read 40 20")).isEqualTo("done");
        assertThat(second.tell("lock read 39 1")).isEqualTo("denied");
        assertThat(second.tell("lock read 60 1")).isEqualTo("denied");

        assertThat(first.tell("lock read 0 100")).as("downgrade").isEqualTo("done");
        assertThat(second.tell("lock read 0 100")).isEqualTo("done");
        assertThat(first.tell("lock write 45 1")).as("upgrade").isEqualTo("denied");
        assertThat(second.tell("lock none 0 0")).isEqualTo("done");
        assertThat(first.tell("lock write 45 1")).isEqualTo("done");

        first.end();
        assertThat(second.tell("lock write 0 0")).as("after the other's end").isEqualTo("done");
        second.end();
    }

    /** A kernel denies nobody anything when it opens a file, but it can be denied. */
    @Test
    void openIsRefusedWhileAnotherClientDeniesIt() throws Exception {
        run(one, "echo text >/mnt/nfs/denied");
        ClientConfig config =
                new ClientConfig(
                        server.export(),
                        Credential.sys(0, 0),
                        ClientConfig.DEFAULT_TIMEOUT,
                        Opaque.EMPTY,
                        new Transcript());
        try (NfsClient client = new NfsClient(config, "share-deny")) {
            NfsSession session = client.connect();
            List<ArgOp> walk = Ops.walk(server.export().export() + "/denied");
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
            Reply opened = session.require(Ops.putFh(file), denyWriting);

            ScriptResult refused = one.run("cd /mnt/nfs && cat denied && echo >>denied");
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.stdout()).isEqualTo("text\n");
            assertThat(refused.stderr()).contains("Permission denied");

            StateId open = opened.result(OpenResOk.class).stateId();
            session.require(Ops.putFh(file), Ops.close(open));
            Locker writer = Locker.start(one, "/mnt/nfs/denied");
            assertThat(session.compound(Ops.putFh(file), denyWriting).status())
                    .isEqualTo(NfsStatus.SHARE_DENIED);
            writer.end();
        }
    }
}
