package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.rpc.OpaqueAuth;
import org.nfs41.rpc.RpcClient;
import org.nfs41.server.local.LocalFileSystem;
import org.nfs41.server.local.LocalOptions;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.StateProtectA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** READs of much from a directory of the host, over sockets, in all the ways they are answered. */
class LargeReadTest {
    private static final int BYTES = 3_000_003;
    private static final int MOST = 1 << 20;
    private static final int SLOTS = 8;

    @TempDir private Path directory;

    private final byte[] content = new byte[BYTES];
    private final int[] sequenceIds = new int[SLOTS];
    private LocalFileSystem local;
    private Nfs41Server server;
    private RpcClient client;
    private SessionId session;
    private FileHandle file;

    @BeforeEach
    void start() throws Exception {
        boolean linux = System.getProperty("os.name").equals("Linux");
        Assumptions.assumeTrue(linux, "directories are exported on Linux only");
        new Random(1).nextBytes(content);
        Files.write(directory.resolve("f"), content);
        // the client is nobody
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        local = LocalFileSystem.open(LocalOptions.of(directory, Opaque.of(new byte[16])));
        server = Nfs41Server.start(ServerConfig.builder().export("/", local).port(0).build());
        client = RpcClient.builder(server.address()).build();
        connect();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        if (local != null) {
            local.close();
        }
    }

    private void connect() throws Exception {
        ClientOwner owner = new ClientOwner(1, Opaque.utf8("reader"));
        ExchangeIdArgs who = new ExchangeIdArgs(owner, 0, new StateProtectA.None(), null);
        ExchangeIdResOk id = (ExchangeIdResOk) call(who).get().results().getFirst();
        int most = MOST + 4096;
        ChannelAttributes channel =
                new ChannelAttributes(0, most, most, most, 16, SLOTS, OptionalInt.empty());
        CreateSessionArgs make =
                new CreateSessionArgs(
                        id.clientId(),
                        id.sequenceId(),
                        0,
                        channel,
                        channel,
                        0x4000_0000,
                        List.of());
        session = ((CreateSessionResOk) call(make).get().results().getFirst()).sessionId();
        assertThat(inSession(0, false, new ReclaimCompleteArgs(false)).get().status())
                .isEqualTo(NfsStatus.OK);
        List<ResOp> found =
                inSession(
                                0,
                                false,
                                new PutRootFhArgs(),
                                new LookupArgs(Opaque.utf8("f")),
                                new GetFhArgs())
                        .get()
                        .results();
        file = ((GetFhResOk) found.getLast()).object().detach();
    }

    private CompletableFuture<CompoundRes> inSession(int slot, boolean keep, ArgOp... ops) {
        List<ArgOp> all = new ArrayList<>();
        all.add(new SequenceArgs(session, ++sequenceIds[slot], slot, SLOTS - 1, keep));
        all.addAll(List.of(ops));
        return call(all.toArray(ArgOp[]::new));
    }

    private CompletableFuture<CompoundRes> call(ArgOp... ops) {
        CompoundArgs compound = new CompoundArgs(Opaque.utf8("tag"), 1, List.of(ops));
        return client.call(
                        NfsProgram.NFS_PROGRAM,
                        NfsProgram.NFS_V4,
                        NfsProgram.COMPOUND,
                        OpaqueAuth.NONE,
                        compound::encode,
                        Duration.ofSeconds(20))
                .thenApply(reply -> {
                    try {
                        return CompoundRes.decode(reply.reader());
                    } catch (XdrException | IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static ReadArgs read(long offset, int count) {
        return new ReadArgs(StateId.ANONYMOUS, offset, count);
    }

    private void assertRead(CompoundRes reply, int at, long offset, int count) {
        assertThat(reply.status()).isEqualTo(NfsStatus.OK);
        ReadResOk read = (ReadResOk) reply.results().get(at);
        int from = (int) Math.min(offset, BYTES);
        int to = (int) Math.min(offset + count, BYTES);
        assertThat(read.data().toByteArray()).isEqualTo(Arrays.copyOfRange(content, from, to));
        assertThat(read.eof()).isEqualTo(to == BYTES);
    }

    @Test
    void readsThatComeTogetherAreAnsweredEachWithItsOwn() throws Exception {
        long[] offsets = {0, MOST, 2L * MOST, 1, BYTES - 70_001, BYTES - 5, 12_345, BYTES};
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<CompoundRes>> replies = new ArrayList<>();
            for (int slot = 0; slot < SLOTS; slot++) {
                int count = slot % 2 == 0 ? MOST : 200_001;
                replies.add(
                        inSession(slot, false, new PutFhArgs(file), read(offsets[slot], count)));
            }
            for (int slot = 0; slot < SLOTS; slot++) {
                int count = slot % 2 == 0 ? MOST : 200_001;
                assertRead(replies.get(slot).get(), 2, offsets[slot], count);
            }
        }
    }

    @Test
    void aReplyThatIsToBeKeptIsTheSameWhenItIsAskedForAgain() throws Exception {
        assertRead(inSession(1, false, new PutFhArgs(file), read(0, MOST)).get(), 2, 0, MOST);
        CompoundRes first = inSession(1, true, new PutFhArgs(file), read(7, MOST)).get();
        // as much as a session's kept replies may hold
        int count = ((ReadResOk) first.results().get(2)).data().length();
        assertRead(first, 2, 7, count);
        sequenceIds[1]--;
        CompoundRes again = inSession(1, true, new PutFhArgs(file), read(7, MOST)).get();
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aReadThatIsNotTheLastOperationIsFollowedByTheOthers() throws Exception {
        for (int round = 0; round < 2; round++) {
            ArgOp[] ops = {new PutFhArgs(file), read(3, 900_000), new GetFhArgs()};
            CompoundRes reply = inSession(2, false, ops).get();
            assertRead(reply, 2, 3, 900_000);
            assertThat(((GetFhResOk) reply.results().getLast()).object()).isEqualTo(file);
        }
    }

    @Test
    void aReplyIsNoLongerThanTheSessionAllows() throws Exception {
        for (int round = 0; round < 2; round++) {
            CompoundRes reply = inSession(0, false, new PutFhArgs(file), read(0, BYTES)).get();
            ReadResOk read = (ReadResOk) reply.results().getLast();
            assertRead(reply, 2, 0, read.data().length());
            assertThat(read.data().length()).isBetween(MOST / 2, MOST + 4096);
        }
    }
}
