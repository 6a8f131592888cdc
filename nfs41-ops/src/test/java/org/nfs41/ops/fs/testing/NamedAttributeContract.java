package org.nfs41.ops.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nfs41.ops.fs.testing.FsUser.ok;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.acl.Ace;
import org.nfs41.ops.acl.AceWho;
import org.nfs41.ops.acl.AceWho.Special;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.AclKeeping;
import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Named attributes, for file systems that have them (RFC 8881 sections 5.3 and 18.17). */
interface NamedAttributeContract extends Users {
    private void require() {
        Inode probe = superuser().file(superuser().root(), "probe");
        NfsStatus status = open(superuser(), probe, true).status();
        superuser().remove(superuser().root(), "probe");
        assumeTrue(!status.equals(NfsStatus.NOTSUPP), "it has no named attributes");
    }

    private static FsResult<Inode> open(FsUser user, Inode object, boolean create) {
        return user.fs().attributeDirectory(user.caller(), object, create);
    }

    /** An object's named attribute with a text. */
    private static Inode add(FsUser user, Inode object, String name, String text) {
        return user.file(ok(open(user, object, true)), name, 0644, text);
    }

    @Test
    default void whatHasNoNamedAttributesSaysSo() {
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        assertThat(user.fs().hasNamedAttributes(file)).isFalse();
        assertThat(open(user, file, false).status()).isIn(NfsStatus.NOENT, NfsStatus.NOTSUPP);
        assertThat(user.fs().hasNamedAttributes(file)).isFalse();
    }

    @Test
    default void namedAttributesAreFilesInADirectoryOfTheirObject() {
        require();
        FsUser user = alice();
        for (Inode object :
                new Inode[] {
                    user.file(user.root(), "f", 0644, "data"), user.directory(user.root(), "d")
                }) {
            Inode directory = ok(open(user, object, true));
            assertThat(directory.type()).isEqualTo(FileType.NF4ATTRDIR);
            assertThat(user.fs().hasNamedAttributes(object)).isFalse();
            Inode icon = add(user, object, "icon", "picture");
            add(user, object, "mood", "good");

            assertThat(icon.type()).isEqualTo(FileType.NF4NAMEDATTR);
            assertThat(user.stat(icon).type()).isEqualTo(FileType.NF4NAMEDATTR);
            assertThat(user.stat(directory).type()).isEqualTo(FileType.NF4ATTRDIR);
            assertThat(user.fs().hasNamedAttributes(object)).isTrue();
            assertThat(ok(open(user, object, false))).isEqualTo(directory);
            assertThat(ok(open(user, object, true))).isEqualTo(directory);
            assertThat(user.names(directory)).containsExactlyInAnyOrder("icon", "mood");
            assertThat(user.lookup(directory, "icon")).isEqualTo(icon);
            assertThat(user.text(icon)).isEqualTo("picture");
            assertThat(ok(user.fs().parent(user.caller(), directory))).isEqualTo(object);
            assertThat(ok(user.fs().resolve(user.handle(icon), 0))).isEqualTo(icon);
            assertThat(ok(user.fs().resolve(user.handle(directory), 0))).isEqualTo(directory);
        }
        assertThat(user.names(user.root())).containsExactlyInAnyOrder("f", "d");
        assertThat(user.text(user.lookup(user.root(), "f"))).isEqualTo("data");
        assertThat(user.names(user.lookup(user.root(), "d"))).isEmpty();
    }

    @Test
    default void objectThatLosesItsLastNamedAttributeHasNone() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        long unchanged = user.stat(file).change();
        add(user, file, "a", "x");
        long changed = user.stat(file).change();
        assertThat(changed).as("named_attr is an attribute").isGreaterThan(unchanged);

        assertThat(user.remove(ok(open(user, file, false)), "a")).isEqualTo(NfsStatus.OK);

