package org.nfs41.conformance.checks;

import static org.nfs41.conformance.checks.AclFile.CONTROL;
import static org.nfs41.conformance.checks.AclFile.EVERYONE;
import static org.nfs41.conformance.checks.AclFile.EXECUTE;
import static org.nfs41.conformance.checks.AclFile.GROUP;
import static org.nfs41.conformance.checks.AclFile.OWNER;
import static org.nfs41.conformance.checks.AclFile.READ;
import static org.nfs41.conformance.checks.AclFile.WRITE;
import static org.nfs41.conformance.checks.AclFile.ace;
import static org.nfs41.conformance.checks.AclFile.allow;
import static org.nfs41.conformance.checks.AclFile.deny;
import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.AclSupport;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.AccessFlags;
import org.nfs41.xdr.op.AccessResOk;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Access control lists, the mode beside them, and what they allow (RFC 8881 chapter 6). */
final class AclChecks {
    private static final int ALL = READ | WRITE | EXECUTE;
    private static final int LOW_BITS = 0777;

    @Check(
            id = "ACL-100",
            rule = "A server that allows also denies",
            sends = "GETATTR of supported_attrs, acl and aclsupport",
            accepts =
                    "Of aclsupport only the four bits that are defined, ALLOW and DENY with each"
                            + " other, and one of the four if acl is supported",
            requirements = "6.2.1.2-R01",
            level = Level.SHOULD,
            needs = Need.FILES)
    void typesOfEntries(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        int support = support(file);
        int both = AclSupport.ALLOW_ACL | AclSupport.DENY_ACL;
        int known = both | AclSupport.AUDIT_ACL | AclSupport.ALARM_ACL;
        boolean one = (support & both) != 0 && (support & both) != both;
        if (support == 0 || (support & ~known) != 0 || one) {
            throw new CheckFailure(
                    "aclsupport", "ALLOW and DENY", "0x" + Integer.toHexString(support));
        }
    }

    private static int support(AclFile file) {
        return file.get(Attribute.ACLSUPPORT).require(AttributeType.ACLSUPPORT);
    }

    @Check(
            id = "ACL-101",
            rule = "A list is set as it is given",
            sends =
                    "SETATTR of an acl with entries that deny and allow, for OWNER@, GROUP@ and"
                            + " EVERYONE@; GETATTR",
            accepts = "The same entries in the same order",
            requirements = "6.4.1.2-R01",
            sections = "6.2.1",
            level = Level.SHOULD,
            needs = Need.FILES)
    void roundTrip(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        NfsAce[] entries = {
            deny(GROUP, WRITE),
            allow(OWNER, ALL | CONTROL),
            allow(GROUP, READ | AceMask.READ_ATTRIBUTES),
            deny(EVERYONE, EXECUTE),
            allow(EVERYONE, READ | AceMask.READ_ATTRIBUTES | AceMask.READ_ACL)
        };
        file.require(entries);
        List<NfsAce> got = file.acl();
        if (!got.equals(Arrays.asList(entries))) {
            throw new CheckFailure("acl", Arrays.toString(entries), got.toString());
        }
    }

