package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.AclSupport;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.SetAttrRes;

import java.util.Collections;
import java.util.List;

/** The acl attribute on the wire (RFC 8881 sections 6.2.1 and 6.4). */
class AclOperationsTest {
    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);

    AclOperationsTest() {
        client.openFile("f");
    }

    private static NfsAce allow(int flags, int mask, String who) {
        return new NfsAce(AceType.ACCESS_ALLOWED, flags, mask, Opaque.utf8(who));
    }

    private NfsStatus set(NfsAce... entries) {
        return set(List.of(entries));
    }

    private NfsStatus set(List<NfsAce> entries) {
        AttributeSet attributes = AttributeSet.EMPTY.with(AttributeType.ACL, entries);
        SetAttrArgs args = new SetAttrArgs(StateId.ANONYMOUS, attributes.toFileAttributes());
        return ((SetAttrRes) client.call(client.put("/a/f"), args).results().getLast()).status();
    }

    private <T> T get(AttributeType<T> type) {
        return client.attributes(client.put("/a/f"), type.number()).require(type);
    }

    @Test
    void whatWasSetIsReadBackWithNumbersAsNames() {
        NfsAce group = allow(AceFlags.IDENTIFIER_GROUP, AceMask.READ_DATA, "100");
        NfsAce user = allow(0, AceMask.EXECUTE, "7@example.org");
        NfsAce owner = allow(AceFlags.IDENTIFIER_GROUP, AceMask.GENERIC_READ, "OWNER@");
        assertThat(set(group, user, owner)).isEqualTo(NfsStatus.OK);
        // Section 6.2.1.5: on a special identifier the group flag means nothing.
        assertThat(get(AttributeType.ACL))
                .containsExactly(
                        group,
                        allow(0, AceMask.EXECUTE, "7"),
                        allow(0, AceMask.GENERIC_READ, "OWNER@"));
        assertThat(get(AttributeType.MODE)).isEqualTo(0400);
    }

    @Test
    void aFileWithoutAListShowsThatOfItsMode() {
        assertThat(get(AttributeType.ACLSUPPORT))
                .isEqualTo(AclSupport.ALLOW_ACL | AclSupport.DENY_ACL);
        List<NfsAce> shown = get(AttributeType.ACL);
        int mode = get(AttributeType.MODE);
        assertThat(shown).isNotEmpty();
        assertThat(set(shown)).isEqualTo(NfsStatus.OK);
        assertThat(get(AttributeType.MODE)).isEqualTo(mode);
    }

    @Test
    void whatCannotBeEnforcedIsRefused() {
        int read = AceMask.READ_DATA;
        assertThat(set(new NfsAce(AceType.SYSTEM_AUDIT, 0, read, Opaque.utf8("OWNER@"))))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(set(new NfsAce(99, 0, read, Opaque.utf8("OWNER@"))))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(set(allow(0, read, "DIALUP@"))).isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(set(allow(AceFlags.INHERIT_ONLY, read, "OWNER@")))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(set(allow(AceFlags.DIRECTORY_INHERIT, read, "OWNER@")))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        NfsAce unreadable =
                new NfsAce(
                        AceType.ACCESS_DENIED, 0, AceMask.READ_ATTRIBUTES, Opaque.utf8("OWNER@"));
        assertThat(set(unreadable)).isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(get(AttributeType.MODE)).isEqualTo(0644);
    }

    @Test
    void valuesThatAnEntryCannotHave() {
        assertThat(set(allow(0, 0x80000000, "OWNER@"))).isEqualTo(NfsStatus.INVAL);
        assertThat(set(allow(0, 1, "nobody@nowhere"))).isEqualTo(NfsStatus.BADOWNER);
        assertThat(set(allow(0, 1, ""))).isEqualTo(NfsStatus.BADOWNER);
        assertThat(set(Collections.nCopies(257, allow(0, 1, "1")))).isEqualTo(NfsStatus.FBIG);
        assertThat(set(Collections.nCopies(256, allow(0, 1, "1")))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void anEmptyListLeavesAllToTheOwnersSetattr() {
        assertThat(set()).isEqualTo(NfsStatus.OK);
        assertThat(get(AttributeType.MODE)).isZero();
        assertThat(get(AttributeType.ACL)).isEmpty();
        assertThat(set(allow(0, AceMask.GENERIC_READ, "OWNER@"))).isEqualTo(NfsStatus.OK);
    }
}
