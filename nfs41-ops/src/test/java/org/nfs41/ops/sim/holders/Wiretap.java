package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.sim.World;
import org.nfs41.state.callback.RequestId;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.state.deleg.Interference;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundArgs;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetDirDelegationRes;
import org.nfs41.xdr.op.GetDirDelegationResNonFatal;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.ResOp;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.SequenceArgs;
import org.nfs41.xdr.op.SequenceResOk;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.TestStateIdResOk;
import org.nfs41.xdr.op.WantDelegationResOk;
import org.nfs41.xdr.op.WriteArgs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** Sees every request with its reply as they pass the server's door, and tells the ledger. */
final class Wiretap {
    private final World world;
    private final Ledger ledger;
    private final ToLongFunction<Opaque> named;
    private final Set<RequestId> seen = new HashSet<>();

    /**
     * A tap.
     *
     * @param named which file has a name, or 0
     */
    Wiretap(World world, Ledger ledger, ToLongFunction<Opaque> named) {
        this.world = world;
        this.ledger = ledger;
        this.named = named;
    }

    /** What the names in a request stand for before it is executed. */
    Map<Opaque, Long> names(CompoundArgs request) {
        Map<Opaque, Long> found = new HashMap<>();
        for (ArgOp op : request.ops()) {
            switch (op) {
                case RemoveArgs(Opaque name) -> found.put(name, named.applyAsLong(name));
                case RenameArgs(Opaque from, Opaque to) -> {
                    found.put(from, named.applyAsLong(from));
                    found.put(to, named.applyAsLong(to));
                }
                case OpenArgs open when open.claim() instanceof OpenClaim.Null(Opaque name) ->
                        found.put(name, named.applyAsLong(name));
                default -> {}
            }
        }
        return found;
    }

    /** A request that came at {@code at} has been executed, or answered as it was before. */
    void executed(CompoundArgs request, CompoundRes reply, long at, Map<Opaque, Long> names) {
        List<ResOp> results = reply.results();
        ArgOp first = request.ops().getFirst();
        if (first instanceof SequenceArgs sequence) {
            Party party = ledger.party(sequence.sessionId());
            RequestId id =
                    new RequestId(sequence.sessionId(), sequence.slotId(), sequence.sequenceId());
            if (party != null && results.getFirst() instanceof SequenceResOk told && seen.add(id)) {
                ledger.renewed(party, at, told.statusFlags());
                new Walk(party, at, names).over(request.ops(), results);
            }
            return;
        }
        switch (first) {
            case ExchangeIdArgs asked when results.getFirst() instanceof ExchangeIdResOk got ->
                    ledger.clientId(
                            got.clientId(),
                            asked.clientOwner().ownerId().utf8(),
                            asked.clientOwner().verifier());
            case CreateSessionArgs asked when results.getFirst() instanceof CreateSessionResOk ok ->
                    ledger.session(ok.sessionId(), asked.clientId());
            case DestroyClientIdArgs(long clientId) when reply.status().isOk() ->
                    ledger.leave(clientId);
            default -> {}
        }
    }

    /** Goes through one request and its results. */
    private final class Walk {
        private static final long NOW = Long.MAX_VALUE;

        private final Party party;
        private final long at;
        private final Map<Opaque, Long> names;
        private long current;
        private long saved;

        Walk(Party party, long at, Map<Opaque, Long> names) {
            this.party = party;
            this.at = at;
            this.names = names;
        }

        void over(List<ArgOp> ops, List<ResOp> results) {
            for (int i = 1; i < results.size(); i++) {
                ResOp result = results.get(i);
                ArgOp op = ops.get(i);
                if (result instanceof OpenResOk
                        && i + 1 < results.size()
                        && results.get(i + 1) instanceof GetFhResOk(FileHandle fh)) {
                    current = fileOf(fh);
                }
                if (result.status().isOk()) {
                    done(op, result);
                } else if (result.status().equals(NfsStatus.GRACE)) {
                    world.happened(Incident.GRACE);
                } else if (result.status().equals(NfsStatus.DELAY)) {
                    world.happened(Incident.DELAY);
                    concerns(op, (file, what) -> ledger.delayed(party, file, what));
                } else {
                    failed(op, result.status());
                }
            }
        }

        private void done(ArgOp op, ResOp result) {
            switch (op) {
                case PutRootFhArgs root -> current = SimFiles.DIRECTORY;
                case PutFhArgs(FileHandle fh) -> current = fileOf(fh);
                case SaveFhArgs save -> saved = current;
                case OpenArgs open when result instanceof OpenResOk opened -> opened(open, opened);
                // who gets a delegation meanwhile cannot have done anything that must be seen
                case ReadArgs read -> ledger.done(party, current, Interference.READING, at);
                case GetAttrArgs get -> ledger.shown(party, current);
                case RenameArgs(Opaque from, Opaque to) when file(from) == file(to) ->
                        concerns(op, (file, what) -> ledger.tried(party, file, what));
                case WriteArgs _, SetAttrArgs _, RemoveArgs _, RenameArgs _, LinkArgs _ ->
                        concerns(op, (file, what) -> ledger.done(party, file, what, NOW));
                case DelegReturnArgs(StateId id) -> ledger.returned(id);
                case ReclaimCompleteArgs complete -> ledger.reclaimComplete(party);
                case FreeStateIdArgs(StateId id) -> ledger.freed(id);
                case TestStateIdArgs(List<StateId> ids)
                        when result instanceof TestStateIdResOk(List<NfsStatus> statuses) -> {
                    for (int i = 0; i < ids.size(); i++) {
                        lost(ids.get(i), statuses.get(i));
                    }
                }
                default -> given(result);
            }
        }

