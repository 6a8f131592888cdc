package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nfs41.ops.fs.Export;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Delegations of directories whose holders are not told of changes: who gets them, and what recalls
 * them (RFC 8881 section 10.9).
 */
class DirectoryDelegationTest {
    private static final GetDirDelegationArgs ASK =
            new GetDirDelegationArgs(
                    false,
                    Bitmap.EMPTY,
                    new NfsTime(0, 0),
                    new NfsTime(0, 0),
                    Bitmap.EMPTY,
                    Bitmap.EMPTY);

    private final FileServer server = new FileServer();
    private final TestClient holder = server.client("holder", 1000);
    private final TestClient second = server.client("second", 1000);
    private final TestClient other = server.client("other", 1000);

    DirectoryDelegationTest() {
        StateId id = other.openFile("f");
        other.call(other.put("/a/f"), new CloseArgs(0, id));
        assertThat(other.status(other.put("/a"), mkdir("d"))).isEqualTo(NfsStatus.OK);
        server.calls.reach(holder, second);
    }

    @Test
    void nothingIsToldWhereANewEntryChangesTheCookiesOfOthers() {
        server.exports.replace(
                List.of(
                        Export.of(
                                "/a",
                                FailingFileSystem.answering(server.a, "hasLastingCookies", false))),
                new NfsTime(2_000, 0));
        GetDirDelegationArgs all =
                new GetDirDelegationArgs(
                        false,
                        Bitmap.of(NotifyTypes.ADD_ENTRY, NotifyTypes.REMOVE_ENTRY),
                        new NfsTime(0, 0),
                        new NfsTime(0, 0),
                        Bitmap.EMPTY,
                        Bitmap.EMPTY);
        GetDirDelegationRes granted =
                holder.result(GetDirDelegationRes.class, holder.put("/a"), all);
        assertThat(granted.nonFatal())
                .isInstanceOfSatisfying(
                        GetDirDelegationResNonFatal.Granted.class,
                        given -> assertThat(given.notification()).isEqualTo(Bitmap.EMPTY));

        assertThat(other.status(other.put("/a"), mkdir("e"))).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().fh()).isEqualTo(holder.handle("/a"));
    }

    private static CreateArgs mkdir(String name) {
        return new CreateArgs(
                new CreateType.Plain(FileType.NF4DIR), Opaque.utf8(name), FileAttributes.NONE);
    }

    private static StateId granted(TestClient client, String path) {
        return grant(client, path).stateId();
    }

    private static GetDirDelegationResNonFatal.Granted grant(TestClient client, String path) {
        GetDirDelegationResNonFatal result =
                client.result(GetDirDelegationRes.class, client.put(path), ASK).nonFatal();
        return (GetDirDelegationResNonFatal.Granted) result;
    }

    private static NfsStatus giveBack(TestClient client, String path, StateId id) {
        return client.status(client.put(path), new DelegReturnArgs(id));
    }

    private static List<NfsStatus> test(TestClient client, StateId id) {
        return client.result(TestStateIdResOk.class, new TestStateIdArgs(List.of(id)))
                .statusCodes();
    }

    @Test
    void whoMayListADirectoryIsGivenADelegationOfIt() {
        GetDirDelegationResNonFatal.Granted granted = grant(holder, "/a");

        assertThat(test(holder, granted.stateId())).containsExactly(NfsStatus.OK);
        assertThat(granted.notification()).as("what is not told of").isEqualTo(Bitmap.EMPTY);
        ReadDirResOk listed =
                holder.result(
                        ReadDirResOk.class,
                        holder.put("/a"),
                        new ReadDirArgs(0, 0, 4096, 4096, Bitmap.EMPTY));
        assertThat(granted.cookieVerifier()).isEqualTo(listed.cookieVerifier());
        assertThat(giveBack(holder, "/a", granted.stateId())).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b096SecondRequestOfTheHolderLeavesTheFirstDelegationAsItIs() {
        StateId id = granted(holder, "/a");

        GetDirDelegationRes again = holder.result(GetDirDelegationRes.class, holder.put("/a"), ASK);
        assertThat(again.nonFatal()).isEqualTo(new GetDirDelegationResNonFatal.Unavailable(false));
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);

        assertThat(other.status(other.put("/a"), mkdir("e"))).isEqualTo(NfsStatus.DELAY);
        again = holder.result(GetDirDelegationRes.class, holder.put("/a"), ASK);
        assertThat(again.nonFatal())
                .as("while it is recalled")
                .isEqualTo(new GetDirDelegationResNonFatal.Unavailable(false));
        assertThat(giveBack(holder, "/a", id)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void nobodyIsGivenOneWithoutPermissionOrWithoutCallbacksOrOfAFile() {
        assertThat(other.status(other.put("/a"), ASK)).isEqualTo(NfsStatus.DIRDELEG_UNAVAIL);
        assertThat(holder.status(holder.put("/a/f"), ASK)).isEqualTo(NfsStatus.NOTDIR);
        assertThat(holder.status(holder.put("/"), ASK))
                .as("exports that change without an operation")
                .isEqualTo(NfsStatus.DIRDELEG_UNAVAIL);

        AttributeSet mode = AttributeSet.EMPTY.with(AttributeType.MODE, 0700);
        assertThat(
                        other.status(
                                other.put("/a/d"),
                                new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes())))
                .isEqualTo(NfsStatus.OK);
        ArgOp directory = holder.put("/a/d");
        assertThat(holder.as(2000).status(directory, ASK)).isEqualTo(NfsStatus.ACCESS);
    }

    private static Stream<Arguments> changes() {
        return Stream.of(
                change("CREATE", client -> ops(client.put("/a"), mkdir("new"))),
                change(
                        "OPEN that creates",
                        client ->
                                ops(
                                        client.put("/a"),
                                        creating("o", unchecked(AttributeSet.EMPTY), "new"))),
                change("REMOVE", client -> ops(client.put("/a"), new RemoveArgs(name("f")))),
                change(
                        "RENAME within",
                        client ->
                                ops(
                                        client.put("/a"),
                                        new SaveFhArgs(),
                                        new RenameArgs(name("f"), name("g")))),
                change(
                        "RENAME out of it",
                        client ->
                                ops(
                                        client.put("/a"),
                                        new SaveFhArgs(),
                                        client.put("/a/d"),
                                        new RenameArgs(name("f"), name("g")))),
                change(
                        "LINK",
                        client ->
                                ops(
                                        client.put("/a/f"),
                                        new SaveFhArgs(),
                                        client.put("/a"),
                                        new LinkArgs(name("g")))),
                change(
                        "SETATTR",
                        client ->
                                ops(
                                        client.put("/a"),
                                        new SetAttrArgs(
                                                StateId.ANONYMOUS,
                                                AttributeSet.EMPTY
                                                        .with(AttributeType.MODE, 0770)
                                                        .toFileAttributes()))));
    }

    private static Arguments change(String name, Function<TestClient, ArgOp[]> operations) {
        return Arguments.of(name, operations);
    }

    private static ArgOp[] ops(ArgOp... operations) {
        return operations;
    }

    private static Opaque name(String text) {
        return Opaque.utf8(text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changeByAnotherClientWaitsUntilAllHoldersHaveReturnedTheirs(
            String what, Function<TestClient, ArgOp[]> operations) {
        StateId first = granted(holder, "/a");
        StateId next = granted(second, "/a");
        other.as(0);

        assertThat(other.status(operations.apply(other))).isEqualTo(NfsStatus.DELAY);
        List<FakeCalls.Call> calls = server.calls.taken();
        assertThat(calls).hasSize(2);
        CbRecallArgs recall = calls.getFirst().recall();
        assertThat(recall.fh()).isEqualTo(holder.handle("/a"));
        assertThat(calls).extracting(call -> call.recall().stateId()).contains(first, next);
        calls.forEach(call -> call.answer(NfsStatus.OK));

        assertThat(giveBack(holder, "/a", first)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(operations.apply(other))).isEqualTo(NfsStatus.DELAY);
        assertThat(giveBack(second, "/a", next)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(operations.apply(other))).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changeByTheHolderRecallsTheOthersOnly(
            String what, Function<TestClient, ArgOp[]> operations) {
        StateId own = granted(holder, "/a");
        StateId others = granted(second, "/a");
        holder.as(0);

        assertThat(holder.status(operations.apply(holder))).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(second).recall().stateId()).isEqualTo(others);
        assertThat(giveBack(second, "/a", others)).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(operations.apply(holder))).isEqualTo(NfsStatus.OK);
        assertThat(test(holder, own)).containsExactly(NfsStatus.OK);
    }

    @Test
    void whatChangesNoNameRecallsNothing() {
        StateId id = granted(holder, "/a");

        assertThat(other.status(other.put("/a"), open("o", 3, 0, "f"))).isEqualTo(NfsStatus.OK);
        assertThat(other.status(other.put("/a"), creating("o", unchecked(AttributeSet.EMPTY), "f")))
                .isEqualTo(NfsStatus.OK);
        assertThat(other.status(other.put("/a"), mkdir("d"))).isEqualTo(NfsStatus.EXIST);
        assertThat(other.status(other.put("/a"), new RemoveArgs(name("none"))))
                .isEqualTo(NfsStatus.NOENT);
        assertThat(other.status(other.put("/a/d"), mkdir("below"))).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
        assertThat(test(holder, id)).containsExactly(NfsStatus.OK);
    }

    @Test
    void b099DirectoryIsRemovedWhenItsDelegationIsBack() {
        StateId id = granted(holder, "/a/d");

        assertThat(other.status(other.put("/a"), new RemoveArgs(name("d"))))
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(id);
        assertThat(giveBack(holder, "/a/d", id)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(other.put("/a"), new RemoveArgs(name("d"))))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void renameAcrossDirectoriesRecallsBoth() {
        StateId from = granted(holder, "/a");
        StateId to = granted(second, "/a/d");
        ArgOp[] rename = {
            other.put("/a"),
            new SaveFhArgs(),
            other.put("/a/d"),
            new RenameArgs(name("f"), name("g"))
        };

        assertThat(other.status(rename)).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.taken())
                .extracting(call -> call.recall().stateId())
                .containsExactlyInAnyOrder(from, to);
        assertThat(giveBack(holder, "/a", from)).isEqualTo(NfsStatus.OK);
        assertThat(giveBack(second, "/a/d", to)).isEqualTo(NfsStatus.OK);
        assertThat(other.status(rename)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void stateIdOfADirectoryDelegationIsGoodForNoInputOrOutput() {
        StateId id = granted(holder, "/a");
        AttributeSet size = AttributeSet.EMPTY.with(AttributeType.SIZE, 0L);

        assertThat(size.mask()).isEqualTo(Bitmap.of(Attribute.SIZE));
        assertThat(holder.status(holder.put("/a/f"), new SetAttrArgs(id, size.toFileAttributes())))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }
}
