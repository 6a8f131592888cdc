package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.conformance.fault.Replies;
import org.nfs41.conformance.fault.Requests;
import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenAttrArgs;
import org.nfs41.xdr.op.OpenFlag;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What may go wrong with named attributes. */
public final class NamedAttributeFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "openattr-always-makes",
                        "",
                        "OPENATTR ignores createdir and makes a directory each time",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request,
                                                OpenAttrArgs.class,
                                                open -> new OpenAttrArgs(true))),
                        "NAMED-101"),
                Fault.of(
                        "named-attr-is-never-true",
                        "",
                        "the attribute named_attr is always FALSE",
                        () -> attributes(NamedAttributeFaults::withoutNamedAttributes),
                        "NAMED-101"),
                Fault.of(
                        "named-attribute-is-a-regular-file",
                        "",
                        "named attributes and their directories have the types of others",
                        () -> attributes(NamedAttributeFaults::ordinary),
                        "NAMED-102"),
                Fault.of(
                        "named-attributes-without-answer-of-their-own",
                        "",
                        "OPENATTR of a named attribute answers NFS4ERR_NOENT",
                        () ->
                                Hooks.status(
                                        Operation.OPENATTR, NfsStatus.WRONG_TYPE, NfsStatus.NOENT),
                        "NAMED-103"),
                Fault.of(
                        "create-calls-attribute-directories-none",
                        "",
                        "CREATE in a named attribute directory answers NFS4ERR_NOTDIR",
                        () ->
                                Hooks.status(
                                        Operation.CREATE, NfsStatus.WRONG_TYPE, NfsStatus.NOTDIR),
                        "NAMED-104"),
                Fault.of(
                        "rename-of-named-attributes-finds-nothing",
                        "",
                        "RENAME out of a named attribute directory answers NFS4ERR_NOENT",
                        () -> Hooks.status(Operation.RENAME, NfsStatus.XDEV, NfsStatus.NOENT),
                        "NAMED-105"),
                Fault.of(
                        "link-of-named-attributes-is-invalid",
                        "",
                        "LINK of a named attribute elsewhere answers NFS4ERR_INVAL",
                        () -> Hooks.status(Operation.LINK, NfsStatus.XDEV, NfsStatus.INVAL),
                        "NAMED-106"),
                Fault.of(
                        "attribute-directory-has-no-parent",
                        "",
                        "LOOKUPP in a named attribute directory answers NFS4ERR_NOENT",
                        () -> Hooks.operation(Operation.LOOKUPP, NamedAttributeFaults::detached),
                        "NAMED-107"),
                Fault.of(
                        "named-attribute-made-exclusively",
                        "",
                        "an exclusive OPEN in a named attribute directory is an unchecked one",
                        () ->
                                Hooks.requests(request ->
                                        Requests.change(
                                                request,
                                                OpenArgs.class,
                                                NamedAttributeFaults::notExclusive)),
                        "NAMED-108"),
                Fault.of(
                        "cutting-removes-named-attributes",
                        "",
                        "an OPEN that cuts a file removes its named attributes",
                        () -> Hooks.operation(Operation.OPEN, NamedAttributeFaults::cleaning),
                        "NAMED-109"),
                Fault.of(
                        "named-attributes-are-everybodys",
                        "",
                        "OPENATTR asks for no permission",
                        () -> Hooks.operation(Operation.OPENATTR, NamedAttributeFaults::open),
                        "NAMED-112"));
    }

    private static ServerHooks attributes(UnaryOperator<AttributeSet> change) {
        return Hooks.replies(reply ->
                Replies.change(
                        reply,
                        GetAttrResOk.class,
                        got -> new GetAttrResOk(changed(got.objAttributes(), change))));
    }

    private static FileAttributes changed(
            FileAttributes attributes, UnaryOperator<AttributeSet> change) {
        try {
            return change.apply(AttributeSet.decode(attributes)).toFileAttributes();
        } catch (XdrException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AttributeSet withoutNamedAttributes(AttributeSet set) {
        return set.contains(AttributeType.NAMED_ATTR)
                ? set.with(AttributeType.NAMED_ATTR, false)
                : set;
    }

    private static AttributeSet ordinary(AttributeSet set) {
        if (!set.contains(AttributeType.TYPE)) {
            return set;
        }
        FileType type = set.require(AttributeType.TYPE);
        FileType other = type.isDirectory() ? FileType.NF4DIR : FileType.NF4REG;
        return type.isNamedAttribute() ? set.with(AttributeType.TYPE, other) : set;
    }

    private static OperationHandler detached(OperationHandler handler) {
        return (cx, args, result) ->
                cx.requireCurrent().inode().type().equals(FileType.NF4ATTRDIR)
                        ? NfsStatus.NOENT
                        : handler.handle(cx, args, result);
    }

    private static OperationHandler open(OperationHandler handler) {
        return (cx, args, result) -> {
            FileRef object = cx.requireCurrent();
            NfsStatus status = handler.handle(cx, args, result);
            if (status.equals(NfsStatus.ACCESS)
                    && object.fileSystem()
                                    .attributeDirectory(Credentials.SUPERUSER, object.inode(), true)
                            instanceof FsResult.Ok<Inode>(Inode directory)) {
                cx.current(new FileRef(object.export(), directory));
                return NfsStatus.OK;
            }
            return status;
        };
    }

    private static OpenArgs notExclusive(OpenArgs open) {
        OpenFlag unchecked =
                new OpenFlag.Create(new CreateHow.Unchecked(AttributeSet.EMPTY.toFileAttributes()));
        boolean exclusive =
                open.openHow() instanceof OpenFlag.Create(CreateHow how)
                        && how instanceof CreateHow.Exclusive;
        return new OpenArgs(
                open.seqid(),
                open.shareAccess(),
                open.shareDeny(),
                open.owner(),
                exclusive ? unchecked : open.openHow(),
                open.claim());
    }

    private static OperationHandler cleaning(OperationHandler handler) {
        return (cx, args, result) -> {
            NfsStatus status = handler.handle(cx, args, result);
            if (status.isOk()) {
                clean(cx.requireCurrent());
            }
            return status;
        };
    }

    private static void clean(FileRef file) {
        FileSystem fs = file.fileSystem();
        Credentials root = Credentials.SUPERUSER;
        boolean plain = file.inode().type().equals(FileType.NF4REG);
        if (plain
                && fs.attributeDirectory(root, file.inode(), false)
                        instanceof FsResult.Ok<Inode>(Inode directory)) {
            List<Opaque> names = new ArrayList<>();
            fs.readDirectory(root, directory, 0, 0, (cookie, name, inode) -> names.add(name));
            names.forEach(name -> fs.remove(root, directory, name));
        }
    }
}
