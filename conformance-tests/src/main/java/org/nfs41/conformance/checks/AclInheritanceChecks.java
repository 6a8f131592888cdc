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
import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;

import java.util.List;

/**
 * What new objects get from the access control list of their directory (RFC 8881 section 6.4.3).
 */
final class AclInheritanceChecks {
    private static final int ALL = READ | WRITE | EXECUTE;
    private static final int ONWARD = AceFlags.FILE_INHERIT | AceFlags.DIRECTORY_INHERIT;
    private static final FileAttributes NOTHING = new FileAttributes(Bitmap.EMPTY, Opaque.EMPTY);

    @Check(
            id = "ACL-120",
            rule = "A new file inherits what files are to inherit, and nothing else",
            sends =
                    "In a directory whose acl has entries for files, for directories and for"
                            + " itself: OPEN that creates without attributes; GETATTR of the acl",
            accepts = "The entries for files, without inheritance flags",
            requirements = {"6.4.3-R07", "6.4.3.1-R01"},
            level = Level.SHOULD,
            needs = Need.FILES)
    void fileInherits(CheckContext cx) {
        AclFile directory = AclFile.directory(cx, "directory");
        directory.require(
                allow(OWNER, ALL | CONTROL),
                allow(EVERYONE, READ),
                inherited(AceFlags.FILE_INHERIT, ALL | CONTROL, OWNER),
                inherited(AceFlags.FILE_INHERIT, READ | WRITE, GROUP),
                inherited(AceFlags.DIRECTORY_INHERIT, ALL, EVERYONE));
        AclFile made = open(cx, directory, NOTHING);
        made.requireMode("that is inherited", 0760);
        made.requireAclMode("that is inherited", 0760);
        for (NfsAce entry : made.acl()) {
            if ((entry.flag() & (ONWARD | AceFlags.INHERIT_ONLY)) != 0) {
                throw new CheckFailure(
                        "flags of the acl of a file", "none of inheritance", entry.toString());
            }
        }
    }

    @Check(
            id = "ACL-121",
            rule = "A new directory is not affected by what is for files only",
            sends =
                    "In a directory whose acl has an entry for files: CREATE of a directory without"
                            + " attributes; GETATTR of its acl; OPEN that creates a file in it",
            accepts = "The entry with INHERIT_ONLY, if it is inherited at all; then on the file",
            requirements = "6.4.3.1-R02",
            sections = "6.2.1.4.1",
            needs = Need.FILES)
    void directoryPassesOn(CheckContext cx) {
        AclFile directory = AclFile.directory(cx, "directory");
        directory.require(
                allow(OWNER, ALL | CONTROL),
                ace(0, ONWARD, ALL | CONTROL, OWNER),
                ace(0, AceFlags.FILE_INHERIT, READ, EVERYONE));
        AclFile made = create(cx, directory, NOTHING);
        List<NfsAce> passed =
                made.acl().stream()
                        .filter(entry -> (entry.flag() & AceFlags.FILE_INHERIT) != 0)
                        .filter(entry -> (entry.flag() & AceFlags.DIRECTORY_INHERIT) == 0)
                        .toList();
        if (passed.isEmpty()) {
            cx.warn("a new directory does not inherit what the files in it are to inherit");
            return;
        }
        for (NfsAce entry : passed) {
            if ((entry.flag() & AceFlags.INHERIT_ONLY) == 0) {
                throw new CheckFailure(
                        "entry for files on a new directory", "INHERIT_ONLY", entry.toString());
            }
        }
        made.requireMode("of the new directory", 0700);
        open(cx, made, NOTHING).requireMode("of a file in it", 0744);
    }

