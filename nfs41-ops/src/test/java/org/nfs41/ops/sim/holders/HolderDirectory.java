package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LinkResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RemoveResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.RenameResOk;
import org.nfs41.xdr.op.SaveFhArgs;

import java.util.ArrayList;
import java.util.List;

/** What a client does with the names of the directory. */
final class HolderDirectory {
    private static final int NAMES = 4;

    private final Holder holder;
    private final World world;
    private final Names names;

    HolderDirectory(Holder holder) {
        this.holder = holder;
        world = holder.world;
        names = holder.names;
    }

    /** Asks for a delegation of it, and sometimes to be told of changes. */
    void delegation() {
        boolean mirrored = world.below(2) == 0;
        GetDirDelegationArgs ask =
                new GetDirDelegationArgs(
                        false,
                        mirrored ? Mirror.TYPES : Bitmap.EMPTY,
                        new NfsTime(0, 0),
                        new NfsTime(0, 0),
                        Bitmap.EMPTY,
                        Bitmap.EMPTY);
        holder.perform(
                List.of(
                        new PutRootFhArgs(),
                        ask,
                        new GetFhArgs(),
                        new ReadDirArgs(0, 0, 0, 8000, Bitmap.EMPTY)),
                reply -> {
                    if (HolderIo.last(reply) instanceof ReadDirResOk listing
                            && reply.results().get(2)
                                    instanceof
                                    GetDirDelegationRes(GetDirDelegationResNonFatal.Granted granted)
                            && reply.results().get(3) instanceof GetFhResOk(FileHandle root)) {
                        holder.replied(granted.stateId());
                        holder.given(
                                granted.stateId(), DelegationKind.DIRECTORY, root, Seen.NOTHING);
                        Held one = holder.held.get(granted.stateId());
                        if (one != null && !granted.notification().isEmpty()) {
                            holder.calls.mirrors(one, new Mirror(holder, listing.entries()));
                        }
                    }
                });
    }

    /** Changes names. */
    void rearrange() {
        Opaque from = name();
        Opaque to = name();
        List<FileHandle> files = new ArrayList<>(holder.files.values());
        List<ArgOp> ops =
                switch (world.below(4)) {
                    case 0 -> List.of(new PutRootFhArgs(), new RemoveArgs(from));
                    case 1 ->
                            files.isEmpty()
                                    ? List.of(new PutRootFhArgs(), new RemoveArgs(from))
                                    : List.of(
                                            new PutFhArgs(files.get(world.below(files.size()))),
                                            new SaveFhArgs(),
                                            new PutRootFhArgs(),
                                            new LinkArgs(to));
                    default ->
                            List.of(
                                    new PutRootFhArgs(),
                                    new SaveFhArgs(),
                                    new RenameArgs(from, to));
                };
        holder.changes(SimFiles.DIRECTORY);
        holder.perform(
                ops,
                reply -> {
                    holder.changed(SimFiles.DIRECTORY);
                    ChangeInfo change =
                            switch (HolderIo.last(reply)) {
                                case RemoveResOk removed -> removed.cinfo();
                                case RenameResOk renamed -> renamed.targetCinfo();
                                case LinkResOk linked -> linked.cinfo();
                                case null, default -> null;
                            };
                    if (change != null) {
                        names.changed(change.after());
                    }
                });
    }

    /** One of the names that there may be. */
    Opaque name() {
        return Opaque.utf8("name" + world.below(NAMES));
    }
}
