package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.World;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a client does of its own accord, and what it finds in doing so. */
final class HolderActs {
    /** What OPEN may say of delegations. */
    private static final int[] WANTS = {
        OpenShare.ACCESS_WANT_NO_PREFERENCE,
        OpenShare.ACCESS_WANT_NO_PREFERENCE,
        OpenShare.ACCESS_WANT_READ_DELEG,
        OpenShare.ACCESS_WANT_WRITE_DELEG,
        OpenShare.ACCESS_WANT_WRITE_DELEG,
        OpenShare.ACCESS_WANT_ANY_DELEG,
        OpenShare.ACCESS_WANT_NO_DELEG
    };

    private final Holder holder;
    private final World world;
    private final Names names;
    private final HolderIo io;
    private final HolderCache cache;
    private final HolderDirectory directory;

    HolderActs(Holder holder) {
        this.holder = holder;
        world = holder.world;
        names = holder.names;
        io = new HolderIo(holder);
        cache = new HolderCache(holder, io);
        directory = new HolderDirectory(holder);
    }

    /** Does something, whatever chance will have. */
    void act() {
        switch (world.below(14)) {
            case 0, 1, 2 -> open(OpenShare.ACCESS_READ);
            case 3, 4 -> open(OpenShare.ACCESS_BOTH);
            case 5 -> some(this::want);
            case 6 -> directory.delegation();
            case 7 -> some(handle -> io.write(handle, StateId.ANONYMOUS, () -> {}));
            case 8 -> some(handle -> io.read(handle, StateId.ANONYMOUS, null));
            case 9 -> some(io::setAttributes);
            case 10, 11 -> some(io::attributes);
            case 12 -> directory.rearrange();
            default -> anyHeld(holder.returns::giveBack);
        }
        for (int i = 0; i < 3; i++) {
            anyHeld(cache::use);
        }
    }

    private void some(Consumer<FileHandle> action) {
        List<FileHandle> files = new ArrayList<>(holder.files.values());
        if (!files.isEmpty()) {
            action.accept(files.get(world.below(files.size())));
        }
    }

    private void anyHeld(Consumer<Held> action) {
        List<Held> held = new ArrayList<>(holder.held.values());
        if (!held.isEmpty()) {
            action.accept(held.get(world.below(held.size())));
        }
    }

    private void open(int access) {
        int want = WANTS[world.below(WANTS.length)];
        if (world.below(3) == 0
                && want != OpenShare.ACCESS_WANT_NO_PREFERENCE
                && want != OpenShare.ACCESS_WANT_NO_DELEG) {
            want |= OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED;
        }
        boolean create = world.below(2) == 0;
        OpenFlag how =
                create
                        ? new OpenFlag.Create(
                                new CreateHow.Unchecked(AttributeSet.EMPTY.toFileAttributes()))
                        : new OpenFlag.NoCreate();
        OpenArgs open =
                new OpenArgs(
                        0,
                        access | want,
                        OpenShare.DENY_NONE,
                        new OpenOwner(0, Opaque.utf8("owner" + world.below(2))),
                        how,
                        new OpenClaim.Null(directory.name()));
        if (create) {
            holder.changes(SimFiles.DIRECTORY);
        }
        holder.perform(
                List.of(new PutRootFhArgs(), open, new GetFhArgs(), Seen.ASK),
                reply -> {
                    if (create) {
                        holder.changed(SimFiles.DIRECTORY);
                    }
                    opened(reply, access);
                });
    }

    private void opened(@Nullable CompoundRes reply, int access) {
        if (reply == null
                || reply.results().size() < 4
                || !(reply.results().get(2) instanceof OpenResOk open)
                || !(reply.results().get(3) instanceof GetFhResOk(FileHandle handle))) {
            return;
        }
        names.changed(open.cinfo().after());
        holder.files.put(Wiretap.fileOf(handle), handle);
        holder.given(
                open.delegation(),
                handle,
                HolderIo.last(reply) instanceof GetAttrResOk attributes
                        ? Seen.of(attributes)
                        : Seen.NOTHING);
        // as it is when it is used, whatever other opens of the owner have made of it
        StateId id = open.stateId().withSeqid(0);
        if (access == OpenShare.ACCESS_BOTH && world.below(3) != 0) {
            holder.opens.put(id, handle);
            io.write(handle, id, () -> holder.close(handle, id));
        } else {
            io.read(handle, id, null);
            holder.closesLater(handle, id);
        }
    }

    private void want(FileHandle handle) {
        int want =
                world.below(2) == 0
                        ? OpenShare.ACCESS_WANT_READ_DELEG
                        : OpenShare.ACCESS_WANT_WRITE_DELEG;
        want |= world.below(2) == 0 ? OpenShare.ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED : 0;
        long file = Wiretap.fileOf(handle);
        holder.asks(file);
        holder.perform(
                List.of(
                        new PutFhArgs(handle),
                        new WantDelegationArgs(want, new DelegClaim.Fh()),
                        Seen.ASK),
                reply -> {
                    holder.asked(file, HolderIo.last(reply) instanceof GetAttrResOk);
                    if (reply != null
                            && reply.results().size() == 4
                            && reply.results().get(2) instanceof WantDelegationResOk wanted
                            && HolderIo.last(reply) instanceof GetAttrResOk attributes) {
                        holder.given(wanted.delegation(), handle, Seen.of(attributes));
                    }
                });
    }
}
