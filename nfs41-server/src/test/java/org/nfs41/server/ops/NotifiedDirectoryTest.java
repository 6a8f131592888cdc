package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal.Granted;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/**
 * Delegations of directories whose holders are told of changes (RFC 8881 sections 10.9 and 20.4).
 */
class NotifiedDirectoryTest {
    static final Bitmap ENTRIES =
            Bitmap.of(NotifyTypes.ADD_ENTRY, NotifyTypes.REMOVE_ENTRY, NotifyTypes.RENAME_ENTRY);
    private static final Bitmap IDS = Bitmap.of(Attribute.TYPE, Attribute.FILEID);
    private static final Bitmap SEEN =
            Bitmap.of(Attribute.CHANGE, Attribute.MODE, Attribute.TIME_MODIFY);
    private static final CreateHow EMPTY = unchecked(AttributeSet.EMPTY);
    private static final long SECOND = 1_000_000_000L;

    private final FileServer server = new FileServer();
    private final TestClient holder = server.client("holder", 0);
    private final TestClient second = server.client("second", 0);
    private final TestClient other = server.client("other", 0);

    NotifiedDirectoryTest() {
        for (String name : List.of("f", "g")) {
            StateId id = other.openFile(name);
            other.call(other.put("/a/" + name), new CloseArgs(0, id));
        }
        assertThat(other.status(other.put("/a"), mkdir("d"))).isEqualTo(NfsStatus.OK);
        server.calls.reach(holder, second);
    }

    static GetDirDelegationArgs ask(Bitmap types, Bitmap child, Bitmap dir, long delay) {
        NfsTime time = new NfsTime(delay, 0);
        return new GetDirDelegationArgs(false, types, time, time, child, dir);
    }

    private Granted grant(TestClient client, String path, GetDirDelegationArgs ask) {
        return (Granted) client.result(GetDirDelegationRes.class, client.put(path), ask).nonFatal();
    }

    private Granted watch(TestClient client, String path) {
        return grant(client, path, ask(ENTRIES, IDS, Bitmap.EMPTY, 0));
    }

    private static CreateArgs mkdir(String name) {
        return new CreateArgs(
                new CreateType.Plain(FileType.NF4DIR), Opaque.utf8(name), FileAttributes.NONE);
    }

    private static Opaque name(String text) {
        return Opaque.utf8(text);
    }

    private ArgOp[] rename(String from, String oldName, String to, String newName) {
        return new ArgOp[] {
            other.put(from),
            new SaveFhArgs(),
            other.put(to),
            new RenameArgs(name(oldName), name(newName))
        };
    }

    private ArgOp[] mode(int mode) {
        AttributeSet set = AttributeSet.EMPTY.with(AttributeType.MODE, mode);
        return new ArgOp[] {
            other.put("/a"), new SetAttrArgs(StateId.ANONYMOUS, set.toFileAttributes())
        };
    }

    private Inode inodeOf(FileHandle handle) {
        return switch (server.exports.resolve(handle)) {
            case FsResult.Ok<FileRef>(FileRef file) -> file.inode();
            case FsResult.Failed<FileRef>(NfsStatus status) -> throw new AssertionError(status);
        };
    }

    private void done(ArgOp... operations) {
        assertThat(other.status(operations)).isEqualTo(NfsStatus.OK);
    }

    /** Answers all calls, which must be notifications, until there are no more. */
    private void pump(DirectoryMirror mirror) {
        for (List<FakeCalls.Call> calls = server.calls.taken();
                !calls.isEmpty();
                calls = server.calls.taken()) {
            for (FakeCalls.Call call : calls) {
                mirror.apply(call.args(CbNotifyArgs.class));
                call.answer(NfsStatus.OK);
            }
        }
    }

    private void requireSame(DirectoryMirror mirror, String path, Bitmap attributes) {
        assertThat(mirror.entries())
                .isEqualTo(DirectoryMirror.read(other, path, attributes).entries());
    }

