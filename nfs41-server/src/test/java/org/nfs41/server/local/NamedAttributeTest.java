package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.concurrent.TimeUnit;

/** Named attributes against what other programs see of the host's extended attributes. */
class NamedAttributeTest {
    private static final Credentials ALICE = new Credentials(1000, 1000);
    private static final Credentials BOB = new Credentials(1001, 1001);

    private LocalDirectory directory;
    private Path file;

    @BeforeEach
    void export() throws IOException {
        LocalDirectory.requireLinux();
        directory = LocalDirectory.temporary();
        file = Files.createFile(directory.path().resolve("f"));
        FsResult<Inode> attributes = attributes(object("f"), true);
        Assumptions.assumeTrue(
                !attributes.status().equals(NfsStatus.NOTSUPP),
                "the host's temporary files have no extended attributes of users");
    }

    @AfterEach
    void close() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }

    private FsUser user() {
        return directory.superuser();
    }

    private Inode object(String name) {
        return user().lookup(user().root(), name);
    }

    private FsResult<Inode> attributes(Inode object, boolean create) {
        return user().fs().attributeDirectory(user().caller(), object, create);
    }

    private Inode attributes() {
        return ok(attributes(object("f"), true));
    }

    private UserDefinedFileAttributeView host() {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    private void setByHost(String name, String value) throws IOException {
        host().write(name, ByteBuffer.wrap(value.getBytes(UTF_8)));
    }

    private String readByHost(String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(host().size(name));
        host().read(name, value);
        return new String(value.array(), UTF_8);
    }

    private FsResult<Inode> resolve(Opaque handle) {
        return user().fs().resolve(handle, 0);
    }

    private void makeUserAttributes(String... names) {
        for (String name : names) {
            user().file(attributes(), name, 0644, "value of " + name);
        }
    }

    @Test
    void hostSeesWhatClientsWrite() throws IOException {
        Inode icon = user().file(attributes(), "icon", 0644, "picture");
        assertThat(host().list()).containsExactly("icon");
        assertThat(readByHost("icon")).isEqualTo("picture");
        user().write(icon, 4, "ographic");
        assertThat(readByHost("icon")).isEqualTo("pictographic");
        assertThat(user().rename(attributes(), "icon", "logo")).isEqualTo(NfsStatus.OK);
        assertThat(host().list()).containsExactly("logo");
        assertThat(readByHost("logo")).isEqualTo("pictographic");
        assertThat(user().remove(attributes(), "logo")).isEqualTo(NfsStatus.OK);
        assertThat(host().list()).isEmpty();
    }

    @Test
    void clientsSeeWhatTheHostWrites() throws IOException {
        assertThat(user().fs().hasNamedAttributes(object("f"))).isFalse();
        long before = user().stat(object("f")).change();
        setByHost("mime_type", "text/plain");
        assertThat(user().fs().hasNamedAttributes(object("f"))).isTrue();
        Inode type = user().lookup(ok(attributes(object("f"), false)), "mime_type");
        assertThat(user().text(type)).isEqualTo("text/plain");
        assertThat(user().stat(type).size()).isEqualTo(10);
        assertThat(user().stat(type).change()).isGreaterThan(before);
        long seen = user().stat(type).change();
        setByHost("mime_type", "text/html");
        assertThat(user().text(type)).isEqualTo("text/html");
        assertThat(user().stat(type).change()).isGreaterThan(seen);

        assertThat(user().fs().retain(type)).isEqualTo(NfsStatus.OK);
        host().delete("mime_type");
        assertThat(user().tryRead(type)).isEqualTo(NfsStatus.STALE);
        assertThat(user().tryWrite(type, 0, "x").status()).isEqualTo(NfsStatus.STALE);
        assertThat(user().set(type, AttributeChanges.ofSize(3))).isEqualTo(NfsStatus.STALE);
        assertThat(host().list()).isEmpty();
        user().fs().release(type);
    }

    @Test
    void toolsOfTheHostSeeTheSame() throws Exception {
        boolean tools = Files.isExecutable(Path.of("/usr/bin/setfattr"));
        Assumptions.assumeTrue(tools, "there is no setfattr: it is in the package attr");
        String[] set = {"setfattr", "-n", "user.colour", "-v", "blue", file.toString()};
        assertThat(LocalDirectory.run(set)).isZero();
        assertThat(user().text(user().lookup(attributes(), "colour"))).isEqualTo("blue");
        user().file(attributes(), "shape", 0644, "round");
        Process get =
                new ProcessBuilder(
                                "getfattr",
                                "--absolute-names",
                                "--only-values",
                                "-n",
                                "user.shape",
                                file.toString())
                        .start();
        assertThat(new String(get.getInputStream().readAllBytes(), UTF_8)).isEqualTo("round");
        assertThat(get.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void handlesOutliveARestartAndRenamesOfTheObject() throws IOException {
        makeUserAttributes("icon", "x".repeat(200));
        Inode icon = user().lookup(attributes(), "icon");
        Inode longest = user().lookup(attributes(), "x".repeat(200));
        Opaque ofDirectory = user().handle(attributes());
        Opaque ofIcon = user().handle(icon);
        Opaque ofLongest = user().handle(longest);
        assertThat(ofLongest.length()).isLessThanOrEqualTo(FileSystem.MAX_HANDLE_BYTES);
        assertThat(ofIcon).isNotEqualTo(ofLongest);
        FileStat before = user().stat(icon);
        assertThat(before.fileId()).isNotZero().isNotEqualTo(user().stat(longest).fileId());

        Files.move(file, directory.path().resolve("g"));
        directory.restart();

        assertThat(user().text(ok(resolve(ofIcon)))).isEqualTo("value of icon");
        assertThat(user().stat(ok(resolve(ofIcon))).fileId()).isEqualTo(before.fileId());
        assertThat(ok(resolve(ofIcon)).type()).isEqualTo(FileType.NF4NAMEDATTR);
        assertThat(user().text(ok(resolve(ofLongest)))).startsWith("value of xxx");
        assertThat(user().names(ok(resolve(ofDirectory)))).hasSize(2).contains("icon");
        Opaque bent = Opaque.of(bent(ofIcon));
        assertThat(resolve(bent).status()).isEqualTo(NfsStatus.BADHANDLE);
        Files.delete(directory.path().resolve("g"));
        directory.restart();
        assertThat(resolve(ofIcon).status()).isEqualTo(NfsStatus.STALE);
        assertThat(resolve(ofDirectory).status()).isEqualTo(NfsStatus.STALE);
    }

    private static byte[] bent(Opaque handle) {
        byte[] bytes = handle.toByteArray();
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    @Test
    void oneThatIsMadeAgainIsTheSameWithAnotherChangeAttribute() {
        makeUserAttributes("icon");
        Inode icon = user().lookup(attributes(), "icon");
        Opaque handle = user().handle(icon);
        long change = user().stat(icon).change();
        assertThat(user().remove(attributes(), "icon")).isEqualTo(NfsStatus.OK);
        assertThat(resolve(handle).status()).isEqualTo(NfsStatus.STALE);
        makeUserAttributes("icon");
        assertThat(ok(resolve(handle))).isEqualTo(icon);
        assertThat(user().stat(icon).change()).isGreaterThan(change);
    }

    @Test
    void sameAttributeIsTheSameInAnotherExport() throws IOException {
        Files.createDirectory(directory.path().resolve("d"));
        Files.createFile(directory.path().resolve("d/f"));
        LocalOptions below = LocalOptions.of(directory.path().resolve("d"), LocalDirectory.KEY);
        try (LocalFileSystem other = LocalFileSystem.open(below)) {
            FsUser there = new FsUser(other, Credentials.SUPERUSER);
            Inode file = user().lookup(object("d"), "f");
            Inode here = user().file(ok(attributes(file, true)), "icon");
            Inode attributes =
                    ok(
                            other.attributeDirectory(
                                    there.caller(), there.lookup(there.root(), "f"), false));
            Inode same = there.lookup(attributes, "icon");
            boolean handles = directory.fileSystem().hasKernelHandles();
            Assumptions.assumeTrue(handles == other.hasKernelHandles());
            assertThat(other.identityOf(same)).isEqualTo(user().fs().identityOf(here));
            assertThat(other.identityOf(attributes))
                    .isNotEqualTo(other.identityOf(same))
                    .isNotEqualTo(other.identityOf(there.lookup(there.root(), "f")));
        }
    }

    @Test
    void markOfAnExclusiveCreateIsNeitherSeenNorReached() throws IOException {
        setByHost("nfs41.create", "12345678");
        Inode attributes = attributes();
        assertThat(user().fs().hasNamedAttributes(object("f"))).isFalse();
        assertThat(attributes(object("f"), false).status()).isEqualTo(NfsStatus.NOENT);
        assertThat(user().names(attributes)).isEmpty();
        assertThat(user().tryLookup(attributes, "nfs41.create")).isEqualTo(NfsStatus.NOENT);
        assertThat(user().remove(attributes, "nfs41.create")).isEqualTo(NfsStatus.NOENT);
        assertThat(user().rename(attributes, "nfs41.create", "x")).isEqualTo(NfsStatus.NOENT);
        assertThat(user().tryFile(attributes, "nfs41.create")).isEqualTo(NfsStatus.BADNAME);
        makeUserAttributes("icon");
        assertThat(user().rename(attributes, "icon", "nfs41.create")).isEqualTo(NfsStatus.BADNAME);
        assertThat(readByHost("nfs41.create")).isEqualTo("12345678");
        assertThat(user().names(attributes)).containsExactly("icon");
    }

    @Test
    void noOtherNamespaceIsReached() throws IOException {
        LocalDirectory.requireRoot();
        try (var open = new HostFile(file)) {
            Opaque secret = Opaque.utf8("trusted.secret");
            assertThat(Xattrs.set(open.fd(), secret, MemorySegment.NULL, 0)).isZero();
        }
        Inode attributes = attributes();
        assertThat(user().names(attributes)).isEmpty();
        for (String name : new String[] {"secret", "trusted.secret", "user.secret"}) {
            assertThat(user().tryLookup(attributes, name)).isEqualTo(NfsStatus.NOENT);
            assertThat(user().remove(attributes, name)).isEqualTo(NfsStatus.NOENT);
        }
        makeUserAttributes("trusted.secret", "system.posix_acl_access", "security.capability");
        assertThat(host().list())
                .containsExactlyInAnyOrder(
                        "trusted.secret", "system.posix_acl_access", "security.capability");
        assertThat(user().stat(object("f")).acl()).isNull();
    }

    /** A file of the host that is open. */
    private record HostFile(int fd) implements AutoCloseable {
        HostFile(Path path) {
            this(
                    Libc.openat(
                            Libc.AT_FDCWD,
                            Scratch.current().word(Opaque.utf8(path.toString())),
                            OpenFlags.RDONLY | OpenFlags.CLOEXEC,
                            0));
        }

        @Override
        public void close() {
            Libc.close(fd);
        }
    }

    @Test
    void namesThatNoClientCanUseAreNotShown() throws IOException {
        setByHost("a/b", "x");
        setByHost("..", "x");
        setByHost("good", "x");
        assertThat(user().names(attributes())).containsExactly("good");
        host().delete("good");
        assertThat(user().fs().hasNamedAttributes(object("f"))).isFalse();
    }

    @Test
    void onlyFilesAndDirectoriesHaveThem() throws IOException {
        Files.createSymbolicLink(directory.path().resolve("link"), Path.of("f"));
        setByHost("icon", "picture");
        Inode pipe =
                ok(user().fs()
                                .createNode(
                                        user().caller(),
                                        user().root(),
                                        Opaque.utf8("pipe"),
                                        FileType.NF4FIFO,
                                        0,
                                        0,
                                        AttributeChanges.NONE))
                        .inode();
        for (Inode other : new Inode[] {object("link"), pipe}) {
            assertThat(attributes(other, true).status()).isEqualTo(NfsStatus.NOTSUPP);
            assertThat(user().fs().hasNamedAttributes(other)).isFalse();
        }
    }

    @Test
    void inAStickyDirectoryOnlyItsOwnerChangesThem() throws IOException {
        LocalDirectory.requireRoot();
        Path sticky = Files.createDirectory(directory.path().resolve("d"));
        Files.setAttribute(sticky, "unix:uid", ALICE.uid());
        Files.setPosixFilePermissions(sticky, PosixFilePermissions.fromString("rwxrwxrwx"));
        FsUser alice = user().as(ALICE);
        FsUser bob = user().as(BOB);
        Inode attributes = ok(attributes(object("d"), true));
        assertThat(bob.tryFile(attributes, "bobs")).isEqualTo(NfsStatus.OK);
        alice.set(object("d"), AttributeChanges.ofMode(01777));

        Inode bobs = bob.lookup(attributes, "bobs");
        assertThat(bob.text(bobs)).isEmpty();
        assertThat(bob.tryWrite(bobs, 0, "x").status()).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob.set(bobs, AttributeChanges.ofSize(1))).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob.tryFile(attributes, "more")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob.remove(attributes, "bobs")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob.rename(attributes, "bobs", "x")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob.access(bobs, Access.ALL)).isEqualTo(Access.READ);
        assertThat(bob.access(attributes, Access.ALL)).isEqualTo(Access.READ | Access.LOOKUP);
        assertThat(alice.tryWrite(bobs, 0, "x").status()).isEqualTo(NfsStatus.OK);
        assertThat(alice.remove(attributes, "bobs")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void onlyTheSizeIsTheirOwn() {
        makeUserAttributes("icon");
        Inode icon = user().lookup(attributes(), "icon");
        FileSystem fs = user().fs();
        assertThat(fs.keepsAttributes(icon)).isFalse();
        assertThat(fs.keepsAttributes(object("f"))).isTrue();
        NfsTime time = new NfsTime(1, 0);
        AttributeChanges none = AttributeChanges.NONE;
        for (AttributeChanges other :
                new AttributeChanges[] {
                    AttributeChanges.ofMode(0600),
                    none.withUid(1),
                    none.withGid(1),
                    none.withModifyTime(new TimeChange.To(time))
                }) {
            assertThat(user().set(icon, other)).isEqualTo(NfsStatus.ATTRNOTSUPP);
            assertThat(user().set(attributes(), other)).isEqualTo(NfsStatus.ATTRNOTSUPP);
        }
        long before = user().stat(icon).change();
        assertThat(user().set(icon, none.withModifyTime(TimeChange.NOW))).isEqualTo(NfsStatus.OK);
        assertThat(user().stat(icon).change()).isGreaterThan(before);
        assertThat(user().stat(icon).mode()).isEqualTo(user().stat(object("f")).mode() & 0666);
        Inode sized =
                ok(user().create(
                                        attributes(),
                                        "sized",
                                        AttributeChanges.ofSize(5),
                                        CreateMode.UNCHECKED))
                        .inode();
        assertThat(user().text(sized)).isEqualTo("\0\0\0\0\0");
    }
}