    @Check(
            id = "ACL-102",
            rule = "Setting the acl sets the nine low bits of the mode, and only those",
            sends =
                    "On a file of mode 01000: SETATTR of acls whose entries allow, deny, repeat"
                            + " and take back what others say; GETATTR of the mode after each",
            accepts =
                    "The mode that the computation of section 6.3.2 gives for the list that is"
                            + " kept, which grants no more than the one that was set (a warning if"
                            + " less); the sticky bit is left (a warning if it is not)",
            requirements = {"6.4.1.2-R02", "6.4.1.2-R03", "6.4.2-R03"},
            sections = "6.3.2",
            needs = Need.FILES)
    void modeFollowsAcl(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        assertThatReply(file.set(Ops.mode(01000))).isOk();
        boolean sticky = file.mode() == 01000;
        NfsAce owner = allow(OWNER, CONTROL);
        Map<Integer, NfsAce[]> lists =
                Map.of(
                        0700, new NfsAce[] {owner, allow(OWNER, ALL)},
                        0777, new NfsAce[] {owner, allow(EVERYONE, ALL)},
                        0664,
                                new NfsAce[] {
                                    owner,
                                    allow(OWNER, READ | WRITE),
                                    allow(GROUP, READ | WRITE),
                                    allow(EVERYONE, READ)
                                },
                        0077, new NfsAce[] {owner, deny(OWNER, ALL), allow(EVERYONE, ALL)},
                        0747,
                                new NfsAce[] {
                                    owner, deny(GROUP, WRITE | EXECUTE), allow(EVERYONE, ALL)
                                },
                        0666,
                                new NfsAce[] {
                                    owner,
                                    allow(EVERYONE, READ | WRITE),
                                    deny(EVERYONE, ALL),
                                    allow(GROUP, EXECUTE)
                                },
                        0444, new NfsAce[] {owner, allow(EVERYONE, READ | AceMask.APPEND_DATA)});
        int kept = 0;
        for (Map.Entry<Integer, NfsAce[]> list : lists.entrySet()) {
            if (file.isKept(list.getValue())) {
                kept++;
                requireModeOfAcl(cx, file, list.getKey());
            }
        }
        if (kept == 0) {
            throw cx.unsupported("the server keeps none of these lists");
        }
        if (sticky && (file.mode() & ~LOW_BITS) != 01000) {
            cx.warn("SETATTR of the acl changes the three high bits of the mode");
        }
    }

    /** A server that cannot keep a list as it is keeps one that grants less, never more. */
    private static void requireModeOfAcl(CheckContext cx, AclFile file, int given) {
        List<NfsAce> entries = file.acl();
        int kept = AclFile.modeOf(entries);
        file.requireMode("beside the acl " + entries, kept);
        if ((kept & ~given) != 0) {
            throw new CheckFailure(
                    "what the acl grants that is kept",
                    "0" + Integer.toOctalString(given),
                    "0" + Integer.toOctalString(kept) + " from " + entries);
        } else if (kept != given) {
            cx.warn("the acl that is kept grants less than the one that was set: " + entries);
        }
    }

    @Check(
            id = "ACL-103",
            rule = "Setting the mode changes the acl so that it says the same",
            sends =
                    "SETATTR of an acl and then of the modes 0640, 0755, 0604, 0070 and 0; GETATTR"
                            + " of both after each",
            accepts = "The mode that was set, and an acl from which it is computed",
            requirements = "6.4.1.1-R01",
            sections = "6.3.2",
            needs = Need.FILES)
    void aclFollowsMode(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        for (int mode : new int[] {0640, 0755, 0604, 0070, 0}) {
            file.require(
                    deny(GROUP, WRITE),
                    allow(OWNER, ALL | CONTROL),
                    deny(EVERYONE, EXECUTE),
                    allow(EVERYONE, READ | WRITE));
            assertThatReply(file.set(Ops.mode(mode))).isOk();
            file.requireMode("that was set", mode);
            file.requireAclMode("after SETATTR of the mode", mode);
        }
    }

    @Check(
            id = "ACL-104",
            rule = "Of mode and acl in one SETATTR the acl comes last",
            sends = "SETATTR of the mode 01777 and an acl that amounts to 0640; GETATTR",
            accepts = "The mode 01640: the low bits of the acl, the high ones of the mode",
            requirements = "6.4.1.3-R01",
            needs = Need.FILES)
    void modeAndAclTogether(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        List<NfsAce> entries = List.of(allow(OWNER, READ | WRITE | CONTROL), allow(GROUP, READ));
        AttributeSet both =
                AttributeSet.EMPTY.with(AttributeType.ACL, entries).with(AttributeType.MODE, 01777);
        assertThatReply(file.set(both.toFileAttributes())).isOk();
        file.requireMode("of the acl", 0640);
        file.requireAclMode("that was set with a mode", 0640);
        if ((file.mode() & ~LOW_BITS) != 01000) {
            cx.warn("the high bits of the mode are not those that were set");
        }
    }

