package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/** What a client has the server do with files, and what it finds in doing so. */
final class HolderIo {
    private final Holder holder;
    private final World world;
    private final Content content;

    HolderIo(Holder holder) {
        this.holder = holder;
        world = holder.world;
        content = holder.content;
    }

    /** The last result of a reply, if there is one. */
    static @Nullable ResOp last(@Nullable CompoundRes reply) {
        return reply == null ? null : reply.results().getLast();
    }

    /** Reads; what is read is kept under a delegation if there is one. */
    void read(FileHandle handle, StateId id, @Nullable Held keeper) {
        long file = Wiretap.fileOf(handle);
        Held own = holder.of(file);
        if (own != null && own.dirty != null) {
            return;
        }
        long askedAt = world.schedule.now();
        int generation = holder.generation(file);
        holder.perform(
                List.of(new PutFhArgs(handle), new ReadArgs(id, 0, Long.BYTES)),
                reply -> {
                    if (last(reply) instanceof ReadResOk(boolean eof, Opaque data)) {
                        long value = data.isEmpty() ? 0 : data.longAt(0);
                        Held now = holder.of(file);
                        if (now != null && now.words >= 0) {
                            now.words = Math.max(now.words, value);
                        }
                        if (now == null || now.dirty == null) {
                            content.read(file, value, askedAt, holder);
                        }
                        if (keeper != null && holder.held.get(keeper.id) == keeper) {
                            holder.keep(keeper, value, generation);
                        }
                    }
                });
    }

    /** Writes, unless it may have written what the server does not know of. */
    void write(FileHandle handle, StateId id, Runnable then) {
        long file = Wiretap.fileOf(handle);
        if (knowsBetter(file)) {
            then.run();
            return;
        }
        Content.Write write = content.begin(file, false);
        change(
                file,
                write,
                List.of(
                        new PutFhArgs(handle),
                        new WriteArgs(id, 0, StableHow.FILE_SYNC, HolderReturns.data(write))),
                then);
    }

    /** Cuts a file, or makes it longer. */
    void setAttributes(FileHandle handle) {
        long file = Wiretap.fileOf(handle);
        if (knowsBetter(file)) {
            return;
        }
        Content.Write write = content.begin(file, true);
        FileAttributes size =
                AttributeSet.EMPTY
                        .with(AttributeType.SIZE, write.value * Long.BYTES)
                        .toFileAttributes();
        change(
                file,
                write,
                List.of(new PutFhArgs(handle), new SetAttrArgs(StateId.ANONYMOUS, size)),
                () -> {});
    }

    private void change(long file, Content.Write write, List<ArgOp> ops, Runnable then) {
        holder.changes(file);
        holder.perform(
                ops,
                reply -> {
                    holder.changed(file);
                    if (reply != null && reply.status().isOk()) {
                        content.done(write);
                        Held now = holder.of(file);
                        if (now != null && now.words >= 0) {
                            now.words = Math.max(now.words, write.value);
                        }
                    }
                    then.run();
                });
    }

    /** Asks what a file is like. */
    void attributes(FileHandle handle) {
        long file = Wiretap.fileOf(handle);
        long askedAt = holder.asks(file);
        boolean knewBetter = knowsBetter(file) || holder.ledger.isStillToBeReclaimed(file);
        holder.perform(
                List.of(new PutFhArgs(handle), Seen.ASK),
                reply -> {
                    holder.asked(file, last(reply) instanceof GetAttrResOk);
                    boolean comparable = !knewBetter && !knowsBetter(file);
                    if (last(reply) instanceof GetAttrResOk attributes && comparable) {
                        long words = Seen.of(attributes).words();
                        content.size(file, words * Long.BYTES, askedAt, holder);
                    }
                });
    }

    /** Whether it may have written what the server does not know of. */
    private boolean knowsBetter(long file) {
        Held own = holder.of(file);
        return own != null && own.kind == DelegationKind.WRITE;
    }
}
