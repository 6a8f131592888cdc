package org.nfs41.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.Access;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.Inode;
import org.nfs41.ops.fs.testing.FsUser;
import org.nfs41.server.local.PosixAcl.Named;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Access control lists of the host decide as they do for the host's own programs. */
class HostAclTest {
    private static final Opaque ACCESS = Opaque.utf8("system.posix_acl_access");
    private static final Opaque DEFAULT = Opaque.utf8("system.posix_acl_default");

    private static final Credentials OWNER = new Credentials(1000, 1000);
    private static final Credentials NAMED = new Credentials(1001, 1001);
    private static final Credentials MEMBER = new Credentials(1002, 1002, 2000);
    private static final Credentials IN_NAMED_GROUP = new Credentials(1003, 1003, 3000);
    private static final Credentials IN_BOTH = new Credentials(1004, 2000, 3000);
    private static final Credentials OTHER = new Credentials(1005, 1005);
    private static final List<Credentials> ALL =
            List.of(OWNER, NAMED, MEMBER, IN_NAMED_GROUP, IN_BOTH, OTHER);

    /** The further groups of each. */
    private static final List<String> GROUPS =
            List.of(
                    "--clear-groups",
                    "--clear-groups",
                    "--groups=2000",
                    "--groups=3000",
                    "--groups=3000",
                    "--clear-groups");

    private LocalDirectory directory;

    @BeforeEach
    void export() throws IOException {
        LocalDirectory.requireLinux();
        LocalDirectory.requireRoot();
        directory = LocalDirectory.temporary();
        Files.writeString(host("probe"), "");
        boolean kept = put(host("probe"), ACCESS, PosixAcl.ofMode(0600));
        Assumptions.assumeTrue(kept, "the host keeps no access control lists");
    }