    @Test
    void eachKindOfChangeOfAnotherClientIsToldAndHoldsNobodyUp() {
        Granted granted = watch(holder, "/a");
        assertThat(granted.notification()).isEqualTo(ENTRIES);
        assertThat(granted.childAttributes()).isEqualTo(IDS);
        DirectoryMirror mirror = DirectoryMirror.read(holder, "/a", IDS);

        done(other.put("/a"), mkdir("new"));
        FakeCalls.Call first = server.calls.one(holder);
        CbNotifyArgs args = first.args(CbNotifyArgs.class);
        assertThat(args.stateId()).isEqualTo(granted.stateId());
        assertThat(args.fh()).isEqualTo(holder.handle("/a"));
        assertThat(first.call().cause()).as("the request that gave it").isNotNull();
        mirror.apply(args);
        first.answer(NfsStatus.OK);

        done(other.put("/a"), creating("o", EMPTY, "file"));
        done(other.put("/a/f"), new SaveFhArgs(), other.put("/a"), new LinkArgs(name("link")));
        done(other.put("/a"), new RemoveArgs(name("file")));
        done(rename("/a", "f", "/a", "e"));
        done(rename("/a", "e", "/a", "g"));
        done(rename("/a", "g", "/a/d", "g"));
        done(rename("/a/d", "g", "/a", "link"));
        pump(mirror);
        assertThat(mirror.told())
                .containsExactly("+new", "+file", "+link", "-file", "f>e", "e>g", "-g");
        requireSame(mirror, "/a", IDS);
    }

    @Test
    void whatComesWhileACallIsUnderWayIsToldByTheNextOne() {
        watch(holder, "/a");
        done(other.put("/a"), mkdir("one"));
        FakeCalls.Call first = server.calls.one(holder);
        done(other.put("/a"), mkdir("two"));
        done(other.put("/a"), new RemoveArgs(name("two")));
        done(other.put("/a"), mkdir("three"));
        assertThat(server.calls.taken()).isEmpty();

        first.answer(NfsStatus.OK);
        assertThat(server.calls.one(holder).args(CbNotifyArgs.class).changes()).hasSize(3);
    }

