package org.nfs41.conformance.checks;

import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SetAttrArgs;

/** Directories of a check, and what changes them. */
final class Directories {
    private static final String DIR = "dir";
    private static final String OLD = "old";

    private Directories() {}

    /** A directory with one file in it, and a holder who wants to be told of its entries. */
    static DirectoryHolder holderOf(CheckContext cx) {
        return DirectoryHolder.of(cx, withOldFile(cx, DIR), DirectoryHolder.ENTRIES);
    }

    /** A new directory of this name with the file {@code old} in it. */
    static FileHandle withOldFile(CheckContext cx, String name) {
        FileHandle directory = DirectoryHolder.make(cx, name);
        cx.session().require(Ops.putFh(directory), create(OLD));
        return directory;
    }

    /** OPEN that makes a file in the current directory. */
    static ArgOp create(String name) {
        return Ops.open(
                name,
                "maker",
                OpenShare.ACCESS_BOTH | OpenShare.ACCESS_WANT_NO_DELEG,
                new OpenFlag.Create(new CreateHow.Unchecked(Ops.mode(0666))));
    }

    /** What makes a directory in another one. */
    static ArgOp[] make(FileHandle directory, String name) {
        return new ArgOp[] {Ops.putFh(directory), Ops.makeDirectory(name, 0777)};
    }

    /** What removes an entry. */
    static ArgOp[] remove(FileHandle directory, String name) {
        return new ArgOp[] {Ops.putFh(directory), Ops.remove(name)};
    }

    /** What renames an entry, within a directory or from one to another. */
    static ArgOp[] rename(FileHandle from, String old, FileHandle to, String name) {
        return new ArgOp[] {
            Ops.putFh(from),
            Ops.saveFh(),
            Ops.putFh(to),
            new RenameArgs(Opaque.utf8(old), Opaque.utf8(name))
        };
    }

    /** What gives an object other permissions. */
    static ArgOp[] setMode(FileHandle file, int mode) {
        return new ArgOp[] {Ops.putFh(file), new SetAttrArgs(StateId.ANONYMOUS, Ops.mode(mode))};
    }
}
