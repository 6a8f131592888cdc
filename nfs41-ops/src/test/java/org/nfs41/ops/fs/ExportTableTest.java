package org.nfs41.ops.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The name space, with pseudo file systems as the exports. */
class ExportTableTest {
    private static final ClientAddress HERE = ClientAddress.of(new byte[] {(byte) 192, 0, 2, 1});
    private static final Credentials CALLER = new Credentials(1000, 1000);
    private static final NfsTime START = new NfsTime(1_700_000_000, 5);

    /** A file system with directories, which is all that is needed here. */
    private static FileSystem tree(String... paths) {
        List<Export> exports = new ArrayList<>();
        for (String path : paths) {
            exports.add(Export.of(path, new PseudoFileSystem(List.of(), START)));
        }
        return new PseudoFileSystem(exports, START);
    }

    private static ExportTable table(Export... exports) {
        return new ExportTable(List.of(exports), START);
    }

    private static <T> T ok(FsResult<T> result) {
        assertThat(result.status()).isEqualTo(NfsStatus.OK);
        return ((FsResult.Ok<T>) result).value();
    }

    private static FileRef walk(ExportTable table, String... names) {
        FileRef at = table.root(HERE);
        for (String name : names) {
            at = ok(table.lookup(CALLER, at, Opaque.utf8(name)));
        }
        return at;
    }

    @Test
    void oneExportAtTheRootIsTheNameSpace() {
        Export export = Export.of("/", tree());
        ExportTable table = table(export);
        assertThat(table.root(HERE)).isEqualTo(new FileRef(export, export.fileSystem().root()));
        assertThat(table.parent(CALLER, table.root(HERE)).status()).isEqualTo(NfsStatus.NOENT);
        assertThat(table.mountedOnFileId(table.root(HERE)))
                .isEqualTo(table.root(HERE).inode().fileId());
    }

