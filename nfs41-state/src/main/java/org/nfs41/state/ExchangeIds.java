package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.StateProtectR;

/** EXCHANGE_ID (RFC 8881 section 18.35). Used under the client table's lock. */
final class ExchangeIds {
    private static final int KNOWN_FLAGS =
            ExchangeIdFlags.SUPP_MOVED_REFER
                    | ExchangeIdFlags.SUPP_MOVED_MIGR
                    | ExchangeIdFlags.BIND_PRINC_STATEID
                    | ExchangeIdFlags.USE_NON_PNFS
                    | ExchangeIdFlags.USE_PNFS_MDS
                    | ExchangeIdFlags.USE_PNFS_DS
                    | ExchangeIdFlags.UPD_CONFIRMED_REC_A;

    /** A server without pNFS has one role, whatever the client asks for (section 13.1). */
    private static final int ROLE = ExchangeIdFlags.USE_NON_PNFS;

    private final Clients clients;
    private final ServerIdentity identity;
    private final ClientState state;
    private final GracePeriod grace;
    private final long leaseNanos;
    private int lastClient;

    ExchangeIds(
            Clients clients,
            ServerIdentity identity,
            ClientState state,
            GracePeriod grace,
            long leaseNanos) {
        this.clients = clients;
        this.identity = identity;
        this.state = state;
        this.grace = grace;
        this.leaseNanos = leaseNanos;
    }

    Outcome<ExchangeIdResOk> exchangeLocked(
            ExchangeIdArgs args, Principal who, Origin origin, long now) {
        NfsStatus error = check(args, who);
        if (error != null) {
            return Outcome.refused(error);
        }
        OwnerId owner = new OwnerId(args.clientOwner().ownerId());
        ClientRecord record = clients.confirmedLocked(owner);
        boolean update = (args.flags() & ExchangeIdFlags.UPD_CONFIRMED_REC_A) != 0;
        ExchangeIdCase situation =
                ExchangeIdCase.of(
                        update,
                        record != null,
                        record != null && record.verifier() == args.clientOwner().verifier(),
                        record != null && record.principal().equals(who),
                        record != null && inUse(record, now));
        return switch (situation) {
            case UPDATE_WITHOUT_RECORD -> Outcome.refused(NfsStatus.NOENT);
            case UPDATE_OF_OTHER_INCARNATION -> Outcome.refused(NfsStatus.NOT_SAME);
            case UPDATE_BY_OTHER_PRINCIPAL -> Outcome.refused(NfsStatus.PERM);
            case COLLISION -> Outcome.refused(NfsStatus.CLID_INUSE);
            case SAME_CLIENT, UPDATE -> again(existing(record), args, update, now);
            case ABANDONED_NAME ->
                    clients.endLocked(existing(record), null, now)
                            ? fresh(args, owner, who, origin, now)
                            : Outcome.refused(NfsStatus.CLID_INUSE);
            case NEW_OWNER, RESTART -> fresh(args, owner, who, origin, now);
        };
    }

    private static @Nullable NfsStatus check(ExchangeIdArgs args, Principal who) {
        if ((args.flags() & ~KNOWN_FLAGS) != 0) {
            return NfsStatus.INVAL;
        }
        return switch (args.stateProtect()) {
            case StateProtectA.None none -> null;
            // Protection needs a credential that nobody can forge, or it would protect nothing.
            case StateProtectA.MachCred machCred -> NfsStatus.INVAL;
            case StateProtectA.Ssv ssv ->
                    who.isAuthenticated() ? NfsStatus.ENCR_ALG_UNSUPP : NfsStatus.INVAL;
            case StateProtectA.Unknown unknown -> NfsStatus.BADXDR;
        };
    }

    private boolean inUse(ClientRecord record, long now) {
        if (record.requestsInProgress() != 0) {
            return true;
        }
        boolean holds = !record.sessions().isEmpty() || state.holdsState(record.clientId());
        return holds && !record.lease().lapsed(now, leaseNanos);
    }

    /** Answers for a confirmed record, whose client has just shown that it is alive. */
    private Outcome<ExchangeIdResOk> again(
            ClientRecord record, ExchangeIdArgs args, boolean update, long now) {
        clients.dropUnconfirmedLocked(record.owner());
        // Else the record could end between this answer and the CREATE_SESSION that builds on it.
        record.lease().renew(now);
        if (update) {
            record.implementation(detached(args.clientImplId()));
        }
        return Outcome.done(result(record, ROLE | ExchangeIdFlags.CONFIRMED_R));
    }

    private Outcome<ExchangeIdResOk> fresh(
            ExchangeIdArgs args, OwnerId owner, Principal who, Origin origin, long now) {
        OwnerId kept = new OwnerId(owner.bytes().detach());
        KnownClient client = new KnownClient(kept.bytes(), args.clientOwner().verifier(), who);
        StableMark mark = grace.markOf(client);
        ClientRecord record =
                new ClientRecord(
                        newClientId(),
                        kept,
                        args.clientOwner().verifier(),
                        who,
                        origin,
                        mark,
                        leaseNanos,
                        now);
        record.status().reclaimNeeded(mark.isRemembered());
        record.implementation(detached(args.clientImplId()));
        clients.addUnconfirmedLocked(record);
        return Outcome.done(result(record, ROLE));
    }

    private ExchangeIdResOk result(ClientRecord record, int flags) {
        return new ExchangeIdResOk(
                record.clientId(),
                record.createSessionSlot().next(),
                flags,
                new StateProtectR.None(),
                identity.owner(),
                identity.scope(),
                identity.implementation());
    }

    private long newClientId() {
        long id;
        do {
            lastClient++;
            id = (long) identity.bootEpoch() << Integer.SIZE | Integer.toUnsignedLong(lastClient);
        } while (clients.find(id) != null);
        return id;
    }

    private static @Nullable NfsImplId detached(@Nullable NfsImplId id) {
        return id == null ? null : id.detach();
    }

    private static ClientRecord existing(@Nullable ClientRecord record) {
        if (record == null) {
            throw new IllegalStateException("the case says that there is a record");
        }
        return record;
    }
}