    @Check(
            id = "ACL-105",
            rule = "An entry of a type that aclsupport lacks is refused, and nothing is set",
            sends = "SETATTR of an acl with each type that aclsupport lacks, and with type 99",
            accepts =
                    "NFS4ERR_ATTRNOTSUPP (NFS4ERR_INVAL or NFS4ERR_BADXDR, too, for type 99); the"
                            + " acl is what it was",
            requirements = "6.2.1.2-R02",
            sections = "15.1.15.1",
            needs = Need.FILES)
    void unsupportedTypes(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        int support = support(file);
        for (int type = AceType.ACCESS_ALLOWED; type <= AceType.SYSTEM_ALARM; type++) {
            if ((support & 1 << type) == 0) {
                file.requireRefused(
                        "an entry of type " + type,
                        NfsStatus.ATTRNOTSUPP,
                        allow(OWNER, ALL | CONTROL),
                        ace(type, AceFlags.FAILED_ACCESS, READ, EVERYONE));
            }
        }
        assertThatReply(file.set(AclFile.acl(ace(99, 0, READ, EVERYONE))))
                .because("an entry of type 99")
                .hasStatus(NfsStatus.ATTRNOTSUPP, NfsStatus.INVAL, NfsStatus.BADXDR);
    }

    @Check(
            id = "ACL-106",
            rule = "Flags that make no sense are refused",
            sends =
                    "SETATTR of the acl of a file with an entry for directories to inherit; of a"
                            + " directory with one that is only inherited, and by nothing",
            accepts = "NFS4ERR_ATTRNOTSUPP; the acl is what it was",
            requirements = {"6.2.1.4.1-R01", "6.2.1.4.1-R02"},
            level = Level.SHOULD,
            needs = Need.FILES)
    void senselessFlags(CheckContext cx) {
        NfsAce owner = allow(OWNER, ALL | CONTROL);
        AclFile.file(cx, "file")
                .requireRefused(
                        "DIRECTORY_INHERIT on a file",
                        NfsStatus.ATTRNOTSUPP,
                        owner,
                        ace(0, AceFlags.DIRECTORY_INHERIT, READ, EVERYONE));
        AclFile.directory(cx, "directory")
                .requireRefused(
                        "INHERIT_ONLY alone",
                        NfsStatus.ATTRNOTSUPP,
                        owner,
                        ace(0, AceFlags.INHERIT_ONLY, READ, EVERYONE));
    }

    @Check(
            id = "ACL-107",
            rule = "The first entry that speaks of a permission decides it",
            sends =
                    "By another user READ, WRITE and ACCESS of a file whose acl denies EVERYONE@ to"
                            + " write and then allows it; the same with the two in the other order",
            accepts = "READ succeeds, WRITE gets NFS4ERR_ACCESS, as ACCESS says; both succeed",
            sections = {"6.2.1", "6.3.1", "18.1.3"},
            needs = {Need.FILES, Need.USERS})
    void denyBeforeAllow(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        NfsAce owner = allow(OWNER, ALL | CONTROL);
        NfsAce allowing = allow(EVERYONE, READ | WRITE | AceMask.READ_ATTRIBUTES);
        NfsAce denying = deny(EVERYONE, WRITE);
        file.require(owner, denying, allowing);
        requireAccess(other, file, AccessFlags.READ);
        use(other, file, NfsStatus.OK, NfsStatus.ACCESS);
        file.require(owner, allowing, denying);
        requireAccess(other, file, AccessFlags.READ | AccessFlags.MODIFY | AccessFlags.EXTEND);
        use(other, file, NfsStatus.OK, NfsStatus.OK);
    }

