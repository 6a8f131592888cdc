package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenClaimDelegateCur;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;

import java.util.List;
import java.util.stream.Stream;

/** What OPEN can be asked for, and what is opened; B-numbers are those of known field bugs. */
class OpenArgumentsTest extends OpenScene {
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
                                        GetFhResOk.class,
                                        client.put("/a"),
                                        open("o", READ, NONE, "f"),
                                        new GetFhArgs())
                                .object())
                .isEqualTo(client.handle("/a/f"));
    }

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
}
