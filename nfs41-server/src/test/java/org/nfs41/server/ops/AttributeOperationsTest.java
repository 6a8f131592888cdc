package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsAcl;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SetTime;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.NVerifyArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.SetAttrRes;
import org.nfs41.xdr.op.VerifyArgs;

import java.util.List;

/** GETATTR, SETATTR, VERIFY and NVERIFY. */
class AttributeOperationsTest {
    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);

    AttributeOperationsTest() {
        client.openFile("f");
    }

    private SetAttrRes set(FileAttributes attributes) {
        List<ResOp> results =
                client.call(client.put("/a/f"), new SetAttrArgs(StateId.ANONYMOUS, attributes))
                        .results();
        return (SetAttrRes) results.getLast();
    }

    private <T> SetAttrRes set(AttributeType<T> type, T value) {
        return set(AttributeSet.EMPTY.with(type, value).toFileAttributes());
    }

    private <T> T get(String path, AttributeType<T> type) {
        return client.attributes(client.put(path), type.number()).require(type);
    }

    // --- GETATTR

    @Test
    void everySupportedAttributeIsReturnedUnlessItCanOnlyBeSet() {
        for (String path : List.of("/", "/a", "/a/f")) {
            Bitmap supported = get(path, AttributeType.SUPPORTED_ATTRS);
            Bitmap readable =
                    supported.without(Attribute.TIME_ACCESS_SET).without(Attribute.TIME_MODIFY_SET);
            AttributeSet all = attributes(client.put(path), readable);
            assertThat(all.mask()).isEqualTo(readable);
        }
    }

    private AttributeSet attributes(ArgOp position, Bitmap mask) {
        return client.attributes(position, mask.words().length == 0 ? new int[0] : numbersOf(mask));
    }

    private static int[] numbersOf(Bitmap mask) {
        int[] numbers = new int[mask.cardinality()];
        int count = 0;
        for (int n = mask.next(0); n >= 0; n = mask.next(n + 1)) {
            numbers[count] = n;
            count++;
        }
        return numbers;
    }

    @Test
    void allRequiredAttributesAreSupported() { // RFC 8881 section 5.6
        assertThat(get("/a", AttributeType.SUPPORTED_ATTRS))
                .matches(supported ->
                        supported.containsAll(
                                Bitmap.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 19, 75)));
    }

    @Test
    void attributesThatAreNotSupportedAreLeftOut() {
        AttributeSet some =
                client.attributes(
                        client.put("/a/f"),
                        Attribute.DACL,
                        Attribute.SIZE,
                        Attribute.ARCHIVE,
                        Attribute.MIMETYPE,
                        95,
                        300);
        assertThat(some.mask()).isEqualTo(Bitmap.of(Attribute.SIZE));
    }

    @Test
    void readingWhatCanOnlyBeSetIsInvalid() {
        for (int number : new int[] {Attribute.TIME_ACCESS_SET, Attribute.TIME_MODIFY_SET}) {
            assertThat(
                            client.status(
                                    client.put("/a/f"),
                                    new GetAttrArgs(Bitmap.of(Attribute.SIZE, number))))
                    .isEqualTo(NfsStatus.INVAL);
        }
    }

    @Test
    void valuesOfAFile() {
        AttributeSet all =
                client.attributes(
                        client.put("/a/f"),
                        Attribute.TYPE,
                        Attribute.SIZE,
                        Attribute.NUMLINKS,
                        Attribute.OWNER,
                        Attribute.OWNER_GROUP,
                        Attribute.FILEHANDLE,
                        Attribute.RDATTR_ERROR,
                        Attribute.LEASE_TIME,
                        Attribute.MAXREAD);
        assertThat(all.require(AttributeType.TYPE)).isEqualTo(FileType.NF4REG);
        assertThat(all.require(AttributeType.SIZE)).isZero();
        assertThat(all.require(AttributeType.NUMLINKS)).isEqualTo(1);
        assertThat(all.require(AttributeType.OWNER)).isEqualTo(Opaque.utf8("1000"));
        assertThat(all.require(AttributeType.OWNER_GROUP)).isEqualTo(Opaque.utf8("1000"));
        assertThat(all.require(AttributeType.FILEHANDLE)).isEqualTo(client.handle("/a/f"));
        assertThat(all.require(AttributeType.RDATTR_ERROR)).isEqualTo(NfsStatus.OK);
        assertThat(all.require(AttributeType.LEASE_TIME)).isEqualTo(FileServer.LEASE_SECONDS);
        assertThat(all.require(AttributeType.MAXREAD)).isEqualTo(1L << 20);
    }

    @Test
    void exportRootsAreOtherFileSystemsThanTheRootAboveThem() {
        assertThat(get("/a", AttributeType.FSID)).isNotEqualTo(get("/", AttributeType.FSID));
        assertThat(get("/a", AttributeType.FSID)).isNotEqualTo(get("/b", AttributeType.FSID));
        assertThat(get("/a", AttributeType.MOUNTED_ON_FILEID))
                .isNotEqualTo(get("/a", AttributeType.FILEID));
        assertThat(get("/a/f", AttributeType.MOUNTED_ON_FILEID))
                .isEqualTo(get("/a/f", AttributeType.FILEID));
    }

    @Test
    void bitmapOfManyWordsIsHarmless() { // B-200
        int[] words = new int[64];
        words[0] = 1 << Attribute.SIZE;
        words[63] = 1;
        AttributeSet some =
                TestClient.decoded(
                        client.result(
                                        org.nfs41.xdr.op.GetAttrResOk.class,
                                        client.put("/a/f"),
                                        new GetAttrArgs(Bitmap.ofWords(words)))
                                .objAttributes());
        assertThat(some.mask()).isEqualTo(Bitmap.of(Attribute.SIZE));
        assertThat(set(new FileAttributes(Bitmap.ofWords(words), Opaque.EMPTY)).status())
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
    }

    // --- SETATTR

    @Test
    void settableAttributesAreSetAndNamedInTheAnswer() {
        AttributeSet changes =
                AttributeSet.EMPTY
                        .with(AttributeType.SIZE, 10L)
                        .with(AttributeType.MODE, 0600)
                        .with(AttributeType.OWNER, Opaque.utf8("1000@example.org"))
                        .with(AttributeType.OWNER_GROUP, Opaque.utf8("1000"))
                        .with(
                                AttributeType.TIME_ACCESS_SET,
                                new SetTime.ClientTime(new NfsTime(-5, 7)))
                        .with(AttributeType.TIME_MODIFY_SET, new SetTime.ServerTime());
        SetAttrRes done = set(changes.toFileAttributes());
        assertThat(done.status()).isEqualTo(NfsStatus.OK);
        assertThat(done.attributesSet()).isEqualTo(changes.mask());
        assertThat(get("/a/f", AttributeType.SIZE)).isEqualTo(10);
        assertThat(get("/a/f", AttributeType.MODE)).isEqualTo(0600);
        assertThat(get("/a/f", AttributeType.TIME_ACCESS)).isEqualTo(new NfsTime(-5, 7));
    }

    @Test
    void attributesThatCannotBeSet() {
        assertThat(set(AttributeType.FILEID, 1L).status()).isEqualTo(NfsStatus.INVAL);
        assertThat(set(AttributeType.TYPE, FileType.NF4DIR).status()).isEqualTo(NfsStatus.INVAL);
        assertThat(set(AttributeType.HIDDEN, true).status()).isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(set(AttributeType.DACL, new NfsAcl(0, List.of())).status())
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
    }

    @Test
    void valuesThatAttributesCannotHave() {
        assertThat(set(AttributeType.MODE, 0x1000).status()).isEqualTo(NfsStatus.INVAL);
        assertThat(set(AttributeType.SIZE, -1L).status()).isEqualTo(NfsStatus.FBIG);
        assertThat(
                        set(
                                        AttributeType.TIME_MODIFY_SET,
                                        new SetTime.ClientTime(new NfsTime(0, 1_000_000_000)))
                                .status())
                .isEqualTo(NfsStatus.INVAL);
        assertThat(set(AttributeType.TIME_MODIFY_SET, new SetTime.Unknown(2)).status())
                .isEqualTo(NfsStatus.BADXDR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "01", "4294967296", "12x", "-1", "@example.org"})
    void ownersThatAreNoNumbersAreUnknown(String owner) {
        assertThat(set(AttributeType.OWNER, Opaque.utf8(owner)).status())
                .isEqualTo(NfsStatus.BADOWNER);
    }

    @Test
    void ownersGoUpToTheLargestNumber() {
        client.as(0);
        assertThat(set(AttributeType.OWNER, Opaque.utf8("4294967295")).status())
                .isEqualTo(NfsStatus.OK);
        assertThat(get("/a/f", AttributeType.OWNER)).isEqualTo(Opaque.utf8("4294967295"));
        assertThat(set(AttributeType.OWNER, Opaque.utf8("0")).status()).isEqualTo(NfsStatus.OK);
        assertThat(get("/a/f", AttributeType.OWNER)).isEqualTo(Opaque.utf8("0"));
    }

    @Test
    void valuesThatEndTooEarlyOrTooLateAreBadXdr() {
        Bitmap mode = Bitmap.of(Attribute.MODE);
        assertThat(set(new FileAttributes(mode, Opaque.of((byte) 0, (byte) 0))).status())
                .isEqualTo(NfsStatus.BADXDR);
        assertThat(set(new FileAttributes(mode, Opaque.of(new byte[8]))).status())
                .isEqualTo(NfsStatus.BADXDR);
    }

    @Test
    void failedSetAttrSetsNothingAndSaysSo() {
        AttributeSet changes =
                AttributeSet.EMPTY
                        .with(AttributeType.MODE, 0600)
                        .with(AttributeType.OWNER, Opaque.utf8("7"));
        int before = get("/a/f", AttributeType.MODE);
        SetAttrRes refused = set(changes.toFileAttributes());
        assertThat(refused).isEqualTo(new SetAttrRes(NfsStatus.PERM, Bitmap.EMPTY));
        assertThat(get("/a/f", AttributeType.MODE)).isEqualTo(before);
    }

    @Test
    void directoriesHaveNoSizeToSet() {
        FileAttributes size = AttributeSet.EMPTY.with(AttributeType.SIZE, 0L).toFileAttributes();
        assertThat(client.status(client.put("/a"), new SetAttrArgs(StateId.ANONYMOUS, size)))
                .isEqualTo(NfsStatus.INVAL);
    }

    @Test
    void stateIdIsCheckedEvenIfTheSizeStays() {
        FileAttributes mode = AttributeSet.EMPTY.with(AttributeType.MODE, 0600).toFileAttributes();
        StateId unknown = new StateId(1, 2, 3);
        assertThat(client.status(client.put("/a/f"), new SetAttrArgs(unknown, mode)))
                .isEqualTo(NfsStatus.BAD_STATEID);
    }

    @Test
    void settingNothingIsOkWhateverTheStateId() {
        StateId unknown = new StateId(1, 2, 3);
        FileAttributes nothing = AttributeSet.EMPTY.toFileAttributes();
        assertThat(client.status(client.put("/a/f"), new SetAttrArgs(unknown, nothing)))
                .isEqualTo(NfsStatus.OK);
    }

    // --- VERIFY and NVERIFY

    @Test
    void verifyGoesOnWhenSameAndNverifyWhenNot() {
        FileAttributes same =
                AttributeSet.EMPTY
                        .with(AttributeType.SIZE, 0L)
                        .with(AttributeType.TYPE, FileType.NF4REG)
                        .toFileAttributes();
        FileAttributes other = AttributeSet.EMPTY.with(AttributeType.SIZE, 1L).toFileAttributes();
        ArgOp file = client.put("/a/f");
        assertThat(client.status(file, new VerifyArgs(same))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(file, new VerifyArgs(other))).isEqualTo(NfsStatus.NOT_SAME);
        assertThat(client.status(file, new NVerifyArgs(same))).isEqualTo(NfsStatus.SAME);
        assertThat(client.status(file, new NVerifyArgs(other))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void whatCannotBeCompared() {
        ArgOp file = client.put("/a/f");
        assertThat(client.status(file, verify(AttributeType.RDATTR_ERROR, NfsStatus.OK)))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(
                        client.status(
                                file,
                                verify(AttributeType.TIME_MODIFY_SET, new SetTime.ServerTime())))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(file, verify(AttributeType.ARCHIVE, true)))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        FileAttributes cut = new FileAttributes(Bitmap.of(Attribute.SIZE), Opaque.EMPTY);
        assertThat(client.status(file, new VerifyArgs(cut))).isEqualTo(NfsStatus.BADXDR);
        assertThat(client.status(file, new NVerifyArgs(cut))).isEqualTo(NfsStatus.BADXDR);
    }

    @Test
    void verifyOfAModeWithBitsThatNoModeHas() {
        ArgOp file = client.put("/a/f");
        FileAttributes mode =
                AttributeSet.EMPTY.with(AttributeType.MODE, 010644).toFileAttributes();
        assertThat(client.status(file, new VerifyArgs(mode))).isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(file, new NVerifyArgs(mode))).isEqualTo(NfsStatus.INVAL);
    }

    private static <T> VerifyArgs verify(AttributeType<T> type, T value) {
        return new VerifyArgs(AttributeSet.EMPTY.with(type, value).toFileAttributes());
    }

    @Test
    void rootItselfHasAttributes() {
        assertThat(
                        client.attributes(new PutRootFhArgs(), Attribute.TYPE)
                                .require(AttributeType.TYPE))
                .isEqualTo(FileType.NF4DIR);
    }
}