    @AfterEach
    void remove() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }

    private Path host(String name) {
        return directory.path().resolve(name);
    }

    private FsUser user(Credentials caller) {
        return new FsUser(directory.fileSystem(), caller);
    }

    private static boolean put(Path path, Opaque name, PosixAcl acl) {
        int fd = open(path);
        byte[] bytes = acl.encode();
        MemorySegment value = Scratch.current().attribute();
        MemorySegment.copy(bytes, 0, value, ValueLayout.JAVA_BYTE, 0, bytes.length);
        int result = Xattrs.set(fd, name, value, bytes.length);
        Libc.close(fd);
        return result == 0;
    }

    private static byte[] value(Path path, Opaque name) {
        int fd = open(path);
        MemorySegment value = Scratch.current().attribute();
        long size = Math.max(0, Xattrs.get(fd, name, value));
        Libc.close(fd);
        return value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
    }

    private static int open(Path path) {
        MemorySegment word = Scratch.current().word(Opaque.utf8(path.toString()));
        int fd = Libc.openat(Libc.AT_FDCWD, word, OpenFlags.PATH | OpenFlags.CLOEXEC, 0);
        assertThat(fd).isNotNegative();
        return fd;
    }

    private Path file(String name, PosixAcl acl) throws IOException {
        Path path = Files.writeString(host(name), "content");
        Files.setAttribute(path, "unix:uid", 1000);
        Files.setAttribute(path, "unix:gid", 2000);
        assertThat(put(path, ACCESS, acl)).isTrue();
        return path;
    }

    private int granted(Credentials caller, String name) {
        FsUser user = user(caller);
        int access =
                user.access(
                        user.lookup(user.root(), name),
                        Access.READ | Access.MODIFY | Access.EXECUTE);
        return ((access & Access.READ) != 0 ? 4 : 0)
                | ((access & Access.MODIFY) != 0 ? 2 : 0)
                | ((access & Access.EXECUTE) != 0 ? 1 : 0);
    }

    /** What the kernel grants a program with these credentials. */
    private static int grantedByHost(Credentials caller, Path path) throws Exception {
        String test =
                "n=0; test -r \"$0\" && n=$((n+4)); test -w \"$0\" && n=$((n+2));"
                        + " test -x \"$0\" && n=$((n+1)); exit $n";
        return LocalDirectory.run(
                "setpriv",
                "--reuid=" + caller.uid(),
                "--regid=" + caller.gid(),
                GROUPS.get(ALL.indexOf(caller)),
                "sh",
                "-c",
                test,
                path.toString());
    }

    @Test
    void everyUserIsGrantedWhatTheKernelGrantsThem() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
        List<PosixAcl> lists =
                List.of(
                        list(6, 4, 7, 5, 7, 1),
                        // the mask takes from all but owner and others
                        list(7, 7, 7, 7, 4, 0),
                        // who is named gets less than others
                        list(7, 0, 0, 0, 7, 7),
                        list(0, 7, 6, 1, 7, 7));
        for (int i = 0; i < lists.size(); i++) {
            Path path = file("f" + i, lists.get(i));
            for (Credentials caller : ALL) {
                assertThat(granted(caller, "f" + i))
                        .as("list %s, caller %s", i, caller)
                        .isEqualTo(grantedByHost(caller, path));
            }
        }
    }

    private static PosixAcl list(int owner, int user, int group, int named, int mask, int other) {
        return new PosixAcl(
                owner,
                List.of(new Named(1001, user)),
                group,
                List.of(new Named(3000, named)),
                mask,
                other);
    }

    @Test
    void theGroupIsNotGrantedTheMask() throws IOException {
        // what the mode shows as the group's is the mask
        file("f", list(6, 6, 0, 0, 6, 0));
        assertThat(user(OWNER).stat(user(OWNER).lookup(user(OWNER).root(), "f")).mode())
                .isEqualTo(0660);
        assertThat(granted(MEMBER, "f")).isZero();
        Inode file = user(MEMBER).lookup(user(MEMBER).root(), "f");
        assertThat(user(MEMBER).tryRead(file)).isEqualTo(NfsStatus.ACCESS);
        assertThat(granted(NAMED, "f")).isEqualTo(6);
    }

    @Test
    void aListThatChangesOnTheHostCountsAtOnce() throws Exception {
        Path path = file("f", list(6, 0, 0, 0, 7, 0));
        for (int i = 0; i < 50; i++) {
            int bits = i % 2 == 0 ? 4 : 0;
            put(path, ACCESS, list(6, bits, 0, 0, 7, 0));
            assertThat(granted(NAMED, "f")).isEqualTo(bits);
        }
        put(path, ACCESS, list(6, 4, 0, 0, 7, 0));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        assertThat(granted(NAMED, "f")).isZero();
    }

    @Test
    void aListIsKeptInMindOnceTheTimeOfChangeTellsAllChanges() throws Exception {
        Path path = file("f", list(6, 0, 0, 0, 7, 0));
        int fd = open(path);
        FileStat stat = Statx.of(fd).stat();
        long changed = stat.changeTime().seconds() * 1000;
        AccessRules early = new AccessRules(new HostAcls(true), () -> changed);
        AccessRules late = new AccessRules(new HostAcls(true), () -> changed + 2000);
        Acl before = early.of(fd, -1, stat);
        assertThat(late.of(fd, -1, stat)).isEqualTo(before);
        put(path, ACCESS, list(6, 4, 0, 0, 7, 0));
        Acl after = early.of(fd, -1, stat);
        assertThat(after).isNotEqualTo(before);
        assertThat(late.of(fd, -1, stat)).isEqualTo(before);
        FileStat now = stat;
        while (now.changeTime().equals(stat.changeTime())) {
            Files.setLastModifiedTime(path, FileTime.fromMillis(0));
            now = Statx.of(fd).stat();
        }
        assertThat(late.of(fd, -1, now)).isEqualTo(after);
        Libc.close(fd);
    }

    @Test
    void aListOfADirectoryDecidesWhoMaySearchAndChangeIt() throws IOException {
        Files.createDirectory(host("d"));
        Files.writeString(host("d/f"), "content");
        put(host("d"), ACCESS, list(7, 3, 7, 1, 7, 0));
        FsUser named = user(NAMED);
        Inode below = named.lookup(named.root(), "d");
        assertThat(named.tryFile(below, "new")).isEqualTo(NfsStatus.OK);
        assertThat(named.access(below, Access.READ)).isZero();
        assertThat(user(IN_NAMED_GROUP).tryLookup(below, "f")).isEqualTo(NfsStatus.OK);
        assertThat(user(IN_NAMED_GROUP).remove(below, "f")).isEqualTo(NfsStatus.ACCESS);
        assertThat(user(OTHER).tryLookup(below, "f")).isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    void newObjectsGetTheListThatTheHostWouldGiveThem() throws Exception {
        for (PosixAcl inherited : List.of(list(7, 7, 5, 4, 6, 1), PosixAcl.ofMode(0750))) {
            Path above = Files.createDirectory(host("d" + inherited.mode()));
            put(above, DEFAULT, inherited);
            FsUser root = directory.superuser();
            Inode at = root.lookup(root.root(), "d" + inherited.mode());
            root.file(at, "file", 0666);
            root.directory(at, "directory", 0777);
            int made =
                    LocalDirectory.run(
                            "sh",
                            "-c",
                            "umask 0; cd \"$0\" && : > host-file && mkdir host-directory",
                            above.toString());
            assertThat(made).isZero();
            for (String name : List.of("file", "directory")) {
                Path ours = above.resolve(name);
                Path theirs = above.resolve("host-" + name);
                for (Opaque list : List.of(ACCESS, DEFAULT)) {
                    assertThat(value(ours, list)).isEqualTo(value(theirs, list));
                }
                assertThat(Files.getPosixFilePermissions(ours))
                        .isEqualTo(Files.getPosixFilePermissions(theirs));
            }
        }
    }

    @Test
    void aListThatAClientSetsIsTheHosts() throws Exception {
        FsUser root = directory.superuser();
        Inode file = root.file(root.root(), "f", 04640);
        Acl acl = list(6, 4, 0, 5, 7, 0).toNfs();
        long before = root.stat(file).change();
        assertThat(root.set(file, AttributeChanges.NONE.withAcl(acl))).isEqualTo(NfsStatus.OK);
        assertThat(root.stat(file).acl()).isEqualTo(acl);
        assertThat(root.stat(file).change()).isGreaterThan(before);
        // the group's bits show the mask, which is what all named ones and the group have
        assertThat(root.stat(file).mode()).isEqualTo(04650);
        assertThat(granted(NAMED, "f")).isEqualTo(4).isEqualTo(grantedByHost(NAMED, host("f")));
        directory.restart();
        root = directory.superuser();
        file = root.lookup(root.root(), "f");
        assertThat(root.stat(file).acl()).isEqualTo(acl);
        Acl plain = PosixAcl.ofMode(0604).toNfs();
        assertThat(root.set(file, AttributeChanges.NONE.withAcl(plain))).isEqualTo(NfsStatus.OK);
        assertThat(root.stat(file).acl()).isNull();
        assertThat(root.stat(file).mode()).isEqualTo(04604);
    }

    @Test
    void aListWithADirectoryIsHandedOnAndTakenBack() {
        FsUser root = directory.superuser();
        PosixAcl own = list(7, 7, 5, 5, 7, 0);
        PosixAcl inherited = list(6, 6, 4, 0, 7, 0);
        Inode below = root.directory(root.root(), "d", 0700);
        AttributeChanges both = AttributeChanges.NONE.withAcl(own.toNfs(inherited));
        assertThat(root.set(below, both)).isEqualTo(NfsStatus.OK);
        assertThat(root.stat(below).acl()).isEqualTo(own.toNfs(inherited));
        Inode made = root.file(below, "f", 0666);
        assertThat(root.stat(made).acl()).isEqualTo(list(6, 6, 4, 0, 6, 0).toNfs());
        assertThat(root.set(below, AttributeChanges.NONE.withAcl(own.toNfs())))
                .isEqualTo(NfsStatus.OK);
        assertThat(value(host("d"), DEFAULT)).isEmpty();
        assertThat(root.stat(root.file(below, "g", 0666)).acl()).isNull();
    }

    @Test
    void aListIsSetByTheOwnerAloneAndNotOnLinks() {
        FsUser root = directory.superuser();
        Inode file = user(OWNER).file(root.root(), "f", 0666);
        AttributeChanges list = AttributeChanges.NONE.withAcl(list(6, 4, 0, 5, 7, 0).toNfs());
        assertThat(user(NAMED).set(file, list)).isEqualTo(NfsStatus.PERM);
        assertThat(user(OWNER).set(file, list)).isEqualTo(NfsStatus.OK);
        Inode link = user(OWNER).symlink(root.root(), "l", "x");
        assertThat(user(OWNER).set(link, list)).isEqualTo(NfsStatus.ATTRNOTSUPP);
        ok(user(OWNER).create(root.root(), "g", list, CreateMode.GUARDED));
        assertThat(granted(NAMED, "g")).isEqualTo(4);
    }

    @Test
    void theModeThatAClientGivesLimitsWhatIsInherited() throws IOException {
        put(directory.path(), DEFAULT, list(7, 7, 7, 7, 7, 7));
        FsUser root = directory.superuser();
        root.file(root.root(), "f", 0640);
        assertThat(root.stat(root.lookup(root.root(), "f")).mode()).isEqualTo(0640);
        assertThat(granted(NAMED, "f")).isEqualTo(4);
        assertThat(granted(OTHER, "f")).isZero();
        ok(root.create(root.root(), "g", AttributeChanges.ofMode(0), CreateMode.GUARDED));
        assertThat(granted(NAMED, "g")).isZero();
    }
}
