package org.nfs41.state.open;

import org.nfs41.state.deleg.DelegationLimits;

import java.util.function.Function;

/**
 * The state that a server's clients hold of its files: the tables for each kind of it, and what
 * they have in common. Safe for use by several threads, as its parts are.
 *
 * @param <F> what names a file: {@code equals} tells names apart; kept while the file is open
 */
public final class StateTables<F> {
    private final StateIds<F> ids;
    private final StateHolders<F> holders;
    private final OpenTable<F> opens;
    private final LockTable<F> locks;
    private final DelegationTable<F> delegations;
    private final DelegationConflicts<F> conflicts;
    private final DelegationRecalls<F> recalls;
    private final DirectoryWatches<F> watches;
    private final WrittenFiles<F> written;
    private final DelegationRelief<F> relief;

    /**
     * Tables without any state.
     *
     * @param source where state ids come from
     * @param identity what file a name leads to, which {@code equals} tells from other files: state
     *     of a file is in the way of other state of it by whatever name, but a client knows a file
     *     by one name only, so that what it has by another counts as another client's
     */
    public StateTables(
            StateIdSource source,
            OpenLimits openLimits,
            LockLimits lockLimits,
            DelegationLimits delegationLimits,
            Function<? super F, ?> identity) {
        Places openPlaces = new Places(openLimits.opensPerClient(), openLimits.opens());
        Places lockPlaces = new Places(lockLimits.locksPerClient(), lockLimits.locks());
        Places delegationPlaces = new Places(delegationLimits.ofClient(), delegationLimits.all());
        Places lostPlaces = new Places(delegationLimits.ofClient(), delegationLimits.all());
        FileTable<F> files = new FileTable<>(identity);
        Delegated<F> delegated = new Delegated<>();
        this.ids = new StateIds<>(source, files);
        this.holders =
                new StateHolders<>(
                        ids, files, openPlaces, lockPlaces, delegationPlaces, lostPlaces);
        this.opens = new OpenTable<>(ids, holders, files, openPlaces);
        this.locks = new LockTable<>(ids, files, lockPlaces);
        this.conflicts = new DelegationConflicts<>(ids, files);
        this.recalls = new DelegationRecalls<>(ids, files, delegated);
        this.watches = new DirectoryWatches<>(files, delegated);
        this.delegations =
                new DelegationTable<>(
                        ids, holders, files, conflicts, delegationPlaces, lostPlaces, delegated);
        this.relief =
                new DelegationRelief<>(holders, delegationPlaces, delegated, delegationLimits);
        this.written = new WrittenFiles<>(ids, files, delegated);
    }

    /** The same if each file has one name. */
    public StateTables(
            StateIdSource source,
            OpenLimits openLimits,
            LockLimits lockLimits,
            DelegationLimits delegationLimits) {
        this(source, openLimits, lockLimits, delegationLimits, Function.identity());
    }

    /** The same with the default limits for delegations. */
    public StateTables(StateIdSource source, OpenLimits openLimits, LockLimits lockLimits) {
        this(source, openLimits, lockLimits, DelegationLimits.DEFAULT);
    }

    /** The same with default limits. */
    public StateTables(StateIdSource source) {
        this(source, OpenLimits.DEFAULT, LockLimits.DEFAULT);
    }

    /** What state ids are good for. */
    public StateIds<F> stateIds() {
        return ids;
    }

    /** The clients. */
    public StateHolders<F> holders() {
        return holders;
    }

    /** Share reservations. */
    public OpenTable<F> opens() {
        return opens;
    }

    /** Byte-range locks. */
    public LockTable<F> locks() {
        return locks;
    }

    /** Delegations. */
    public DelegationTable<F> delegations() {
        return delegations;
    }

    /** The operations that delegations are in the way of. */
    public DelegationConflicts<F> conflicts() {
        return conflicts;
    }

    /** What is to be returned. */
    public DelegationRecalls<F> recalls() {
        return recalls;
    }

    /** Who is told of changes of directories. */
    public DirectoryWatches<F> watches() {
        return watches;
    }

    /** What is written under delegations. */
    public WrittenFiles<F> written() {
        return written;
    }

    /** What makes room for delegations. */
    public DelegationRelief<F> relief() {
        return relief;
    }

    /** Whether there is nearly as much state of some kind as there may be. */
    public boolean isNearlyFull() {
        return opens.isNearlyFull() || locks.isNearlyFull() || delegations.isNearlyFull();
    }
}
