package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nfs41.ops.file.OwnerNames;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class AccountNamesTest {
    @TempDir private Path dir;
    private Path passwd;
    private Path group;

    @BeforeEach
    void writeFiles() throws IOException {
        passwd = dir.resolve("passwd");
        group = dir.resolve("group");
        Files.writeString(
                passwd,
                """
                root:x:0:0:root:/root:/bin/sh
                anna:x:1000:1000::/:/bin/sh
                toor:x:0:0::/:/bin/sh
                # nothing
                broken:x
                nobody:x:4294967294:1::/:/
                """);
        Files.writeString(group, "root:x:0:\nstaff:x:50:anna\n");
    }

    private AccountNames names() throws IOException {
        return AccountNames.read("Example.org", passwd, group);
    }

    @Test
    void idsHaveTheFirstNameThatIsListed() throws IOException {
        assertThat(names().userName(0)).isEqualTo(Opaque.utf8("root@Example.org"));
        assertThat(names().userName(-2)).isEqualTo(Opaque.utf8("nobody@Example.org"));
        assertThat(names().groupName(50)).isEqualTo(Opaque.utf8("staff@Example.org"));
        assertThat(names().userName(50)).isNull();
    }

    @Test
    void namesOfTheDomainHaveIds() throws IOException {
        assertThat(names().uidOf(Opaque.utf8("anna@example.ORG"))).isEqualTo(1000);
        assertThat(names().uidOf(Opaque.utf8("toor@example.org"))).isZero();
        assertThat(names().uidOf(Opaque.utf8("nobody@example.org"))).isEqualTo(0xFFFF_FFFEL);
        assertThat(names().gidOf(Opaque.utf8("staff@example.org"))).isEqualTo(50);
    }

    @Test
    void otherNamesHaveNone() throws IOException {
        for (String name : new String[] {"anna", "anna@other.org", "staff@example.org", "@", ""}) {
            assertThat(names().uidOf(Opaque.utf8(name))).as(name).isEqualTo(OwnerNames.UNKNOWN);
        }
    }

    @Test
    void whatIsNoDomainIsRefused() {
        for (String domain : new String[] {"", "a@b", "a b"}) {
            assertThatThrownBy(() -> AccountNames.read(domain, passwd, group))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--owner-domain");
        }
    }
}
