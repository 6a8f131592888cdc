package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.AceFlags;
import org.nfs41.xdr.AceType;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.AccessFlags;
import org.nfs41.xdr.op.AccessResOk;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.SetAttrRes;

import java.util.List;
import java.util.function.UnaryOperator;

/** What may go wrong with access control lists. */
public final class AclFaults implements FaultGroup {
    private static final int INHERITANCE =
            AceFlags.FILE_INHERIT
                    | AceFlags.DIRECTORY_INHERIT
                    | AceFlags.NO_PROPAGATE_INHERIT
                    | AceFlags.INHERIT_ONLY;

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "aclsupport-without-deny",
                        "",
                        "aclsupport says that entries that deny are not supported",
                        () -> attributes(AclFaults::allowOnly),
                        "ACL-100"),
                Fault.of(
                        "acl-loses-its-denials",
                        "",
                        "SETATTR of an acl leaves out what denies",
                        () -> entries(list -> list.stream().filter(AclFaults::allows).toList()),
                        "ACL-101",
                        "ACL-102",
                        "ACL-107"),
                Fault.of(
                        "acl-is-evaluated-backwards",
                        "",
                        "the last entry decides instead of the first",
                        () -> entries(List::reversed),
                        "ACL-102",
                        "ACL-107"),
                Fault.of(
                        "mode-is-not-that-of-the-acl",
                        "",
                        "GETATTR shows the mode 0644 beside any acl",
                        () -> attributes(AclFaults::fixedMode),
                        "ACL-102",
                        "ACL-103",
                        "ACL-123"),
                Fault.of(
                        "mode-leaves-the-acl",
                        "",
                        "GETATTR shows an acl that knows nothing of the mode",
                        () -> attributes(AclFaults::fixedAcl),
                        "ACL-103",
                        "ACL-112",
                        "ACL-123"),
                Fault.of(
                        "mode-wins-over-acl",
                        "",
                        "SETATTR of both sets the mode last",
                        () -> set(AclFaults::withoutAclBesideMode),
                        "ACL-104"),
                Fault.of(
                        "audit-entries-are-taken-for-others",
                        "",
                        "entries of types that are not supported allow",
                        () -> each(ace -> new NfsAce(0, 0, ace.accessMask(), ace.who())),
                        "ACL-105",
                        "ACL-106"),
                Fault.of(
                        "access-knows-no-acl",
                        "",
                        "ACCESS grants to read and write whatever the acl says",
                        AclFaults::everythingGranted,
                        "ACL-107",
                        "ACL-108"),
                Fault.of(
                        "named-users-are-everyone",
                        "",
                        "an entry for a user is one for EVERYONE@",
                        () -> each(AclFaults::everyones),
                        "ACL-109",
                        "ACL-110"),
                Fault.of(
                        "group-flag-matters-on-special-names",
                        "",
                        "SETATTR refuses IDENTIFIER_GROUP on OWNER@",
                        () -> each(AclFaults::noSuchGroup),
                        "ACL-111"),
                Fault.of(
                        "acl-is-refused-by-another-error",
                        "",
                        "SETATTR by who may not answers NFS4ERR_INVAL",
                        AclFaults::invalidInsteadOfPerm,
                        "ACL-113"),
                Fault.of(
                        "nothing-is-inherited",
                        "",
                        "SETATTR clears the flags of inheritance",
                        () -> each(ace -> withFlags(ace, ace.flag() & ~INHERITANCE)),
                        "ACL-106",
                        "ACL-120"),
                Fault.of(
                        "entries-for-files-affect-directories",
                        "",
                        "no entry of an acl has INHERIT_ONLY",
                        () -> attributes(AclFaults::withoutInheritOnly),
                        "ACL-121"),
                Fault.of(
                        "inherited-once-is-inherited-ever",
                        "",
                        "SETATTR clears NO_PROPAGATE_INHERIT",
                        () ->
                                each(ace ->
                                        withFlags(
                                                ace, ace.flag() & ~AceFlags.NO_PROPAGATE_INHERIT)),
                        "ACL-122"));
    }

    /** Changes what SETATTR sets. */
    private static ServerHooks set(UnaryOperator<AttributeSet> change) {
        return Hooks.requests(request ->
                Requests.change(
                        request,
                        SetAttrArgs.class,
                        args ->
                                new SetAttrArgs(
                                        args.stateId(), changed(args.objAttributes(), change))));
    }

    private static ServerHooks entries(UnaryOperator<List<NfsAce>> change) {
        return set(attributes -> {
            List<NfsAce> list = attributes.get(AttributeType.ACL);
            return list == null
                    ? attributes
                    : attributes.with(AttributeType.ACL, change.apply(list));
        });
    }

    private static ServerHooks each(UnaryOperator<NfsAce> change) {
        return entries(list -> list.stream().map(change).toList());
    }

    /** Changes what GETATTR returns. */
    private static ServerHooks attributes(UnaryOperator<AttributeSet> change) {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        GetAttrResOk.class,
                        ok -> new GetAttrResOk(changed(ok.objAttributes(), change))));
    }

    private static FileAttributes changed(
            FileAttributes attributes, UnaryOperator<AttributeSet> change) {
        try {
            return change.apply(AttributeSet.decode(attributes)).toFileAttributes();
        } catch (XdrException e) {
            return attributes;
        }
    }

    private static boolean allows(NfsAce ace) {
        return ace.type() == AceType.ACCESS_ALLOWED;
    }

    private static AttributeSet allowOnly(AttributeSet attributes) {
        return attributes.contains(AttributeType.ACLSUPPORT)
                ? attributes.with(AttributeType.ACLSUPPORT, 1)
                : attributes;
    }

    private static AttributeSet fixedMode(AttributeSet attributes) {
        return attributes.contains(AttributeType.MODE)
                ? attributes.with(AttributeType.MODE, 0644)
                : attributes;
    }

    private static AttributeSet fixedAcl(AttributeSet attributes) {
        return attributes.contains(AttributeType.ACL)
                ? attributes.with(AttributeType.ACL, List.of())
                : attributes;
    }

    private static AttributeSet withoutAclBesideMode(AttributeSet attributes) {
        Integer mode = attributes.get(AttributeType.MODE);
        return mode != null && attributes.contains(AttributeType.ACL)
                ? AttributeSet.EMPTY.with(AttributeType.MODE, mode)
                : attributes;
    }

    private static AttributeSet withoutInheritOnly(AttributeSet attributes) {
        List<NfsAce> list = attributes.get(AttributeType.ACL);
        return list == null
                ? attributes
                : attributes.with(
                        AttributeType.ACL,
                        list.stream()
                                .map(ace -> withFlags(ace, ace.flag() & ~AceFlags.INHERIT_ONLY))
                                .toList());
    }

    private static NfsAce withFlags(NfsAce ace, int flags) {
        return new NfsAce(ace.type(), flags, ace.accessMask(), ace.who());
    }

    private static NfsAce everyones(NfsAce ace) {
        return ace.who().utf8().endsWith("@")
                ? ace
                : new NfsAce(ace.type(), ace.flag(), ace.accessMask(), Opaque.utf8("EVERYONE@"));
    }

    private static NfsAce noSuchGroup(NfsAce ace) {
        return (ace.flag() & AceFlags.IDENTIFIER_GROUP) == 0
                ? ace
                : new NfsAce(
                        ace.type(),
                        ace.flag(),
                        ace.accessMask(),
                        Opaque.utf8("no-such-group@no-such-domain.invalid"));
    }

    private static ServerHooks invalidInsteadOfPerm() {
        return Hooks.replies(reply ->
                Replies.endsWith(reply, Operation.SETATTR, NfsStatus.PERM)
                                || Replies.endsWith(reply, Operation.SETATTR, NfsStatus.ACCESS)
                        ? Replies.endWith(reply, new SetAttrRes(NfsStatus.INVAL, Bitmap.EMPTY))
                        : reply);
    }

    private static ServerHooks everythingGranted() {
        int all = AccessFlags.READ | AccessFlags.MODIFY | AccessFlags.EXTEND;
        return Hooks.replies((CompoundRes reply) ->
                Replies.change(
                        reply,
                        AccessResOk.class,
                        ok -> new AccessResOk(ok.supported(), ok.supported() & all)));
    }
}
