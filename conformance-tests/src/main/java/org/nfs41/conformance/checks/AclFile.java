package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceMask;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.List;

/** An object whose access control list and mode a check sets and gets (RFC 8881 chapter 6). */
final class AclFile {
    static final String OWNER = "OWNER@";
    static final String GROUP = "GROUP@";
    static final String EVERYONE = "EVERYONE@";

    static final int READ = AceMask.READ_DATA;

    /** A mode has one bit for both. */
    static final int WRITE = AceMask.WRITE_DATA | AceMask.APPEND_DATA;

    static final int EXECUTE = AceMask.EXECUTE;

    /** What the owner needs to go on working with the object. */
    static final int CONTROL =
            AceMask.READ_ATTRIBUTES
                    | AceMask.WRITE_ATTRIBUTES
                    | AceMask.READ_ACL
                    | AceMask.WRITE_ACL
                    | AceMask.SYNCHRONIZE;

    private static final int PERMISSIONS = 0777;

    private final CheckContext cx;
    private final NfsSession session;
    private final FileHandle handle;

    private AclFile(CheckContext cx, FileHandle handle) {
        this.cx = cx;
        this.session = cx.session();
        this.handle = handle;
    }

    /** A new file; the check ends here when it has no attribute {@code acl}. */
    static AclFile file(CheckContext cx, String name) {
        return new AclFile(cx, cx.file(name, new byte[] {1, 2, 3, 4})).required();
    }

    /** A new directory; the check ends here when it has no attribute {@code acl}. */
    static AclFile directory(CheckContext cx, String name) {
        Reply made =
                cx.session()
                        .require(
                                Ops.putFh(cx.directory()),
                                Ops.makeDirectory(name, 0755),
                                Ops.getFh());
        return at(cx, made).required();
    }

    /** What GETFH of this reply has named. */
    static AclFile at(CheckContext cx, Reply reply) {
        return new AclFile(cx, reply.result(GetFhResOk.class).object());
    }

    private AclFile required() {
        Bitmap supported = get(Attribute.SUPPORTED_ATTRS).require(AttributeType.SUPPORTED_ATTRS);
        if (!supported.contains(Attribute.ACL) || !supported.contains(Attribute.MODE)) {
            throw cx.unsupported("there are no attributes acl and mode");
        }
        return this;
    }

    FileHandle handle() {
        return handle;
    }

    static NfsAce allow(String who, int mask) {
        return ace(AceType.ACCESS_ALLOWED, 0, mask, who);
    }

    static NfsAce deny(String who, int mask) {
        return ace(AceType.ACCESS_DENIED, 0, mask, who);
    }

    static NfsAce ace(int type, int flags, int mask, String who) {
        return new NfsAce(type, flags, mask, Opaque.utf8(who));
    }

    static FileAttributes acl(NfsAce... entries) {
        return AttributeSet.EMPTY.with(AttributeType.ACL, List.of(entries)).toFileAttributes();
    }

    AttributeSet get(int... attributes) {
        GetAttrResOk got =
                session.require(Ops.putFh(handle), Ops.getAttr(attributes))
                        .result(GetAttrResOk.class);
        try {
            return AttributeSet.decode(got.objAttributes());
        } catch (XdrException e) {
            throw new CheckFailure("attributes", "their XDR", String.valueOf(e.getMessage()));
        }
    }

    List<NfsAce> acl() {
        return get(Attribute.ACL).require(AttributeType.ACL);
    }

    int mode() {
        return get(Attribute.MODE).require(AttributeType.MODE);
    }

    Reply set(FileAttributes attributes) {
        return session.compound(Ops.putFh(handle), new SetAttrArgs(StateId.ANONYMOUS, attributes));
    }

    /** Sets a list; the check ends here when the server says that it cannot keep it. */
    void require(NfsAce... entries) {
        if (!isKept(entries)) {
            throw cx.unsupported("the server does not keep such a list");
        }
    }

    /**
     * Sets a list, which has to succeed unless the server cannot keep it (RFC 8881 section
     * 6.2.1.2).
     */
    boolean isKept(NfsAce... entries) {
        Reply reply = set(acl(entries));
        if (reply.status().equals(NfsStatus.ATTRNOTSUPP)) {
            return false;
        }
        assertThatReply(reply).because("SETATTR of the acl").isOk();
        return true;
    }

    /** Setting this list fails so, and the list stays. */
    void requireRefused(String what, NfsStatus status, NfsAce... entries) {
        List<NfsAce> before = acl();
        assertThatReply(set(acl(entries))).because(what).endsAt(2, status);
        List<NfsAce> after = acl();
        if (!after.equals(before)) {
            throw new CheckFailure(
                    "acl after a SETATTR that failed", before.toString(), after.toString());
        }
    }

    /** The nine low bits of the mode are these. */
    void requireMode(String why, int expected) {
        requireOctal("mode " + why, expected, mode() & PERMISSIONS);
    }

    /** The list amounts to these nine bits. */
    void requireAclMode(String why, int expected) {
        List<NfsAce> entries = acl();
        requireOctal(
                "mode that the acl " + entries + " amounts to " + why, expected, modeOf(entries));
    }

    private static void requireOctal(String what, int expected, int actual) {
        if (actual != expected) {
            throw new CheckFailure(
                    what,
                    "0" + Integer.toOctalString(expected),
                    "0" + Integer.toOctalString(actual));
        }
    }

    /** The computation of RFC 8881 section 6.3.2. */
    static int modeOf(List<NfsAce> entries) {
        return bits(entries, OWNER) << 6 | bits(entries, GROUP) << 3 | bits(entries, EVERYONE);
    }

    private static int bits(List<NfsAce> entries, String who) {
        int decided = 0;
        int allowed = 0;
        for (NfsAce ace : entries) {
            String subject = ace.who().utf8();
            boolean counts = subject.equals(who) || subject.equals(EVERYONE);
            boolean inForce = (ace.flag() & AceFlags.INHERIT_ONLY) == 0;
            if (counts && inForce && ace.type() <= AceType.ACCESS_DENIED) {
                boolean allows = ace.type() == AceType.ACCESS_ALLOWED;
                allowed |= allows ? ace.accessMask() & ~decided : 0;
                decided |= ace.accessMask();
            }
        }
        return ((allowed & READ) != 0 ? 4 : 0)
                | ((allowed & WRITE) == WRITE ? 2 : 0)
                | ((allowed & EXECUTE) != 0 ? 1 : 0);
    }
}