        private void opened(OpenArgs open, OpenResOk opened) {
            if (!(open.claim() instanceof OpenClaim.Previous)) {
                ledger.done(party, current, what(open), NOW);
            }
            if (opened.cinfo().before() != opened.cinfo().after()) {
                ledger.done(party, SimFiles.DIRECTORY, Interference.CHANGING, NOW);
            }
            StateId id = stateId(opened.delegation());
            DelegationKind kind = kind(opened.delegation());
            if (open.claim() instanceof OpenClaim.Previous && id != null && kind != null) {
                ledger.reclaimed(party, id, kind, current, isRecalled(opened.delegation()));
            } else {
                given(opened.delegation(), current);
            }
        }

        private void given(ResOp result) {
            if (result instanceof WantDelegationResOk(OpenDelegation delegation)) {
                given(delegation, current);
            } else if (result
                    instanceof GetDirDelegationRes(GetDirDelegationResNonFatal.Granted granted)) {
                ledger.replied(party, granted.stateId(), DelegationKind.DIRECTORY, current);
                if (!granted.notification().isEmpty()) {
                    ledger.notified(granted.stateId());
                }
            }
        }

        private void given(OpenDelegation delegation, long file) {
            StateId id = stateId(delegation);
            DelegationKind kind = kind(delegation);
            if (id != null && kind != null) {
                ledger.replied(party, id, kind, file);
            }
        }

        /** Which files an operation cannot be carried out on before others let it. */
        private void concerns(ArgOp op, BiConsumer<Long, Interference> to) {
            switch (op) {
                case OpenArgs open -> {
                    boolean byName = open.claim() instanceof OpenClaim.Null;
                    to.accept(byName ? file(nameOf(open)) : current, what(open));
                    if (open.openHow() instanceof OpenFlag.Create) {
                        to.accept(SimFiles.DIRECTORY, Interference.CHANGING);
                    }
                }
                case WriteArgs write -> to.accept(current, Interference.CHANGING);
                case SetAttrArgs set -> to.accept(current, Interference.CHANGING);
                case ReadArgs read -> to.accept(current, Interference.READING);
                case GetAttrArgs get -> to.accept(current, Interference.READING);
                case RemoveArgs(Opaque name) -> {
                    to.accept(file(name), Interference.CHANGING);
                    to.accept(SimFiles.DIRECTORY, Interference.CHANGING);
                }
                case RenameArgs(Opaque from, Opaque into) -> {
                    to.accept(file(from), Interference.CHANGING);
                    to.accept(file(into), Interference.CHANGING);
                    to.accept(SimFiles.DIRECTORY, Interference.CHANGING);
                }
                case LinkArgs link -> {
                    to.accept(saved, Interference.CHANGING);
                    to.accept(SimFiles.DIRECTORY, Interference.CHANGING);
                }
                default -> {}
            }
        }

        private void failed(ArgOp op, NfsStatus status) {
            concerns(op, (file, what) -> ledger.tried(party, file, what));
            switch (op) {
                case DelegReturnArgs(StateId id) -> lost(id, status);
                case WriteArgs write -> lost(write.stateId(), status);
                case ReadArgs read -> lost(read.stateId(), status);
                default -> {}
            }
        }

        private void lost(StateId id, NfsStatus status) {
            if (isLoss(status)) {
                ledger.toldOfLoss(id);
            }
        }

        private long file(Opaque name) {
            return names.getOrDefault(name, 0L);
        }
    }

    private static Opaque nameOf(OpenArgs open) {
        return open.claim() instanceof OpenClaim.Null(Opaque name) ? name : Opaque.EMPTY;
    }

    private static Interference what(OpenArgs open) {
        return Interference.of(open.shareAccess() & 3, open.shareDeny());
    }

    /** Whether a status says that a state id is not good any more. */
    static boolean isLoss(NfsStatus status) {
        return status.equals(NfsStatus.DELEG_REVOKED)
                || status.equals(NfsStatus.EXPIRED)
                || status.equals(NfsStatus.BAD_STATEID)
                || status.equals(NfsStatus.ADMIN_REVOKED);
    }

    static @Nullable StateId stateId(OpenDelegation delegation) {
        return switch (delegation) {
            case OpenDelegation.Read read -> read.read().stateId();
            case OpenDelegation.Write write -> write.write().stateId();
            default -> null;
        };
    }

    /** Whether it is to be returned at once. */
    static boolean isRecalled(OpenDelegation delegation) {
        return switch (delegation) {
            case OpenDelegation.Read read -> read.read().recall();
            case OpenDelegation.Write write -> write.write().recall();
            default -> false;
        };
    }

    static @Nullable DelegationKind kind(OpenDelegation delegation) {
        return switch (delegation) {
            case OpenDelegation.Read read -> DelegationKind.READ;
            case OpenDelegation.Write write -> DelegationKind.WRITE;
            default -> null;
        };
    }

    /** The file that a handle is of, which {@link SimFiles} puts at its end. */
    static long fileOf(FileHandle handle) {
        return handle.data().longAt(handle.data().length() - Long.BYTES);
    }
}