    @Check(
            id = "ACL-122",
            rule = "What is inherited once is not passed on",
            sends =
                    "In a directory whose acl has an entry with NO_PROPAGATE_INHERIT: CREATE of a"
                            + " directory without attributes; GETATTR of its acl",
            accepts = "No entry that would be inherited",
            sections = {"6.2.1.4.1", "6.4.3.1"},
            needs = Need.FILES)
    void inheritedOnce(CheckContext cx) {
        AclFile directory = AclFile.directory(cx, "directory");
        int once = ONWARD | AceFlags.NO_PROPAGATE_INHERIT;
        directory.require(
                allow(OWNER, ALL | CONTROL),
                ace(0, once, ALL | CONTROL, OWNER),
                ace(0, once, READ, EVERYONE));
        for (NfsAce entry : create(cx, directory, NOTHING).acl()) {
            if ((entry.flag() & ONWARD) != 0) {
                throw new CheckFailure(
                        "acl of the new directory", "no entry to be inherited", entry.toString());
            }
        }
    }

    @Check(
            id = "ACL-123",
            rule = "The mode of a creation is applied to what is inherited",
            sends =
                    "In a directory whose acl lets everybody inherit everything: OPEN that creates"
                            + " with mode 0640, CREATE of a directory with mode 0750",
            accepts = "These modes, and acls from which they are computed",
            requirements = "6.4.3-R01",
            needs = Need.FILES)
    void modeOfCreation(CheckContext cx) {
        AclFile directory = AclFile.directory(cx, "directory");
        directory.require(
                allow(OWNER, ALL | CONTROL),
                ace(0, ONWARD, ALL | CONTROL, OWNER),
                ace(0, ONWARD, ALL, EVERYONE));
        AclFile file = open(cx, directory, Ops.mode(0640));
        file.requireMode("of the OPEN", 0640);
        file.requireAclMode("after OPEN with a mode", 0640);
        AclFile made = create(cx, directory, Ops.mode(0750));
        made.requireMode("of the CREATE", 0750);
        made.requireAclMode("after CREATE with a mode", 0750);
    }

    @Check(
            id = "ACL-124",
            rule = "The acl of a creation is set instead of what is inherited",
            sends =
                    "In a directory whose acl lets everybody inherit everything: OPEN that creates"
                            + " with an acl for OWNER@; GETATTR",
            accepts = "That acl, and the mode that it amounts to",
            requirements = "6.4.3-R02",
            level = Level.SHOULD,
            needs = Need.FILES)
    void aclOfCreation(CheckContext cx) {
        AclFile directory = AclFile.directory(cx, "directory");
        directory.require(allow(OWNER, ALL | CONTROL), ace(0, ONWARD, ALL, EVERYONE));
        AclFile file = open(cx, directory, AclFile.acl(allow(OWNER, READ | WRITE | CONTROL)));
        file.requireMode("of the acl of the OPEN", 0600);
        file.requireAclMode("of the OPEN", 0600);
    }

    private static NfsAce inherited(int flags, int mask, String who) {
        return ace(0, flags | AceFlags.INHERIT_ONLY, mask, who);
    }

    private static AclFile open(CheckContext cx, AclFile directory, FileAttributes attributes) {
        OpenFlag how = new OpenFlag.Create(new CreateHow.Guarded(attributes));
        int access = OpenShare.ACCESS_READ | OpenShare.ACCESS_WANT_NO_DELEG;
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putFh(directory.handle()),
                                Ops.open("new-file", "owner", access, how),
                                Ops.getFh());
        assertThatReply(reply).because("OPEN that creates").isOk();
        return AclFile.at(cx, reply);
    }

    private static AclFile create(CheckContext cx, AclFile directory, FileAttributes attributes) {
        CreateType type = new CreateType.Plain(FileType.NF4DIR);
        Reply reply =
                cx.session()
                        .compound(
                                Ops.putFh(directory.handle()),
                                new CreateArgs(type, Opaque.utf8("new-directory"), attributes),
                                Ops.getFh());
        assertThatReply(reply).because("CREATE of a directory").isOk();
        return AclFile.at(cx, reply);
    }
}
