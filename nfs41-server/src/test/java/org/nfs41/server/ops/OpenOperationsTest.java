package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.state.open.OpenLimits;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CloseResOk;
import org.nfs41.xdr.op.CreatVerfAttr;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenDowngradeArgs;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RestoreFhArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;
import java.util.stream.Stream;

/** OPEN, CLOSE, OPEN_DOWNGRADE and their state ids; B-numbers are those of known field bugs. */
class OpenOperationsTest {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int BOTH = 3;
    private static final int NONE = 0;

    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);

    private static AttributeSet mode(int mode) {
        return AttributeSet.EMPTY.with(AttributeType.MODE, mode);
    }

    private static AttributeSet size(long size) {
        return AttributeSet.EMPTY.with(AttributeType.SIZE, size);
    }

    private static WriteArgs write(StateId stateId, String text) {
        return new WriteArgs(stateId, 0, StableHow.UNSTABLE, Opaque.utf8(text));
    }

    private static SetAttrArgs resize(StateId stateId, long size) {
        return new SetAttrArgs(stateId, size(size).toFileAttributes());
    }

    private long sizeOf(String path) {
        return client.attributes(client.put(path), Attribute.SIZE).require(AttributeType.SIZE);
    }

    private int modeOf(String path) {
        return client.attributes(client.put(path), Attribute.MODE).require(AttributeType.MODE);
    }

    // --- Arguments

    static Stream<OpenArgs> invalidArguments() {
        OpenClaim named = new OpenClaim.Null(Opaque.utf8("f"));
        OpenFlag find = new OpenFlag.NoCreate();
        OpenFlag create = new OpenFlag.Create(unchecked(AttributeSet.EMPTY));
        return Stream.of(
                open("o", 0, 0, find, named), // B-193
                open("o", 4, 0, find, named),
                open("o", 7, 0, find, named),
                open("o", 1, 4, find, named),
                open("o", 1, 0xFF, find, named),
                open("o", 1 | 0x0600, 0, find, named),
                open("o", 1, 0, create, new OpenClaim.Fh()), // B-140
                open("o", 1, 0, create, new OpenClaim.Previous(OpenDelegationType.NONE)),
                open("o", 1, 0, find, new OpenClaim.Null(Opaque.EMPTY)));
    }

    @ParameterizedTest
    @MethodSource("invalidArguments")
    void invalidArgumentsAreRefused(OpenArgs arguments) {
        client.openFile("f");
        assertThat(client.status(client.put("/a"), arguments)).isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void armsThatDoNotExistAreBadXdrWithoutEffect() { // B-199
        OpenClaim named = new OpenClaim.Null(Opaque.utf8("f"));
        for (OpenArgs arguments :
                List.of(
                        open("o", 1, 0, new OpenFlag.Unknown(2), named),
                        open("o", 1, 0, new OpenFlag.Create(new CreateHow.Unknown(4)), named),
                        open("o", 1, 0, new OpenFlag.NoCreate(), new OpenClaim.Unknown(7)))) {
            assertThat(client.status(client.put("/a"), arguments)).isEqualTo(NfsStatus.BADXDR);
        }
        assertThat(client.status(client.put("/a"), new LookupArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void namesAreChecked() {
        for (String name : List.of(".", "..")) {
            assertThat(client.status(client.put("/a"), open("o", READ, NONE, name)))
                    .isEqualTo(NfsStatus.BADNAME);
        }
        assertThat(client.status(client.put("/a"), open("o", READ, NONE, "x/y")))
                .isEqualTo(NfsStatus.BADCHAR);
        assertThat(client.status(client.put("/a"), open("o", READ, NONE, "n".repeat(256))))
                .isEqualTo(NfsStatus.NAMETOOLONG);
    }

    @Test
    void claimsWithoutAnythingToClaimAreRefused() {
        StateId some = new StateId(1, 2, 3);
        client.openFile("f");
        Opaque name = Opaque.utf8("f");
        OpenFlag find = new OpenFlag.NoCreate();
        assertThat(claim(new OpenClaim.Previous(OpenDelegationType.NONE)))
                .isEqualTo(NfsStatus.NO_GRACE);
        assertThat(claim(new OpenClaim.DelegCurFh(some))).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(claim(new OpenClaim.DelegPrevFh())).isEqualTo(NfsStatus.RECLAIM_BAD);
        assertThat(
                        client.status(
                                client.put("/a"),
                                open(
                                        "o",
                                        READ,
                                        NONE,
                                        find,
                                        new OpenClaim.DelegateCur(
                                                new OpenClaimDelegateCur(some, name)))))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(
                        client.status(
                                client.put("/a"),
                                open("o", READ, NONE, find, new OpenClaim.DelegatePrev(name))))
                .isEqualTo(NfsStatus.RECLAIM_BAD);
    }

    private NfsStatus claim(OpenClaim claim) {
        return client.status(
                client.put("/a/f"), open("o", READ, NONE, new OpenFlag.NoCreate(), claim));
    }

    @Test
    void clientThatHasNotSaidReclaimCompleteMayNotOpenYet() {
        client.openFile("f");
        TestClient early = new TestClient(server, "early", 1000);
        assertThat(early.status(early.put("/a"), open("o", READ, NONE, "f")))
                .isEqualTo(NfsStatus.GRACE);
        early.reclaimComplete();
        assertThat(early.status(early.put("/a"), open("o", READ, NONE, "f")))
                .isEqualTo(NfsStatus.OK);
    }

    // --- What is opened

    @Test
    void openOfAFilehandle() { // B-140
        client.openFile("f");
        OpenClaim claim = new OpenClaim.Fh();
        OpenResOk opened =
                client.result(
                        OpenResOk.class,
                        client.put("/a/f"),
                        open("o", READ, NONE, new OpenFlag.NoCreate(), claim));
        assertThat(opened.stateId().seqid()).isEqualTo(1);
        assertThat(client.status(open("o", READ, NONE, new OpenFlag.NoCreate(), claim)))
                .isEqualTo(NfsStatus.NOFILEHANDLE);
    }

    @Test
    void onlyRegularFilesAreOpened() {
        make("dir", new CreateType.Plain(FileType.NF4DIR));
        make("link", new CreateType.Link(Opaque.utf8("f")));
        make("fifo", new CreateType.Plain(FileType.NF4FIFO));
        for (boolean creating : List.of(false, true)) {
            assertThat(openOrCreate("dir", creating)).isEqualTo(NfsStatus.ISDIR);
            assertThat(openOrCreate("link", creating)).isEqualTo(NfsStatus.SYMLINK);
            assertThat(openOrCreate("fifo", creating)).isEqualTo(NfsStatus.WRONG_TYPE);
        }
        assertThat(openOrCreate("missing", false)).isEqualTo(NfsStatus.NOENT);
        client.openFile("f");
        assertThat(client.status(client.put("/a/f"), open("o", READ, NONE, "x")))
                .isEqualTo(NfsStatus.NOTDIR);
        assertThat(server.opens.count()).isEqualTo(1);
    }

    private void make(String name, CreateType type) {
        assertThat(
                        client.status(
                                client.put("/a"),
                                new CreateArgs(
                                        type,
                                        Opaque.utf8(name),
                                        AttributeSet.EMPTY.toFileAttributes())))
                .isEqualTo(NfsStatus.OK);
    }

    private NfsStatus openOrCreate(String name, boolean creates) {
        return client.status(
                client.put("/a"),
                creates
                        ? creating("o", unchecked(AttributeSet.EMPTY), name)
                        : open("o", READ, NONE, name));
    }

    @Test
    void openChangesTheCurrentFilehandleToTheFile() {
        client.openFile("f");
        assertThat(
                        client.result(
                                        org.nfs41.xdr.op.GetFhResOk.class,
                                        client.put("/a"),
                                        open("o", READ, NONE, "f"),
                                        new GetFhArgs())
                                .object())
                .isEqualTo(client.handle("/a/f"));
    }

    // --- Creation

    @Test
    void uncheckedCreateSetsAttributesOnceAndTruncatesOnlyAtSizeZero() {
        OpenResOk first = client.opened(creating("o", unchecked(mode(0640)), "f"));
        assertThat(first.attrSet()).isEqualTo(Bitmap.of(Attribute.MODE));
        assertThat(first.cinfo().after()).isNotEqualTo(first.cinfo().before());
        client.call(client.put("/a/f"), write(first.stateId(), "content"));

        OpenResOk again = client.opened(creating("o", unchecked(mode(0600)), "f"));
        assertThat(again.attrSet()).isEqualTo(Bitmap.EMPTY);
        assertThat(again.cinfo().after()).isEqualTo(again.cinfo().before());
        assertThat(client.opened(creating("o", unchecked(size(3)), "f")).attrSet())
                .isEqualTo(Bitmap.EMPTY);
        assertThat(modeOf("/a/f")).isEqualTo(0640);
        assertThat(sizeOf("/a/f")).isEqualTo(7);

        assertThat(client.opened(creating("o", unchecked(size(0)), "f")).attrSet())
                .isEqualTo(Bitmap.of(Attribute.SIZE));
        assertThat(sizeOf("/a/f")).isZero();
    }

    @Test
    void guardedCreateOfATakenNameFails() {
        client.openFile("f");
        CreateHow guarded = new CreateHow.Guarded(mode(0600).toFileAttributes());
        assertThat(client.status(client.put("/a"), creating("o", guarded, "f")))
                .isEqualTo(NfsStatus.EXIST);
        assertThat(client.status(client.put("/a"), creating("o", guarded, "g")))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void exclusiveCreateIsRepeatedByItsVerifierAlone() { // B-141
        CreateHow how =
                new CreateHow.Exclusive41(new CreatVerfAttr(42, mode(0444).toFileAttributes()));
        OpenResOk first = client.opened(creating("o", how, "f"));
        assertThat(first.attrSet()).isEqualTo(Bitmap.of(Attribute.MODE));
        assertThat(client.opened(creating("o", how, "f")).stateId())
                .isEqualTo(first.stateId().withSeqid(2));
        assertThat(modeOf("/a/f")).isEqualTo(0444);
        CreateHow other =
                new CreateHow.Exclusive41(new CreatVerfAttr(43, mode(0444).toFileAttributes()));
        assertThat(client.status(client.put("/a"), creating("o", other, "f")))
                .isEqualTo(NfsStatus.EXIST);
        client.openFile("g");
        assertThat(client.status(client.put("/a"), creating("o", new CreateHow.Exclusive(0), "g")))
                .isEqualTo(NfsStatus.EXIST);
    }

    @Test
    void exclusive4GivesPermissionToNobody() {
        client.opened(creating("o", new CreateHow.Exclusive(42), "f"));
        assertThat(modeOf("/a/f")).isZero();
    }

    @Test
    void attributesThatCannotBeSetAtCreation() {
        AttributeSet fileId = AttributeSet.EMPTY.with(AttributeType.FILEID, 5L);
        assertThat(client.status(client.put("/a"), creating("o", unchecked(fileId), "f")))
                .isEqualTo(NfsStatus.INVAL);
        AttributeSet archive = AttributeSet.EMPTY.with(AttributeType.ARCHIVE, true);
        CreateHow how = new CreateHow.Exclusive41(new CreatVerfAttr(1, archive.toFileAttributes()));
        assertThat(client.status(client.put("/a"), creating("o", how, "f")))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(client.put("/a"), creating("o", unchecked(archive), "f")))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(client.status(client.put("/a"), new LookupArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void creatorMayWriteToWhatHeMadeReadOnlyAndNobodyElse() {
        StateId id = client.opened(creating("o", unchecked(mode(0400)), "f")).stateId();
        assertThat(client.status(client.put("/a/f"), write(id, "x"))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(client.put("/a"), open("o2", WRITE, NONE, "f")))
                .isEqualTo(NfsStatus.ACCESS);
        client.as(2000);
        assertThat(client.status(client.put("/a"), open("o2", READ, NONE, "f")))
                .isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    void truncationNeedsWritePermissionAndIsStoppedByDenyWrite() {
        StateId id = client.opened(creating("o", unchecked(mode(0644)), "f")).stateId();
        client.call(client.put("/a/f"), write(id, "content"));
        OpenArgs truncate =
                open(
                        "o2",
                        READ,
                        NONE,
                        new OpenFlag.Create(unchecked(size(0))),
                        new OpenClaim.Null(Opaque.utf8("f")));
        client.as(2000);
        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.ACCESS);
        client.as(1000);
        client.call(client.put("/a/f"), new CloseArgs(0, id));
        client.opened(open("o", READ, WRITE, "f"));
        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(sizeOf("/a/f")).isEqualTo(7);
    }

    // --- Delegations that are not given

    @Test
    void reasonForNoDelegationOnlyWhenDelegationsWereSpokenOf() {
        client.openFile("f");
        assertThat(client.opened(open("o", READ, NONE, "f")).delegation())
                .isEqualTo(new OpenDelegation.None());
        assertThat(why(0x0400)).isEqualTo(WhyNoDelegation.NOT_WANTED);
        assertThat(why(0x0500)).isEqualTo(WhyNoDelegation.CANCELLED);
        for (int want : new int[] {0x0100, 0x0200, 0x0300, 0x10100, 0x20300}) {
            assertThat(why(want)).as("nobody can be called").isEqualTo(WhyNoDelegation.RESOURCE);
        }
    }

    private WhyNoDelegation why(int want) {
        OpenDelegation answer = client.opened(open("o", READ | want, NONE, "f")).delegation();
        return ((OpenDelegation.NoneExt) answer).whyNone().why();
    }

    // --- State ids in COMPOUNDs

    @Test
    void wireClientIdOfTheOwnerIsIgnored() { // B-132
        client.openFile("f");
        TestClient other = server.client("c2", 1000);
        StateId mine = client.opened(open("same", READ, NONE, "f")).stateId();
        StateId theirs =
                other.result(OpenResOk.class, other.put("/a"), open("same", READ, NONE, "f"))
                        .stateId();
        assertThat(theirs.sameOther(mine)).isFalse();
    }

    @Test
    void currentStateIdServesAllOperations() { // B-118
        OpenArgs open = creating("o", unchecked(AttributeSet.EMPTY), "f");
        StateId current = StateId.CURRENT;
        assertThat(
                        client.status(
                                client.put("/a"),
                                open,
                                write(current, "text"),
                                new ReadArgs(current, 0, 4),
                                resize(current, 2),
                                new CloseArgs(0, current)))
                .isEqualTo(NfsStatus.OK);
        assertThat(client.status(client.put("/a"), open, new FreeStateIdArgs(current)))
                .isEqualTo(NfsStatus.LOCKS_HELD);
        assertThat(
                        client.status(
                                client.put("/a"),
                                open,
                                new OpenDowngradeArgs(current, 0, BOTH, NONE),
                                new CloseArgs(0, current)))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.opens.count()).isZero();
    }

    @Test
    void currentStateIdThatIsNotSetIsBad() { // B-119
        client.openFile("f");
        client.openFile("g");
        ReadArgs read = new ReadArgs(StateId.CURRENT, 0, 4);
        OpenArgs open = open("o", READ, NONE, "f");
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        assertThat(client.status(file, read)).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a"), open, file, read))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a"), open, new CloseArgs(0, StateId.CURRENT), read))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(
                        client.status(
                                client.put("/a"),
                                new SaveFhArgs(),
                                open,
                                new RestoreFhArgs(),
                                new LookupArgs(Opaque.utf8("g")),
                                read))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void saveAndRestoreCarryTheStateId() { // B-189
        client.openFile("f");
        assertThat(
                        client.status(
                                client.put("/a"),
                                open("o", READ, NONE, "f"),
                                new SaveFhArgs(),
                                new PutRootFhArgs(),
                                new LookupArgs(Opaque.utf8("b")),
                                new RestoreFhArgs(),
                                new CloseArgs(0, StateId.CURRENT)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void closeReturnsTheInvalidStateIdWhichIsThenBad() { // B-191
        StateId id = client.openFile("f");
        StateId closed =
                client.result(CloseResOk.class, client.put("/a/f"), new CloseArgs(9, id))
                        .openStateId();
        assertThat(closed).isEqualTo(StateId.INVALID);
        assertThat(client.status(client.put("/a/f"), new ReadArgs(closed, 0, 1)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a/f"), new CloseArgs(0, id)))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void seqidsOfCloseAndDowngradeCount() { // B-117
        StateId first = client.openFile("f");
        StateId second = client.openFile("f");
        assertThat(client.status(client.put("/a/f"), new CloseArgs(0, first)))
                .isEqualTo(NfsStatus.OLD_STATEID);
        assertThat(
                        client.status(
                                client.put("/a/f"),
                                new OpenDowngradeArgs(second.withSeqid(3), 0, BOTH, NONE)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(
                        client.result(
                                        OpenDowngradeResOk.class,
                                        client.put("/a/f"),
                                        new OpenDowngradeArgs(second, 0, BOTH, NONE))
                                .openStateId())
                .isEqualTo(first.withSeqid(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 0x10, BOTH | 0x1_0000, BOTH | 0x2_0000})
    void downgradeToNoAccessIsInvalid(int access) { // B-134
        StateId id = client.openFile("f");
        assertThat(client.status(client.put("/a/f"), new OpenDowngradeArgs(id, 0, access, NONE)))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(client.put("/a/f"), new OpenDowngradeArgs(id, 0, BOTH, 8)))
                .isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void foreignStateIdIsBadAndStaysUnharmed() { // B-121, B-122
        StateId id = client.openFile("f");
        client.openFile("g");
        TestClient thief = server.client("c2", 1000);
        assertThat(thief.status(thief.put("/a/f"), write(id, "x")))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(thief.status(thief.put("/a/f"), new CloseArgs(0, id)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(thief.status(thief.put("/a/f"), resize(id, 9))).isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a/g"), write(id, "x")))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(client.status(client.put("/a/f"), new CloseArgs(0, id))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void setAttrOfTheSizeLooksAtItsStateId() { // B-126
        client.openFile("f");
        StateId reading = client.opened(open("reader", READ, NONE, "f")).stateId();
        assertThat(client.status(client.put("/a/f"), resize(reading, 1)))
                .isEqualTo(NfsStatus.OPENMODE);
        assertThat(client.status(client.put("/a/f"), resize(new StateId(1, 2, 3), 1)))
                .isEqualTo(NfsStatus.BAD_STATEID);
        assertThat(sizeOf("/a/f")).isZero();
        assertThat(client.status(client.put("/a/f"), resize(StateId.ANONYMOUS, 1)))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void denyModesHoldAgainstAnonymousIoAndAgainstTheBypassInWrites() { // B-124, B-125
        StateId id = client.openFile("f");
        client.call(client.put("/a/f"), write(id, "text"), new CloseArgs(0, id));
        client.opened(open("o", READ, BOTH, "f"));
        TestClient other = server.client("c2", 1000);
        StateId anonymous = StateId.ANONYMOUS;
        StateId bypass = StateId.READ_BYPASS;
        assertThat(other.status(other.put("/a/f"), new ReadArgs(anonymous, 0, 4)))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(other.put("/a/f"), write(anonymous, "x")))
                .isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(other.put("/a/f"), write(bypass, "x"))).isEqualTo(NfsStatus.LOCKED);
        assertThat(other.status(other.put("/a/f"), resize(bypass, 0))).isEqualTo(NfsStatus.LOCKED);
        assertThat(
                        other.result(ReadResOk.class, other.put("/a/f"), new ReadArgs(bypass, 0, 4))
                                .data()
                                .utf8())
                .isEqualTo("text");
    }

    @Test
    void testStateIdAnswersForEachWithoutAFilehandle() { // B-113
        StateId first = client.openFile("f");
        StateId second = client.openFile("f");
        List<StateId> ids =
                List.of(
                        second,
                        first,
                        second.withSeqid(3),
                        StateId.ANONYMOUS,
                        StateId.READ_BYPASS,
                        StateId.CURRENT,
                        new StateId(1, 5, 5));
        NfsStatus bad = NfsStatus.BAD_STATEID;
        assertThat(client.result(TestStateIdResOk.class, new TestStateIdArgs(ids)).statusCodes())
                .containsExactly(NfsStatus.OK, NfsStatus.OLD_STATEID, bad, bad, bad, bad, bad);
    }

    // --- Life of files and clients

    @Test
    void openWhoseTruncationFailsIsTakenBack() {
        StateId id = client.openFile("f");
        client.call(client.put("/a/f"), write(id, "text"), new CloseArgs(0, id));
        server.failing.fail("setAttributes", AttributeChanges.ofSize(0), NfsStatus.IO);
        OpenArgs truncate = creating("o", unchecked(size(0)), "f");

        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.IO);
        assertThat(server.opens.count()).isZero();

        StateId reading = client.opened(open("o", READ, NONE, "f")).stateId();
        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.IO);
        assertThat(server.opens.count()).isEqualTo(1);
        assertThat(client.status(client.put("/a/f"), resize(reading, 1)))
                .isEqualTo(NfsStatus.OPENMODE);
    }

    @Test
    void openOfAFileThatVanishesMeanwhileLeavesNothing() {
        OpenArgs[] opens = {
            open("o", READ, NONE, "f"),
            open("o", READ, NONE, new OpenFlag.NoCreate(), new OpenClaim.Fh())
        };
        NfsStatus[] expected = {NfsStatus.NOENT, NfsStatus.STALE};
        for (int i = 0; i < opens.length; i++) {
            StateId id = client.openFile("f");
            client.call(client.put("/a/f"), new CloseArgs(0, id));
            ArgOp position = client.put(i == 0 ? "/a" : "/a/f");
            server.failing.before("retain", inode("f"), this::removeFile);
            assertThat(client.status(position, opens[i])).isEqualTo(expected[i]);
            assertThat(server.opens.count()).isZero();
        }
    }

    @Test
    void createOfAFileThatVanishesMeanwhileMakesItAnew() {
        StateId id = client.openFile("f");
        client.call(client.put("/a/f"), new CloseArgs(0, id));
        FileHandle old = client.handle("/a/f");
        server.failing.before("retain", inode("f"), this::removeFile);
        client.openFile("f");
        assertThat(client.handle("/a/f")).isNotEqualTo(old);
    }

    private void removeFile() {
        assertThat(
                        server.a
                                .remove(Credentials.SUPERUSER, server.a.root(), Opaque.utf8("f"))
                                .status())
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void openThatFindsNoRoomCreatesNoFile() {
        FileServer small = new FileServer(new OpenLimits(1, 9));
        TestClient greedy = small.client("c1", 1000);
        greedy.openFile("f");
        for (CreateHow how :
                List.of(
                        new CreateHow.Guarded(AttributeSet.EMPTY.toFileAttributes()),
                        unchecked(AttributeSet.EMPTY))) {
            assertThat(greedy.status(greedy.put("/a"), creating("o", how, "g")))
                    .isEqualTo(NfsStatus.DELAY);
        }
        assertThat(greedy.status(greedy.put("/a"), new LookupArgs(Opaque.utf8("g"))))
                .isEqualTo(NfsStatus.NOENT);
        assertThat(greedy.openFile("f").seqid()).isEqualTo(2);
    }

    private Inode inode(String name) {
        return ((FsResult.Ok<Inode>)
                        server.a.lookup(Credentials.SUPERUSER, server.a.root(), Opaque.utf8(name)))
                .value();
    }

    @Test
    void removedFileLivesUntilItsLastClose() {
        StateId id = client.openFile("f");
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        client.call(file, write(id, "text"));
        assertThat(client.status(client.put("/a"), new RemoveArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.OK);
        assertThat(client.result(ReadResOk.class, file, new ReadArgs(id, 0, 9)).data().utf8())
                .isEqualTo("text");
        assertThat(client.status(file, new CloseArgs(0, id))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void everyOpenAndCloseRetainsAndReleasesTheFileOnce() {
        StateId one = client.openFile("f");
        StateId two = client.opened(open("o2", READ, NONE, "f")).stateId();
        client.openFile("f");
        client.status(client.put("/a"), open("o3", READ, WRITE, "f"));
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        client.call(client.put("/a"), new RemoveArgs(Opaque.utf8("f")));
        client.call(file, new CloseArgs(0, two));
        assertThat(client.status(file, new CloseArgs(0, one.withSeqid(0)))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(file)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    void stateOfAClientThatExpiresGoesWithIt() {
        client.openFile("f");
        PutFhArgs file = new PutFhArgs(client.handle("/a/f"));
        client.call(client.put("/a"), new RemoveArgs(Opaque.utf8("f")));
        assertThat(server.opens.holdsState(client.clientId())).isTrue();

        server.clients.leases().expire(2L * FileServer.LEASE_SECONDS * 1_000_000_000L);

        assertThat(server.opens.count()).isZero();
        TestClient other = server.client("c2", 1000);
        assertThat(other.status(file)).isEqualTo(NfsStatus.STALE);
    }
}
