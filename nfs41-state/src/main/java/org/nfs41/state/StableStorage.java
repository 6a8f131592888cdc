package org.nfs41.state;

import org.jspecify.annotations.Nullable;

/**
 * What outlives the server: which clients may reclaim, and what the server is called (RFC 8881
 * section 8.4.3).
 *
 * <p>Writing never waits. A record is appended at once and stored some time later, all in the order
 * in which they came; {@link #whenStored} tells when. Whoever executes COMPOUNDs withholds a reply
 * until everything is stored that was appended before the COMPOUND ended: so nobody ever learns of
 * something that a crash could undo. Records are rare: when a client obtains its first state, loses
 * some, or goes.
 *
 * <p>After {@link #begin}, all methods may be called by any number of threads at once, with any
 * locks held.
 */
public interface StableStorage {
    /** Nothing outlives the server, and nothing has to be waited for: nobody can reclaim. */
    StableStorage NONE =
            new StableStorage() {
                @Override
                public @Nullable Remembered begin() {
                    return null;
                }

                @Override
                public void append(StableRecord record) {}

                @Override
                public boolean isStored() {
                    return true;
                }

                @Override
                public void whenStored(Runnable action) {
                    action.run();
                }
            };

    /**
     * Begins another incarnation of the server; called once by each, before anything else. The boot
     * epoch is stored when this returns, so this may wait.
     *
     * @return what the incarnations before have left; null from one that remembers nothing at all
     */
    @Nullable Remembered begin();

    /** Adds a record, which is stored later; the order of calls is kept. */
    void append(StableRecord record);

    /** Whether all that has been appended is stored. Costs next to nothing. */
    boolean isStored();

    /**
     * Runs an action as soon as all that has been appended is stored: at once, by the caller, if it
     * is already, else later, by another thread. Actions run in the order of the calls and must
     * neither throw nor wait.
     */
    void whenStored(Runnable action);
}