    @Test
    void lookingUpTheLastNameLeadsIntoTheExport() {
        Export data = Export.of("/a/data", tree());
        Export more = Export.of("/a/more", tree());
        ExportTable table = table(data, more);
        FileRef dataRoot = walk(table, "a", "data");
        assertThat(dataRoot).isEqualTo(new FileRef(data, data.fileSystem().root()));
        assertThat(walk(table, "a", "more").export()).isEqualTo(more);
        assertThat(walk(table, "a").export().id()).isEqualTo(Export.PSEUDO_ID);
        assertThat(table.lookup(CALLER, table.root(HERE), Opaque.utf8("b")).status())
                .isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void lookuppLeadsOutOfTheExportAgain() {
        ExportTable table = table(Export.of("/a/data", tree()));
        FileRef above = ok(table.parent(CALLER, walk(table, "a", "data")));
        assertThat(above).isEqualTo(walk(table, "a"));
        assertThat(ok(table.parent(CALLER, above))).isEqualTo(table.root(HERE));
        assertThat(table.parent(CALLER, table.root(HERE)).status()).isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void everyFileSystemHasAnIdOfItsOwn() {
        ExportTable table = table(Export.of("/x", tree()), Export.of("/y", tree()));
        assertThat(
                        List.of(
                                table.root(HERE).export().fsid(),
                                walk(table, "x").export().fsid(),
                                walk(table, "y").export().fsid()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anExportsRootIsMountedOnThePseudoDirectory() {
        Export data = Export.of("/data", tree());
        ExportTable table = table(data);
        FileRef root = table.root(HERE);
        Inode covered = ok(root.fileSystem().lookup(CALLER, root.inode(), Opaque.utf8("data")));
        assertThat(table.mountedOnFileId(walk(table, "data"))).isEqualTo(covered.fileId());
        assertThat(table.mountedOnFileId(root)).isEqualTo(root.inode().fileId());
        assertThat(table.entry(root, covered, HERE)).isEqualTo(walk(table, "data"));
    }

    @Test
    void thePseudoRootListsTheFirstNamesOnce() {
        ExportTable table =
                table(
                        Export.of("/a/x", tree()),
                        Export.of("/b", tree()),
                        Export.of("/a/y", tree()));
        List<String> names = new ArrayList<>();
        FileRef root = table.root(HERE);
        DirectoryRead read =
                ok(
                        root.fileSystem()
                                .readDirectory(
                                        CALLER,
                                        root.inode(),
                                        0,
                                        0,
                                        (cookie, name, inode) -> {
                                            assertThat(cookie).isGreaterThan(2);
                                            return names.add(name.utf8());
                                        }));
        assertThat(names).containsExactly("a", "b");
        assertThat(read.eof()).isTrue();
        FileStat stat = ok(root.fileSystem().getAttributes(CALLER, root.inode()));
        assertThat(stat.mode()).isEqualTo(0555);
        assertThat(stat.linkCount()).isEqualTo(4);
    }

    @Test
    void thePseudoFileSystemIsReadOnly() {
        ExportTable table = table(Export.of("/a", tree()));
        FileSystem fs = table.root(HERE).fileSystem();
        Inode root = table.root(HERE).inode();
        AttributeChanges none = AttributeChanges.NONE;
        Credentials all = Credentials.SUPERUSER;
        assertThat(fs.createDirectory(all, root, Opaque.utf8("b"), none).status())
                .isEqualTo(NfsStatus.ROFS);
        assertThat(fs.createDirectory(all, root, Opaque.utf8("a"), none).status())
                .isEqualTo(NfsStatus.EXIST);
        assertThat(fs.remove(all, root, Opaque.utf8("a")).status()).isEqualTo(NfsStatus.ROFS);
        assertThat(fs.setAttributes(all, root, AttributeChanges.ofMode(0777)))
                .isEqualTo(NfsStatus.ROFS);
        assertThat(ok(fs.access(all, root, Access.ALL))).isEqualTo(Access.READ | Access.LOOKUP);
    }

    @Test
    void aHandleFindsItsObjectAlsoInATableMadeAfterARestart() {
        FileSystem content = tree("/inside/deep");
        ExportTable before = table(Export.of("/a/data", content));
        ExportTable after = table(Export.of("/new", tree()), Export.of("/a/data", content));
        for (String path : List.of("", "a", "a data", "a data inside", "a data inside deep")) {
            String[] names = path.isEmpty() ? new String[0] : path.split(" ");
            FileRef file = walk(before, names);
            FileHandle handle = before.handleOf(file);
            assertThat(handle.data().length()).isLessThanOrEqualTo(128);
            assertThat(ok(before.resolve(handle))).isEqualTo(file);
            assertThat(after.handleOf(ok(after.resolve(handle)))).isEqualTo(handle);
        }
    }

    @Test
    void aHandleWithAnyByteChangedIsBad() {
        ExportTable table = table(Export.of("/a", tree()));
        byte[] good = table.handleOf(walk(table, "a")).data().toByteArray();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            assertThat(table.resolve(new FileHandle(Opaque.of(bad))).status())
                    .as("byte %d", i)
                    .isEqualTo(NfsStatus.BADHANDLE);
        }
    }

    @Test
    void aHandleOfAnotherLengthIsBad() {
        ExportTable table = table(Export.of("/a", tree()));
        byte[] good = table.handleOf(walk(table, "a")).data().toByteArray();
        for (int length = 0; length <= 128; length++) {
            if (length != good.length) {
                byte[] bad = Arrays.copyOf(good, length);
                assertThat(table.resolve(new FileHandle(Opaque.of(bad))).status())
                        .as("length %d", length)
                        .isEqualTo(NfsStatus.BADHANDLE);
            }
        }
    }

    @Test
    void aHandleMadeWithAnotherKeyIsBad() {
        Export export = Export.of("/a", tree());
        Opaque secret = Opaque.utf8("0123456789abcdef");
        ExportTable ours = new ExportTable(List.of(export), START, secret);
        ExportTable forger = table(export);
        assertThat(ours.resolve(forger.handleOf(walk(forger, "a"))).status())
                .isEqualTo(NfsStatus.BADHANDLE);
        assertThat(ours.resolve(ours.handleOf(walk(ours, "a"))).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void aHandleOfAnExportThatIsNotThereAnyMoreIsStale() {
        ExportTable before = table(Export.of("/a", tree()), Export.of("/b", tree()));
        ExportTable after = table(Export.of("/a", tree()));
        assertThat(after.resolve(before.handleOf(walk(before, "b"))).status())
                .isEqualTo(NfsStatus.STALE);
    }

    @Test
    void exportsThatCannotBeJoinedAreRefused() {
        assertThatThrownBy(() -> table(Export.of("/a", tree()), Export.of("/a/b", tree())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/a/b");
        assertThatThrownBy(() -> table(Export.of("/a/b", tree()), Export.of("/a", tree())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/a");
        assertThatThrownBy(() -> table(Export.of("/a", tree()), Export.of("/a", tree())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table(Export.of("/", tree()), Export.of("/a", tree())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table(new Export(Export.PSEUDO_ID, "/a", tree())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pathsThatAreNoneAreRefused() {
        for (String path : List.of("", "a", "/a/", "//a", "/a//b", "/.", "/a/..", "/a\0")) {
            assertThatThrownBy(() -> Export.of(path, tree()))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ExportPolicy only(ClientAddress client, ExportAccess access) {
        AddressRange one = new AddressRange(client, 128);
        return new ExportPolicy(
                List.of(new ExportRule(one, access, Squash.NONE, Credentials.NOBODY)));
    }

    @Test
    void whoMayNotSeeAnExportSeesTheDirectoryThatItCovers() {
        Export data = Export.of("/data", tree(), only(HERE, ExportAccess.READ_ONLY));
        ExportTable table = table(data);
        FileRef root = table.root(ClientAddress.NONE);
        Inode covered = ok(root.fileSystem().lookup(CALLER, root.inode(), Opaque.utf8("data")));
        assertThat(table.entry(root, covered, HERE).export()).isEqualTo(data);
        assertThat(table.entry(root, covered, ClientAddress.NONE))
                .isEqualTo(new FileRef(root.export(), covered));
    }

    @Test
    void whoMayNotSeeTheOnlyExportHasAnEmptyRoot() {
        ExportTable table = table(Export.of("/", tree(), only(HERE, ExportAccess.READ_WRITE)));
        assertThat(table.root(HERE).export().id()).isNotEqualTo(Export.PSEUDO_ID);
        FileRef empty = table.root(ClientAddress.NONE);
        assertThat(empty.export().id()).isEqualTo(Export.PSEUDO_ID);
        assertThat(ok(table.resolve(table.handleOf(empty))).inode()).isEqualTo(empty.inode());
    }

    @Test
    void whatStaysExportedIsTheSameAndTheRestIsStale() {
        Export data = Export.of("/data", tree());
        Export more = Export.of("/more", tree());
        ExportTable table = table(data, more);
        FileRef dataRoot = walk(table, "data");
        FileHandle dataHandle = table.handleOf(dataRoot);
        FileHandle moreHandle = table.handleOf(walk(table, "more"));
        ExportPolicy policy = only(HERE, ExportAccess.READ_ONLY);
        table.replace(
                List.of(Export.of("/data", data.fileSystem(), policy), Export.of("/new", tree())),
                new NfsTime(2, 0));
        FileRef again = ok(table.resolve(dataHandle));
        assertThat(again).isEqualTo(dataRoot);
        assertThat(again.export().policy()).isEqualTo(policy);
        assertThat(table.resolve(moreHandle).status()).isEqualTo(NfsStatus.STALE);
        assertThat(walk(table, "new").export().path()).isEqualTo("/new");
    }
}