    @Check(
            id = "ACL-108",
            rule = "ACCESS tells reading from executing, whichever the server lets READ do",
            sends =
                    "ACCESS by another user of files whose acls allow EVERYONE@ to execute only, to"
                            + " read only, nothing, and GROUP@, which he is not in, everything",
            accepts = "EXECUTE; READ; nothing; nothing",
            requirements = "6.2.1.3.1-R04",
            sections = {"6.2.1.5", "18.1.3"},
            needs = {Need.FILES, Need.USERS})
    void accessAgreesWithAcl(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        NfsAce owner = allow(OWNER, ALL | CONTROL);
        file.require(owner, allow(EVERYONE, EXECUTE));
        requireAccess(other, file, AccessFlags.EXECUTE);
        file.require(owner, allow(EVERYONE, READ));
        requireAccess(other, file, AccessFlags.READ);
        use(other, file, NfsStatus.OK, NfsStatus.ACCESS);
        file.require(owner, allow(EVERYONE, AceMask.READ_ATTRIBUTES));
        requireAccess(other, file, 0);
        use(other, file, NfsStatus.ACCESS, NfsStatus.ACCESS);
        file.require(owner, allow(GROUP, ALL));
        requireAccess(other, file, 0);
        use(other, file, NfsStatus.ACCESS, NfsStatus.ACCESS);
    }

    private static void requireAccess(NfsSession session, AclFile file, int expected) {
        int asked =
                AccessFlags.READ | AccessFlags.MODIFY | AccessFlags.EXTEND | AccessFlags.EXECUTE;
        int granted =
                session.require(Ops.putFh(file.handle()), new AccessArgs(asked))
                        .result(AccessResOk.class)
                        .access();
        if (granted != expected) {
            throw new CheckFailure(
                    "what ACCESS grants another user under " + file.acl(),
                    "0x" + Integer.toHexString(expected),
                    "0x" + Integer.toHexString(granted));
        }
    }

    private static void use(
            NfsSession session, AclFile file, NfsStatus reading, NfsStatus writing) {
        assertThatReply(
                        session.compound(
                                Ops.putFh(file.handle()), Ops.read(StateId.ANONYMOUS, 0, 1)))
                .because("READ by another user")
                .endsAt(2, reading);
        assertThatReply(
                        session.compound(
                                Ops.putFh(file.handle()),
                                Ops.write(StateId.ANONYMOUS, 0, (byte) 1)))
                .because("WRITE by another user")
                .endsAt(2, writing);
    }

    @Check(
            id = "ACL-109",
            rule = "An entry for a user is for that user",
            sends =
                    "READ by another user and by a third of a file whose acl allows the second, by"
                            + " the owner attribute of a file of his, to read",
            accepts = "NFS4_OK; NFS4ERR_ACCESS",
            sections = {"6.2.1.5", "6.3.1", "5.9"},
            needs = {Need.FILES, Need.USERS})
    void namedUser(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        NfsSession second = cx.newClient(cx.secondUser()).connect();
        NfsSession third = cx.newClient(Credential.sys(54321, 54321)).connect();
        Reply own =
                second.require(
                        Ops.putFh(cx.directory()), Ops.makeDirectory("own", 0755), Ops.getFh());
        String name = AclFile.at(cx, own).get(Attribute.OWNER).require(AttributeType.OWNER).utf8();
        if (name.equals(file.get(Attribute.OWNER).require(AttributeType.OWNER).utf8())) {
            throw cx.skipped("what both users make belongs to one");
        }
        Reply reply = file.set(AclFile.acl(allow(OWNER, ALL | CONTROL), allow(name, READ)));
        if (reply.status().equals(NfsStatus.BADOWNER)) {
            throw cx.unsupported("the server does not know " + name);
        }
        assertThatReply(reply).isOk();
        use(second, file, NfsStatus.OK, NfsStatus.ACCESS);
        use(third, file, NfsStatus.ACCESS, NfsStatus.ACCESS);
    }

