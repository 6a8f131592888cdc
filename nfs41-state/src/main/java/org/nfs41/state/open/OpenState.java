package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one open owner has open of one file (RFC 8881 section 8.2.1): one {@code other}, one seqid,
 * the union of the modes of all its OPENs.
 *
 * <p>Changed only under the monitor of its {@link FileOpens}. What I/O needs is read without it:
 * seqid, modes and whether it is closed lie in one word, so they are always of one moment.
 */
final class OpenState<F> extends HeldState<F> {
    private static final int DENY_SHIFT = 2;
    private static final long CLOSED = 1L << 4;

    final OwnerKey owner;

    private volatile long word;

    // guarded by file
    private int accessSeen;
    private int denySeen;
    private @Nullable Map<Opaque, LockState<F>> locks;

    OpenState(
            OwnerKey owner,
            ClientStates<F> client,
            FileOpens<F> file,
            F name,
            StateId id,
            Share share) {
        super(client, file, name, id);
        this.owner = owner;
        this.word = pack(id.seqid(), share);
        see(share);
    }

    @Override
    StateId id() {
        return new StateId(seqidOf(word), otherHigh, otherLow);
    }

    Share share() {
        return shareOf(word);
    }

    @Override
    NfsStatus check(int seqid, int access) {
        long now = word;
        if ((now & CLOSED) != 0) {
            return NfsStatus.BAD_STATEID;
        }
        NfsStatus status = Seqids.check(seqid, seqidOf(now));
        if (!status.isOk()) {
            return status;
        }
        return (access & ~((int) now) & Share.BOTH) == 0 ? NfsStatus.OK : NfsStatus.OPENMODE;
    }

    /** Adds an OPEN's modes; caller holds the file's monitor. */
    void upgradeLocked(Share share) {
        see(share);
        advanceLocked(share().union(share));
    }

    /** Takes back the last upgrade, of which nobody knows; caller holds the file's monitor. */
    void withdrawLocked(Share before) {
        accessSeen = subsets(accessSeen, before.access());
        denySeen = subsets(denySeen, before.deny());
        word = pack(Seqids.previous(seqidOf(word)), before);
    }

    /** Takes exactly these modes; caller holds the file's monitor. */
    void replaceLocked(Share share) {
        accessSeen = subsets(accessSeen, share.access());
        denySeen = subsets(denySeen, share.deny());
        advanceLocked(share);
    }

    /** The lock states under this open by their owner's name; caller holds the file's monitor. */
    Map<Opaque, LockState<F>> locksLocked() {
        Map<Opaque, LockState<F>> map = locks;
        if (map == null) {
            // most files that are open have no locks
            map = new HashMap<>();
            locks = map;
        }
        return map;
    }

    @Override
    Places.OfClient places() {
        return client.opens;
    }

    @Override
    List<LockState<F>> dependentsLocked() {
        Map<Opaque, LockState<F>> map = locks;
        return map == null ? List.of() : List.copyOf(map.values());
    }

    /** An open is a lock itself. */
    @Override
    boolean isFreeableLocked() {
        return false;
    }

    @Override
    void leaveLocked() {
        file.removeLocked(this);
        client.states.remove(this);
    }

    @Override
    void endLocked() {
        word = CLOSED;
    }

    @Override
    boolean isEnded() {
        return (word & CLOSED) != 0;
    }

    /**
     * Whether both modes are unions of modes that were opened (RFC 8881 section 18.18.3). No deny
     * bits are the union of no opens.
     */
    boolean canReduceLocked(Share share) {
        return union(accessSeen, share.access()) == share.access()
                && union(denySeen, share.deny()) == share.deny();
    }

    private void advanceLocked(Share share) {
        word = pack(Seqids.next(seqidOf(word)), share);
    }

    private void see(Share share) {
        accessSeen |= 1 << share.access();
        denySeen |= 1 << share.deny();
    }

    /** Of the modes in {@code seen}, those that lie within {@code mode}. */
    private static int subsets(int seen, int mode) {
        int kept = 0;
        for (int each = 0; each <= Share.BOTH; each++) {
            if ((each & ~mode) == 0) {
                kept |= seen & 1 << each;
            }
        }
        return kept;
    }

    private static int union(int seen, int mode) {
        int union = 0;
        for (int each = 0; each <= Share.BOTH; each++) {
            if ((each & ~mode) == 0 && (seen & 1 << each) != 0) {
                union |= each;
            }
        }
        return union;
    }

    private static long pack(int seqid, Share share) {
        return (long) seqid << Integer.SIZE | share.deny() << DENY_SHIFT | share.access();
    }

    private static int seqidOf(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    private static Share shareOf(long word) {
        return new Share((int) word & Share.BOTH, (int) word >>> DENY_SHIFT & Share.BOTH);
    }
}