        assertThat(user.fs().hasNamedAttributes(file)).isFalse();
        assertThat(user.stat(file).change()).isGreaterThan(changed);
        assertThat(open(user, file, false).status()).isEqualTo(NfsStatus.NOENT);
    }

    @Test
    default void nothingButNamedAttributesIsMadeThere() {
        require();
        FsUser user = superuser();
        Inode file = user.file(user.root(), "f");
        Inode directory = ok(open(user, file, true));
        Opaque name = Opaque.utf8("x");
        AttributeChanges none = AttributeChanges.NONE;
        assertThat(user.tryDirectory(directory, "x")).isEqualTo(NfsStatus.WRONG_TYPE);
        assertThat(user.fs().createSymlink(user.caller(), directory, name, name, none).status())
                .isEqualTo(NfsStatus.WRONG_TYPE);
        assertThat(
                        user.fs()
                                .createNode(
                                        user.caller(),
                                        directory,
                                        name,
                                        FileType.NF4FIFO,
                                        0,
                                        0,
                                        none)
                                .status())
                .isEqualTo(NfsStatus.WRONG_TYPE);
        assertThat(user.create(directory, "x", none, new CreateMode.Exclusive(1)).status())
                .isEqualTo(NfsStatus.INVAL);
        assertThat(user.names(directory)).isEmpty();
        assertThat(user.tryFile(directory, "x")).isEqualTo(NfsStatus.OK);
        assertThat(user.tryFile(directory, "x")).isEqualTo(NfsStatus.EXIST);
    }

    @Test
    default void namedAttributesAreRenamedAndReplacedWhereTheyAre() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        Inode a = add(user, file, "a", "one");
        Inode b = add(user, file, "b", "two");
        Inode directory = ok(open(user, file, false));
        assertThat(user.rename(directory, "a", "c")).isEqualTo(NfsStatus.OK);
        assertThat(user.names(directory)).containsExactlyInAnyOrder("b", "c");
        assertThat(user.rename(directory, "c", "b")).isEqualTo(NfsStatus.OK);
        assertThat(user.names(directory)).containsExactly("b");
        assertThat(user.rename(directory, "a", "c")).isEqualTo(NfsStatus.NOENT);
        Inode renamed = user.lookup(directory, "b");
        assertThat(user.text(renamed)).isEqualTo("one");
        // with its name it may have become another object, but two there are no more
        assertThat(renamed).isIn(a, b);
        assertThat(user.tryRead(renamed.equals(a) ? b : a)).isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void openNamedAttributeIsKeptForWhoHasItOpen() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        Inode a = add(user, file, "a", "one");
        add(user, file, "b", "two");
        Inode directory = ok(open(user, file, false));
        assertThat(user.fs().retain(a)).isEqualTo(NfsStatus.OK);
        assertThat(user.fs().retain(a)).isEqualTo(NfsStatus.OK);
        user.fs().release(a);

        NfsStatus replaced = user.rename(directory, "b", "a");
        assertThat(replaced).isIn(NfsStatus.OK, NfsStatus.FILE_OPEN);
        assertThat(user.remove(directory, "a")).isEqualTo(replaced);
        assertThat(user.text(a)).isEqualTo("one");
        user.fs().release(a);

        if (!replaced.isOk()) {
            assertThat(user.rename(directory, "b", "a")).isEqualTo(NfsStatus.OK);
            assertThat(user.remove(directory, "a")).isEqualTo(NfsStatus.OK);
        }
        assertThat(user.tryRead(a)).isEqualTo(NfsStatus.STALE);
        assertThat(user.fs().retain(a)).isEqualTo(NfsStatus.STALE);
        assertThat(user.fs().hasNamedAttributes(file)).isFalse();
    }

    @Test
    default void namedAttributesAreReadAndWrittenInParts() {
        require();
        FsUser user = alice();
        Inode a = add(user, user.file(user.root(), "f"), "a", "0123456789");
        long before = user.stat(a).change();
        user.write(a, 3, "abc");
        user.write(a, 12, "end");
        assertThat(user.text(a)).isEqualTo("012abc6789\0\0end");
        assertThat(user.stat(a).size()).isEqualTo(15);
        assertThat(user.stat(a).change()).isGreaterThan(before);
        assertThat(user.read(a, 3, 3)).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(user.read(a, 15, 3)).isEmpty();
        assertThat(user.read(a, 1L << 40, 3)).isEmpty();
        assertThat(user.set(a, AttributeChanges.ofSize(4))).isEqualTo(NfsStatus.OK);
        assertThat(user.set(a, AttributeChanges.ofSize(6))).isEqualTo(NfsStatus.OK);
        assertThat(user.text(a)).isEqualTo("012a\0\0");
        assertThat(user.fs().commit(user.caller(), a, 0, 0).status()).isEqualTo(NfsStatus.OK);
    }

    @Test
    default void namedAttributeThatGrowsTooLargeIsAsItWas() {
        require();
        FsUser user = alice();
        Inode a = add(user, user.file(user.root(), "f"), "a", "0123456789");
        long most = user.fs().maxFileSize(a);
        NfsStatus[] full = {NfsStatus.FBIG, NfsStatus.NOSPC, NfsStatus.DQUOT};
        assertThat(user.tryWrite(a, most, "x").status()).isIn((Object[]) full);
        if (most < Long.MAX_VALUE) {
            assertThat(user.set(a, AttributeChanges.ofSize(most + 1))).isIn((Object[]) full);
        }
        assertThat(user.text(a)).isEqualTo("0123456789");
    }

    @Test
    default void listingIsCompleteWhileOthersComeAndGo() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        Inode directory = ok(open(user, file, true));
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            kept.add("kept" + i);
            add(user, file, "kept" + i, "x");
            add(user, file, "gone" + i, "x");
        }
        List<String> seen = new ArrayList<>();
        long[] at = {0, 0};
        boolean eof = false;
        for (int i = 0; i < 12 || !eof; i++) {
            int[] room = {2};
            DirectoryRead read =
                    ok(
                            user.fs()
                                    .readDirectory(
                                            user.caller(),
                                            directory,
                                            at[0],
                                            at[1],
                                            (cookie, name, inode) -> {
                                                assertThat(cookie).isNotIn(0L, 1L, 2L);
                                                if (room[0]-- == 0) {
                                                    return false;
                                                }
                                                seen.add(name.utf8());
                                                at[0] = cookie;
                                                return true;
                                            }));
            at[1] = read.verifier();
            eof = read.eof();
            if (i < 12) {
                assertThat(user.remove(directory, "gone" + i)).isEqualTo(NfsStatus.OK);
                add(user, file, "new" + i, "x");
            }
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(kept);
    }

    @Test
    default void namedAttributesHaveNoLinksElsewhere() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        Inode other = user.file(user.root(), "g");
        Inode a = add(user, file, "a", "one");
        Inode directory = ok(open(user, file, false));
        Inode others = ok(open(user, other, true));
        assertThat(user.link(a, directory, "b")).isIn(NfsStatus.NOTSUPP, NfsStatus.OK);
        assertThat(user.link(a, others, "b")).isEqualTo(NfsStatus.XDEV);
        assertThat(user.link(a, user.root(), "b")).isEqualTo(NfsStatus.XDEV);
        assertThat(user.link(other, directory, "b")).isEqualTo(NfsStatus.XDEV);
        assertThat(user.names(others)).isEmpty();
    }

    @Test
    default void whoMayReadTheObjectMayReadItsNamedAttributesAndNoMore() {
        require();
        Inode file = alice().file(alice().root(), "f", 0644);
        assertThat(open(bob(), file, true).status()).isEqualTo(NfsStatus.ACCESS);
        add(alice(), file, "a", "text");
        Inode directory = ok(open(bob(), file, false));
        assertThat(ok(open(bob(), file, true))).isEqualTo(directory);
        assertThat(bob().text(bob().lookup(directory, "a"))).isEqualTo("text");
        assertThat(bob().names(directory)).containsExactly("a");
        assertThat(bob().tryFile(directory, "b")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().remove(directory, "a")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().rename(directory, "a", "b")).isEqualTo(NfsStatus.ACCESS);

        alice().set(file, AttributeChanges.ofMode(0600));

        assertThat(open(bob(), file, false).status()).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().tryLookup(directory, "a")).isEqualTo(NfsStatus.ACCESS);
        alice().set(file, AttributeChanges.ofMode(0666));
        assertThat(bob().tryFile(directory, "b")).isEqualTo(NfsStatus.OK);
        assertThat(alice().set(directory, AttributeChanges.ofMode(0777)))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
    }

    @Test
    default void aListThatNamesTheRightsToNamedAttributesDecidesThem() {
        require();
        AclKeeping lists = superuser().fs().limits().acls();
        assumeTrue(lists == AclKeeping.EXACT, "its lists do not tell these rights from others");
        AceWho.User bob = new AceWho.User(1001);
        int rights = AceMask.GENERIC_READ | AceMask.GENERIC_WRITE;
        int named = AceMask.READ_NAMED_ATTRS | AceMask.WRITE_NAMED_ATTRS;
        Inode file = alice().file(alice().root(), "f", 0600);
        Ace owner = Ace.allow(Special.OWNER, rights | named);
        Ace reads = Ace.allow(bob, AceMask.READ_NAMED_ATTRS);
        alice().set(file, AttributeChanges.NONE.withAcl(Acl.of(reads, owner)));
        add(alice(), file, "a", "text");

        Inode directory = ok(open(bob(), file, false));
        assertThat(bob().names(directory)).containsExactly("a");
        assertThat(bob().tryFile(directory, "b")).isEqualTo(NfsStatus.ACCESS);
        assertThat(bob().tryRead(file)).isEqualTo(NfsStatus.ACCESS);

        Ace both = Ace.allow(bob, named);
        alice().set(file, AttributeChanges.NONE.withAcl(Acl.of(both, owner)));
        assertThat(bob().tryFile(directory, "b")).isEqualTo(NfsStatus.OK);

        Ace data = Ace.allow(bob, rights);
        alice().set(file, AttributeChanges.NONE.withAcl(Acl.of(data, owner)));
        assertThat(open(bob(), file, false).status()).isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    default void namedAttributesEndWithTheirObject() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f");
        Inode icon = add(user, file, "icon", "picture");
        Inode open = add(user, file, "open", "text");
        Inode directory = ok(open(user, file, false));
        assertThat(user.fs().retain(open)).isEqualTo(NfsStatus.OK);
        assertThat(user.fs().retain(file)).isEqualTo(NfsStatus.OK);

        assertThat(user.remove(user.root(), "f")).isEqualTo(NfsStatus.OK);
        assertThat(user.text(user.lookup(directory, "open"))).isEqualTo("text");
        user.fs().release(file);

        assertThat(user.text(open)).as("it is retained").isEqualTo("text");
        user.fs().release(open);
        assertThat(user.tryRead(open)).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryRead(icon)).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryLookup(directory, "open")).isEqualTo(NfsStatus.STALE);
        assertThat(open(user, file, true).status()).isEqualTo(NfsStatus.STALE);
        assertThat(user.tryFile(directory, "new")).isEqualTo(NfsStatus.STALE);
    }

    @Test
    default void cuttingAFileLeavesItsNamedAttributesAlone() {
        require();
        FsUser user = alice();
        Inode file = user.file(user.root(), "f", 0644, "data");
        Inode a = add(user, file, "a", "text");
        assertThat(user.set(file, AttributeChanges.ofSize(0))).isEqualTo(NfsStatus.OK);
        assertThat(user.text(a)).isEqualTo("text");
        assertThat(user.set(a, AttributeChanges.ofSize(2))).isEqualTo(NfsStatus.OK);
        assertThat(user.text(a)).isEqualTo("te");
    }
}