    @Check(
            id = "ACL-110",
            rule = "Entries for whom nobody knows are refused",
            sends = "SETATTR of an acl with an entry for a user of a domain that does not exist",
            accepts = "NFS4ERR_BADOWNER; the acl is what it was",
            sections = {"15.1.15.2", "5.9"},
            needs = Need.FILES)
    void unknownUser(CheckContext cx) {
        AclFile.file(cx, "file")
                .requireRefused(
                        "an unknown user",
                        NfsStatus.BADOWNER,
                        allow(OWNER, ALL | CONTROL),
                        allow("nobody-of-this-name@no-such-domain.invalid", READ));
    }

    @Check(
            id = "ACL-111",
            rule = "The flag of groups means nothing on OWNER@, GROUP@ and EVERYONE@",
            sends = "SETATTR of an acl with IDENTIFIER_GROUP on all three; GETATTR of mode and acl",
            accepts = "The mode that it amounts to without; a warning if the flag is returned",
            requirements = {"6.2.1.5-R01", "6.2.1.5-R02", "6.2.1.4.1-R03"},
            needs = Need.FILES)
    void groupFlagOfSpecials(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        int group = AceFlags.IDENTIFIER_GROUP;
        file.require(
                ace(0, group, READ | WRITE | CONTROL, OWNER),
                ace(0, group, READ, GROUP),
                ace(0, group, READ, EVERYONE));
        file.requireMode("of entries with IDENTIFIER_GROUP", 0644);
        if (file.acl().stream().anyMatch(each -> each.flag() == group && isOwner(each))) {
            cx.warn("IDENTIFIER_GROUP is returned on OWNER@");
        }
    }

    private static boolean isOwner(NfsAce ace) {
        return ace.who().utf8().equals(OWNER);
    }

    @Check(
            id = "ACL-112",
            rule = "The acl of an object that was given none says what its mode says",
            sends = "GETATTR of the acl of files of mode 0640, 0755, 0604, 0070 and 0",
            accepts = "An acl from which the mode is computed",
            requirements = "6.4.2-R01",
            level = Level.SHOULD,
            needs = Need.FILES)
    void aclOfMode(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        for (int mode : new int[] {0640, 0755, 0604, 0070, 0}) {
            assertThatReply(file.set(Ops.mode(mode))).isOk();
            file.requireAclMode("on a file of mode 0" + Integer.toOctalString(mode), mode);
        }
    }

    @Check(
            id = "ACL-113",
            rule = "Only who may write the acl sets it",
            sends =
                    "SETATTR of the acl and of the mode by another user, who may read and write the"
                            + " file",
            accepts = "NFS4ERR_PERM or NFS4ERR_ACCESS; the acl is what it was",
            sections = {"6.2.1.3.1", "15.1.6.2"},
            needs = {Need.FILES, Need.USERS})
    void aclOfAnotherUser(CheckContext cx) {
        AclFile file = AclFile.file(cx, "file");
        NfsSession other = cx.newClient(cx.secondUser()).connect();
        NfsAce owner = allow(OWNER, ALL | CONTROL);
        file.require(owner, allow(EVERYONE, READ | WRITE | AceMask.READ_ATTRIBUTES));
        List<NfsAce> before = file.acl();
        for (var attributes :
                List.of(AclFile.acl(allow(EVERYONE, ALL | CONTROL)), Ops.mode(0777))) {
            assertThatReply(
                            other.compound(
                                    Ops.putFh(file.handle()),
                                    new SetAttrArgs(StateId.ANONYMOUS, attributes)))
                    .endsAt(2, NfsStatus.PERM, NfsStatus.ACCESS);
        }
        if (!file.acl().equals(before)) {
            throw new CheckFailure("acl", before.toString(), file.acl().toString());
        }
    }
}
