package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DirEntry;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RemoveArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** READDIR: bounds, going on, attributes of entries. */
class ReadDirTest {
    private static final int PLENTY = 1 << 20;
    private static final int ENTRY_OVERHEAD = 4 + 8 + 4;
    private static final int NO_ATTRIBUTES = 4 + 4;
    private static final int EMPTY_RESULT = 8 + 4 + 4;

    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);
    private final ArgOp directory = client.put("/a");

    private void makeFiles(int count) {
        for (int i = 0; i < count; i++) {
            client.openFile(name(i));
        }
    }

    private static String name(int i) {
        return String.format("file%04d", i);
    }

    private ReadDirResOk read(long cookie, long verifier, int dirCount, int maxCount) {
        return client.result(
                ReadDirResOk.class,
                directory,
                new ReadDirArgs(cookie, verifier, dirCount, maxCount, Bitmap.EMPTY));
    }

    private NfsStatus status(long cookie, long verifier, int maxCount) {
        return client.status(
                directory, new ReadDirArgs(cookie, verifier, 0, maxCount, Bitmap.EMPTY));
    }

    private static int sizeOf(ReadDirResOk result) {
        XdrWriter out = new XdrWriter();
        result.encodeBody(out);
        return out.position();
    }

    private static List<String> names(ReadDirResOk result) {
        return result.entries().stream().map(DirEntry::name).map(Opaque::utf8).toList();
    }

    @Test
    void emptyDirectoryFitsIntoTheLeastResult() {
        ReadDirResOk empty = read(0, 0, 0, EMPTY_RESULT);
        assertThat(empty.entries()).isEmpty();
        assertThat(empty.eof()).isTrue();
        assertThat(status(0, 0, EMPTY_RESULT - 1)).isEqualTo(NfsStatus.TOOSMALL);
        assertThat(status(0, 0, 0)).isEqualTo(NfsStatus.TOOSMALL);
    }

    @Test
    void allEntriesWithoutDotAndDotDotAndWithoutReservedCookies() {
        makeFiles(20);
        ReadDirResOk all = read(0, 0, 0, PLENTY);
        assertThat(names(all))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(ReadDirTest::name).toList());
        assertThat(all.entries()).allMatch(entry -> entry.cookie() > 2);
        assertThat(all.eof()).isTrue();
    }

    @Test
    void maxCountIsKeptToTheByte() {
        makeFiles(3);
        int entry = ENTRY_OVERHEAD + 8 + NO_ATTRIBUTES;
        int two = EMPTY_RESULT + 2 * entry;
        ReadDirResOk exact = read(0, 0, 0, two);
        assertThat(exact.entries()).hasSize(2);
        assertThat(sizeOf(exact)).isEqualTo(two);
        assertThat(exact.eof()).isFalse();
        assertThat(read(0, 0, 0, two - 1).entries()).hasSize(1);
        assertThat(read(0, 0, 0, two + entry).eof()).isTrue();
        assertThat(status(0, 0, EMPTY_RESULT + entry - 1)).isEqualTo(NfsStatus.TOOSMALL);
    }

    @Test
    void dirCountBoundsNamesAndCookiesButNeverToNothing() {
        makeFiles(5);
        int nameAndCookie = 8 + 4 + 8;
        assertThat(read(0, 0, 2 * nameAndCookie, PLENTY).entries()).hasSize(2);
        assertThat(read(0, 0, 2 * nameAndCookie - 1, PLENTY).entries()).hasSize(1);
        assertThat(read(0, 0, 1, PLENTY).entries()).hasSize(1);
        assertThat(read(0, 0, 0, PLENTY).entries()).hasSize(5);
    }

    @Test
    void readingInPiecesFindsEachEntryOnceWhileOthersComeAndGo() {
        makeFiles(100);
        List<String> seen = new ArrayList<>();
        long cookie = 0;
        long verifier = 0;
        boolean eof = false;
        int round = 0;
        while (!eof) {
            assertThat(round).isLessThan(200);
            ReadDirResOk part = read(cookie, verifier, 0, 200);
            seen.addAll(names(part));
            verifier = part.cookieVerifier();
            eof = part.eof();
            if (!part.entries().isEmpty()) {
                cookie = part.entries().getLast().cookie();
            }
            client.openFile("late" + round);
            if (round < 10) {
                client.call(directory, new RemoveArgs(Opaque.utf8("late" + round)));
            }
            round++;
        }
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).containsAll(IntStream.range(0, 100).mapToObj(ReadDirTest::name).toList());
    }

    @Test
    void verifierAndCookieThatWereNeverGivenAreRefused() {
        makeFiles(3);
        ReadDirResOk all = read(0, 0, 0, PLENTY);
        long last = all.entries().getLast().cookie();
        assertThat(status(last, all.cookieVerifier() + 1, PLENTY)).isEqualTo(NfsStatus.NOT_SAME);
        assertThat(status(Long.MAX_VALUE, all.cookieVerifier(), PLENTY))
                .isEqualTo(NfsStatus.BAD_COOKIE);
        assertThat(status(last, all.cookieVerifier(), PLENTY)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void attributesComeWithEachEntryAndUnsupportedOnesDoNot() {
        client.openFile("f");
        client.call(
                directory,
                new CreateArgs(
                        new CreateType.Plain(FileType.NF4DIR),
                        Opaque.utf8("d"),
                        AttributeSet.EMPTY.toFileAttributes()));
        Bitmap wanted =
                Bitmap.of(
                        Attribute.TYPE,
                        Attribute.RDATTR_ERROR,
                        Attribute.FILEHANDLE,
                        Attribute.FILEID,
                        Attribute.DACL);
        ReadDirResOk all =
                client.result(
                        ReadDirResOk.class, directory, new ReadDirArgs(0, 0, 0, PLENTY, wanted));
        for (DirEntry entry : all.entries()) {
            AttributeSet attributes = TestClient.decoded(entry.attrs());
            assertThat(attributes.mask()).isEqualTo(wanted.without(Attribute.DACL));
            assertThat(attributes.require(AttributeType.RDATTR_ERROR)).isEqualTo(NfsStatus.OK);
            assertThat(attributes.require(AttributeType.FILEHANDLE))
                    .isEqualTo(client.handle("/a/" + entry.name().utf8()));
        }
    }

    @Test
    void entryWhoseAttributesFailHasItsErrorOrFailsTheWhole() {
        makeFiles(3);
        fail(name(1), NfsStatus.IO);
        Bitmap wanted = Bitmap.of(Attribute.SIZE, Attribute.RDATTR_ERROR);
        ReadDirResOk all =
                client.result(
                        ReadDirResOk.class, directory, new ReadDirArgs(0, 0, 0, PLENTY, wanted));
        assertThat(all.entries()).hasSize(3);
        for (DirEntry entry : all.entries()) {
            boolean failed = entry.name().utf8().equals(name(1));
            AttributeSet attributes = TestClient.decoded(entry.attrs());
            assertThat(attributes.require(AttributeType.RDATTR_ERROR))
                    .isEqualTo(failed ? NfsStatus.IO : NfsStatus.OK);
            assertThat(attributes.contains(AttributeType.SIZE)).isEqualTo(!failed);
        }
        assertThat(
                        client.status(
                                directory,
                                new ReadDirArgs(0, 0, 0, PLENTY, Bitmap.of(Attribute.SIZE))))
                .isEqualTo(NfsStatus.IO);
    }

    @Test
    void entryThatVanishesMeanwhileIsLeftOut() {
        makeFiles(3);
        fail(name(1), NfsStatus.STALE);
        assertThat(names(read(0, 0, 0, PLENTY))).containsExactlyInAnyOrder(name(0), name(2));
    }

    private void fail(String name, NfsStatus status) {
        Inode inode =
                ((FsResult.Ok<Inode>)
                                server.a.lookup(
                                        Credentials.SUPERUSER, server.a.root(), Opaque.utf8(name)))
                        .value();
        server.failing.fail("getAttributes", inode, status);
    }

    @Test
    void exportsShowAsWhatLookupFindsInTheRoot() {
        ReadDirResOk root =
                client.result(
                        ReadDirResOk.class,
                        new PutRootFhArgs(),
                        new ReadDirArgs(
                                0,
                                0,
                                0,
                                PLENTY,
                                Bitmap.of(
                                        Attribute.FSID,
                                        Attribute.FILEHANDLE,
                                        Attribute.MOUNTED_ON_FILEID)));
        assertThat(names(root)).containsExactlyInAnyOrder("a", "b");
        for (DirEntry entry : root.entries()) {
            AttributeSet attributes = TestClient.decoded(entry.attrs());
            String path = "/" + entry.name().utf8();
            assertThat(attributes.require(AttributeType.FILEHANDLE)).isEqualTo(client.handle(path));
            assertThat(attributes)
                    .isEqualTo(
                            client.attributes(
                                    client.put(path),
                                    Attribute.FSID,
                                    Attribute.FILEHANDLE,
                                    Attribute.MOUNTED_ON_FILEID));
        }
    }

    @Test
    void whatIsNoDirectoryOrMayNotBeReadIsRefused() {
        client.openFile("f");
        ReadDirArgs all = new ReadDirArgs(0, 0, 0, PLENTY, Bitmap.EMPTY);
        assertThat(client.status(client.put("/a/f"), all)).isEqualTo(NfsStatus.NOTDIR);
        client.call(
                directory,
                new CreateArgs(
                        new CreateType.Link(Opaque.utf8("f")),
                        Opaque.utf8("link"),
                        AttributeSet.EMPTY.toFileAttributes()));
        assertThat(client.status(client.put("/a/link"), all)).isEqualTo(NfsStatus.NOTDIR);
        client.call(
                directory,
                new CreateArgs(
                        new CreateType.Plain(FileType.NF4DIR),
                        Opaque.utf8("private"),
                        AttributeSet.EMPTY.with(AttributeType.MODE, 0700).toFileAttributes()));
        client.as(2000);
        assertThat(client.status(client.put("/a/private"), all)).isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    void attributesThatCanOnlyBeSetAreInvalidToAskFor() {
        assertThat(
                        client.status(
                                directory,
                                new ReadDirArgs(
                                        0, 0, 0, PLENTY, Bitmap.of(Attribute.TIME_ACCESS_SET))))
                .isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void replyThatIsFullEndsTheListBeforeMaxCountDoes() {
        makeFiles(50);
        TestClient narrow = new TestClient(server, "narrow", 1000, 1_000);
        ReadDirResOk part =
                narrow.result(
                        ReadDirResOk.class, directory, new ReadDirArgs(0, 0, 0, -1, Bitmap.EMPTY));
        assertThat(part.eof()).isFalse();
        assertThat(part.entries().size()).isBetween(20, 30);
        Bitmap much = Bitmap.of(IntStream.range(0, 46).filter(n -> n != 12).toArray());
        TestClient narrower = new TestClient(server, "narrower", 1000, 300);
        assertThat(narrower.status(directory, new ReadDirArgs(0, 0, 0, PLENTY, much)))
                .isEqualTo(NfsStatus.REP_TOO_BIG);
    }
}
