package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.World;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.ChangeInfo;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.DelegClaim;
import org.nfs41.xdr.op.GetAttrResOk;
import org.nfs41.xdr.op.GetDirDelegationArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.LinkResOk;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RemoveResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.RenameResOk;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WantDelegationArgs;
import org.nfs41.xdr.op.WantDelegationResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a client does of its own accord, and what it finds in doing so. */
final class HolderActs {
    private static final int NAMES = 4;

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
    private final Content content;

    HolderActs(Holder holder) {
        this.holder = holder;
        world = holder.world;
        names = holder.names;
        content = holder.content;
    }

    /** Does something, whatever chance will have. */
    void act() {
        switch (world.below(14)) {
            case 0, 1, 2 -> open(OpenShare.ACCESS_READ);
            case 3, 4 -> open(OpenShare.ACCESS_BOTH);
            case 5 -> some(this::want);
            case 6 -> directory();
            case 7 -> some(handle -> write(handle, StateId.ANONYMOUS, () -> {}));
            case 8 -> some(handle -> read(handle, StateId.ANONYMOUS, null));
            case 9 -> some(this::setAttributes);
            case 10, 11 -> some(this::attributes);
            case 12 -> rearrange();
            default -> anyHeld(holder.returns::giveBack);
        }
        for (int i = 0; i < 3; i++) {
            anyHeld(this::use);
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

    /** Uses a delegation without asking the server. */
    private void use(Held one) {
        if (one.returning || one.mirror != null || holder.isChanging(one.file)) {
            return;
        }
        boolean inForce = holder.ledger.isInForce(one.id);
        if (!inForce) {
            world.happened(Incident.LATE_USE);
        }
        if (one.kind == DelegationKind.WRITE && world.below(2) == 0) {
            holdBack(one, inForce);
        } else if (!one.cached) {
            fill(one);
        } else if (inForce && one.kind == DelegationKind.DIRECTORY) {
            world.happened(Incident.CACHED_LOOKUP);
            names.seen(one.value, names.newest(), holder);
        } else if (inForce) {
            world.happened(Incident.CACHED_READ);
            content.read(one.file, one.value, world.schedule.now(), holder);
        }
    }

    private void holdBack(Held one, boolean inForce) {
        Content.Write write = content.begin(one.file, false);
        if (inForce) {
            world.happened(Incident.HELD_WRITE);
            content.heldBack(one.id, write);
        }
        one.dirty = write;
        one.written = true;
        one.cached = true;
        one.value = write.value;
        if (world.below(4) == 0) {
            holder.returns.flush(one, () -> {});
        }
    }

    private void fill(Held one) {
        if (one.kind == DelegationKind.DIRECTORY) {
            long least = names.newest();
            int generation = holder.generation(one.file);
            holder.perform(
                    List.of(new PutRootFhArgs(), Seen.ASK),
                    reply -> {
                        if (last(reply) instanceof GetAttrResOk attributes) {
                            long change = Seen.of(attributes).change();
                            names.seen(change, least, holder);
                            keep(one, change, generation);
                        }
                    });
        } else {
            read(one.handle, one.id, one);
        }
    }

    private void keep(Held one, long value, int generation) {
        if (!one.cached && !one.returning && holder.generation(one.file) == generation) {
            one.cached = true;
            one.value = value;
        }
    }

    private static @Nullable ResOp last(@Nullable CompoundRes reply) {
        return reply == null ? null : reply.results().getLast();
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
                        new OpenClaim.Null(name()));
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
                last(reply) instanceof GetAttrResOk attributes
                        ? Seen.of(attributes)
                        : Seen.NOTHING);
        // as it is when it is used, whatever other opens of the owner have made of it
        StateId id = open.stateId().withSeqid(0);
        holder.opens.put(id, handle);
        if (access == OpenShare.ACCESS_BOTH && world.below(3) != 0) {
            write(handle, id, () -> close(handle, id));
        } else {
            read(handle, id, null);
            world.schedule.after(world.between(0, 3000), () -> close(handle, id));
        }
    }

    private void close(FileHandle handle, StateId id) {
        if (holder.opens.remove(id) != null) {
            holder.insist(List.of(new PutFhArgs(handle), new CloseArgs(0, id)), reply -> {});
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
                    holder.asked(file, last(reply) instanceof GetAttrResOk);
                    if (reply != null
                            && reply.results().size() == 4
                            && reply.results().get(2) instanceof WantDelegationResOk wanted
                            && last(reply) instanceof GetAttrResOk attributes) {
                        holder.given(wanted.delegation(), handle, Seen.of(attributes));
                    }
                });
    }

    private void directory() {
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
                    if (last(reply) instanceof ReadDirResOk listing
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
                            keep(keeper, value, generation);
                        }
                    }
                });
    }

    private void write(FileHandle handle, StateId id, Runnable then) {
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

    private void setAttributes(FileHandle handle) {
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

    private void attributes(FileHandle handle) {
        long file = Wiretap.fileOf(handle);
        long askedAt = holder.asks(file);
        boolean knewBetter = knowsBetter(file);
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

    /** Changes names. */
    private void rearrange() {
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
                            switch (last(reply)) {
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

    private Opaque name() {
        return Opaque.utf8("name" + world.below(NAMES));
    }
}