    @Test
    void holderIsToldOfItsOwnChangesAndAllOtherHoldersAreToo() {
        watch(holder, "/a");
        watch(second, "/a");

        assertThat(holder.status(holder.put("/a"), mkdir("own"))).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken())
                .extracting(FakeCalls.Call::clientId)
                .containsExactlyInAnyOrder(holder.clientId(), second.clientId());
    }

    @Test
    void b097ChangeThatWasNotAskedForRecallsAndOnesOwnDoesNot() {
        Granted granted =
                grant(
                        holder,
                        "/a",
                        ask(Bitmap.of(NotifyTypes.REMOVE_ENTRY), Bitmap.EMPTY, Bitmap.EMPTY, 0));
        assertThat(granted.notification()).isEqualTo(Bitmap.of(NotifyTypes.REMOVE_ENTRY));

        assertThat(holder.status(holder.put("/a"), mkdir("own"))).isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
        done(other.put("/a"), new RemoveArgs(name("f")));
        FakeCalls.Call told = server.calls.one(holder);
        assertThat(told.args(CbNotifyArgs.class).changes()).hasSize(1);

        assertThat(other.status(other.put("/a"), mkdir("new"))).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
        told.answer(NfsStatus.OK);
        assertThat(other.status(other.put("/a"), new RemoveArgs(name("g"))))
                .as("nothing is told any more")
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.taken()).isEmpty();
        assertThat(holder.status(holder.put("/a"), new DelegReturnArgs(granted.stateId())))
                .isEqualTo(NfsStatus.OK);
        done(other.put("/a"), mkdir("new"));
    }

    @Test
    void b095RenameAcrossDirectoriesIsARemovalHereAndAnAdditionThere() {
        watch(holder, "/a");
        watch(second, "/a/d");
        DirectoryMirror from = new DirectoryMirror();
        DirectoryMirror to = new DirectoryMirror();

        done(rename("/a", "f", "/a/d", "h"));
        for (FakeCalls.Call call : server.calls.taken()) {
            boolean first = call.clientId() == holder.clientId();
            (first ? from : to).apply(call.args(CbNotifyArgs.class));
        }
        assertThat(from.told()).containsExactly("-f");
        assertThat(to.told()).containsExactly("+h");
    }

    @Test
    void attributesOfTheDirectoryAreToldWithNamesAndWhenTheyAreSet() {
        Granted granted =
                grant(
                        holder,
                        "/a",
                        ask(
                                ENTRIES.with(NotifyTypes.CHANGE_DIR_ATTRS),
                                Bitmap.EMPTY,
                                SEEN.with(Attribute.ACL),
                                0));
        assertThat(granted.notification()).isEqualTo(ENTRIES.with(NotifyTypes.CHANGE_DIR_ATTRS));
        assertThat(granted.dirAttributes()).isEqualTo(SEEN);
        DirectoryMirror mirror = DirectoryMirror.read(holder, "/a", Bitmap.EMPTY);

        done(other.put("/a"), mkdir("new"));
        done(mode(0750));
        pump(mirror);
        assertThat(mirror.told()).containsExactly("+new", "directory", "directory");
        assertThat(mirror.directory())
                .isEqualTo(
                        other.result(GetAttrResOk.class, other.put("/a"), new GetAttrArgs(SEEN))
                                .objAttributes()
                                .detach());
        AttributeSet owner = AttributeSet.EMPTY.with(AttributeType.OWNER, name("7"));
        assertThat(
                        other.status(
                                other.put("/a"),
                                new SetAttrArgs(StateId.ANONYMOUS, owner.toFileAttributes())))
                .as("an attribute that was not asked for")
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).args(CbRecallArgs.class).stateId())
                .isEqualTo(granted.stateId());
    }

    @Test
    void attributesOfTheDirectoryWaitAsLongAsTheClientWants() {
        grant(holder, "/a", ask(Bitmap.of(NotifyTypes.CHANGE_DIR_ATTRS), Bitmap.EMPTY, SEEN, 10));
        done(mode(0750));
        done(mode(0770));
        server.delegations.tick(SECOND);
        assertThat(server.calls.taken()).isEmpty();

        server.delegations.tick(9 * SECOND);
        assertThat(server.calls.one(holder).args(CbNotifyArgs.class).changes()).hasSize(1);
    }

    @Test
    void attributesOfEntriesAreToldByWhateverNameTheyAreChanged() {
        StateId open = other.openFile("h");
        done(other.put("/a/h"), new SaveFhArgs(), other.put("/a/d"), new LinkArgs(name("h2")));
        Bitmap seen = SEEN.with(Attribute.SIZE).with(Attribute.NUMLINKS);
        Granted granted =
                grant(
                        holder,
                        "/a",
                        ask(
                                Bitmap.of(NotifyTypes.CHANGE_CHILD_ATTRS).or(ENTRIES),
                                seen,
                                Bitmap.EMPTY,
                                0));
        assertThat(granted.notification()).isEqualTo(ENTRIES.with(0));
        assertThat(granted.childAttributes()).isEqualTo(seen);
        DirectoryMirror mirror = DirectoryMirror.read(holder, "/a", seen);

        done(other.put("/a/h"), new WriteArgs(open, 0, StableHow.UNSTABLE, Opaque.utf8("text")));
        pump(mirror);
        assertThat(mirror.told()).containsExactly("=h");
        done(other.put("/a/h"), new CloseArgs(0, open));
        AttributeSet mode = AttributeSet.EMPTY.with(AttributeType.MODE, 0600);
        done(other.put("/a/d/h2"), new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes()));
        done(other.put("/a/d"), new RemoveArgs(name("h2")));
        done(other.put("/a/d"), mkdir("below"));
        done(rename("/a", "h", "/a", "i"));
        done(other.put("/a/i"), new SaveFhArgs(), other.put("/a"), new LinkArgs(name("j")));
        done(other.put("/a/f"), new OpenAttrArgs(true), creating("o", EMPTY, "named"));
        pump(mirror);
        assertThat(mirror.told())
                .as("names as they came, of attributes the last ones")
                .containsExactly("=h", "=h", "h>i", "+j", "=d", "=i", "=f");
        requireSame(mirror, "/a", seen);

        done(other.put("/a/d"), new RemoveArgs(name("below")));
        FakeCalls.Call call = server.calls.one(holder);
        done(other.put("/a/i"), new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes()));
        done(other.put("/a/i"), new SetAttrArgs(StateId.ANONYMOUS, mode.toFileAttributes()));
        mirror.apply(call.args(CbNotifyArgs.class));
        call.answer(NfsStatus.OK);
        assertThat(server.calls.one(holder).args(CbNotifyArgs.class).changes())
                .as("one for each of its names")
                .hasSize(2);
    }

    @Test
    void whatOnlyTheHolderOfAWriteDelegationKnowsIsToldWhenThatIsBack() {
        server.calls.reach(other);
        Bitmap seen = Bitmap.of(Attribute.SIZE, Attribute.MODE);
        Bitmap types = Bitmap.of(NotifyTypes.CHANGE_CHILD_ATTRS);
        grant(holder, "/a", ask(types, seen, Bitmap.EMPTY, 0));
        OpenResOk opened = other.result(OpenResOk.class, other.put("/a"), open("o", 3, 0, "f"));
        StateId id = ((OpenDelegation.Write) opened.delegation()).write().stateId();

        done(other.put("/a/f"), new WriteArgs(id, 0, StableHow.UNSTABLE, Opaque.utf8("text")));
        DirectoryMirror mirror = DirectoryMirror.read(holder, "/a", seen);
        pump(mirror);
        assertThat(mirror.entries().get("f").attributes().mask())
                .isEqualTo(Bitmap.of(Attribute.MODE));
        done(other.put("/a/f"), new DelegReturnArgs(id));
        server.delegations.tick(0);
        pump(mirror);
        requireSame(mirror, "/a", seen);
    }

    @Test
    void namedAttributesOfTheDirectoryAreAChangeOfIt() {
        Granted granted = watch(holder, "/a");
        assertThat(
                        other.status(
                                other.put("/a"),
                                new OpenAttrArgs(true),
                                creating("o", EMPTY, "named")))
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
    }

    @Test
    void whatNobodyCanBeToldOfIsNotPromised() {
        Granted granted =
                grant(
                        holder,
                        "/a",
                        ask(
                                Bitmap.of(
                                        NotifyTypes.CHANGE_CHILD_ATTRS,
                                        NotifyTypes.CHANGE_DIR_ATTRS),
                                Bitmap.of(Attribute.NAMED_ATTR),
                                Bitmap.of(Attribute.TIME_ACCESS, Attribute.ACL),
                                0));
        assertThat(granted.notification()).isEqualTo(Bitmap.EMPTY);
        assertThat(granted.childAttributes()).isEqualTo(Bitmap.EMPTY);
        assertThat(granted.dirAttributes()).isEqualTo(Bitmap.EMPTY);
        assertThat(other.status(other.put("/a"), mkdir("new"))).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
    }

    @Test
    void clientThatDoesNotHearOrRefusesIsRecalled() {
        for (boolean answers : new boolean[] {true, false}) {
            String path = answers ? "/a" : "/a/d";
            Granted granted = watch(holder, path);
            done(other.put(path), mkdir("one"));
            FakeCalls.Call call = server.calls.one(holder);
            done(other.put(path), mkdir("two"));
            if (answers) {
                call.answer(NfsStatus.BADHANDLE);
            } else {
                call.fail();
            }
            assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
            assertThat(other.status(other.put(path), mkdir("three"))).isEqualTo(NfsStatus.DELAY);
        }
    }

    @Test
    void b098TooManyChangesForAClientThatDoesNotAnswerRecallItsDelegation() {
        Granted granted = watch(holder, "/a");
        done(other.put("/a"), mkdir("first"));
        server.calls.one(holder);
        NfsStatus status = NfsStatus.OK;
        int made = 0;
        while (status.isOk() && made < 10_000) {
            status = other.status(other.put("/a"), mkdir("n" + made));
            made++;
        }
        assertThat(status).isEqualTo(NfsStatus.DELAY);
        assertThat(made).isGreaterThan(100);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
    }

    @Test
    void b099RemovingTheDelegatedDirectoryRecallsItsDelegation() {
        Granted granted = watch(holder, "/a/d");
        assertThat(other.status(other.put("/a"), new RemoveArgs(name("d"))))
                .isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
    }

    @Test
    void changeThatFailsOrChangesNothingIsNotTold() {
        watch(holder, "/a");
        assertThat(other.status(other.put("/a"), mkdir("d"))).isEqualTo(NfsStatus.EXIST);
        assertThat(other.as(1000).status(other.put("/a"), new RemoveArgs(name("none"))))
                .isEqualTo(NfsStatus.NOENT);
        other.as(0);
        done(rename("/a", "f", "/a", "f"));
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void directoryOfNamedAttributesIsNotDelegated() {
        assertThat(
                        holder.status(
                                holder.put("/a/f"),
                                new OpenAttrArgs(true),
                                ask(ENTRIES, IDS, Bitmap.EMPTY, 0)))
                .isEqualTo(NfsStatus.DIRDELEG_UNAVAIL);
    }

    @Test
    void delegationIsTakenBackIfItsCookieVerifierCannotBeTold() {
        Object directory = inodeOf(holder.handle("/a/d"));
        server.failing.before(
                "readDirectory",
                directory,
                () -> server.failing.fail("readDirectory", directory, NfsStatus.IO));
        GetDirDelegationArgs ask = ask(ENTRIES, IDS, Bitmap.EMPTY, 0);
        assertThat(holder.status(holder.put("/a/d"), ask)).isEqualTo(NfsStatus.IO);
        server.failing.fail("none", directory, NfsStatus.IO);
        done(other.put("/a/d"), mkdir("new"));
        assertThat(server.calls.taken()).isEmpty();
        assertThat(grant(holder, "/a/d", ask).notification()).isEqualTo(ENTRIES);
    }

    @Test
    void fileSystemThatCannotSayWhatHasChangedCostsTheDelegation() {
        Granted granted = watch(holder, "/a");
        server.failing.fail("place", name("new"), NfsStatus.IO);
        done(other.put("/a"), mkdir("new"));
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(granted.stateId());
    }
}
