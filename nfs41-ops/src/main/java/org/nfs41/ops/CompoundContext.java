package org.nfs41.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportRule;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileRegion;
import org.nfs41.state.Session;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.StateId;

import java.util.function.LongSupplier;

/**
 * What the operations of one COMPOUND share: who asks, the session, the current and saved
 * filehandle with their state ids (RFC 8881 section 16.2.3.1).
 *
 * <p>Belongs to one thread. It is {@linkplain #begin begun} anew for each COMPOUND and can serve
 * one after the other, so that none is allocated per request.
 */
public final class CompoundContext {
    private final ReplyFrame frame = new ReplyFrame();
    private final Admission admission = Admission.ofContext();
    private @Nullable Caller caller;
    private long now;
    private @Nullable LongSupplier clock;
    private int requestBytes;
    private int replyHeaderBytes;
    private @Nullable Session session;
    private int slotId;
    private int sequenceId;
    private int operationCount;
    private int operationIndex;
    private @Nullable FileRef current;
    private @Nullable FileRef saved;
    private ExportRule rule = ExportRule.OPEN;
    private @Nullable StateId currentStateId;
    private @Nullable StateId savedStateId;
    private boolean endsInRegion;
    private @Nullable FileRegion region;
    private boolean waitsForNoStorage;

    /** A context that has not begun. */
    public CompoundContext() {}

    /**
     * Starts a COMPOUND: no session, no filehandles, no state ids.
     *
     * @param now monotonic time in nanoseconds; the same for all operations of the COMPOUND
     * @param requestBytes length of the whole RPC call: a channel's limits are on whole messages
     *     (RFC 8881 section 18.36.3)
     * @param replyHeaderBytes what the RPC reply holds before the COMPOUND's result
     */
    public CompoundContext begin(Caller caller, long now, int requestBytes, int replyHeaderBytes) {
        this.caller = caller;
        this.now = now;
        clock = null;
        this.requestBytes = requestBytes;
        this.replyHeaderBytes = replyHeaderBytes;
        session = null;
        operationCount = 0;
        operationIndex = 0;
        current = null;
        saved = null;
        rule = ExportRule.OPEN;
        currentStateId = null;
        savedStateId = null;
        endsInRegion = false;
        waitsForNoStorage = false;
        dropRegion();
        return this;
    }

    /** Says that the reply can end in a {@link FileRegion}: {@link #takeRegion} has it then. */
    public CompoundContext mayEndInRegion() {
        endsInRegion = true;
        return this;
    }

    /**
     * Whether the operation in execution may end its result with a {@link FileRegion}: the last one
     * may, if nothing keeps the reply.
     */
    public boolean takesRegion() {
        return endsInRegion
                && session != null
                && !admission.cachesThis()
                && operationIndex == operationCount - 1;
    }

    /** Ends the reply with this. */
    public void region(FileRegion end) {
        region = end;
    }

    /** What the reply ends with and is now the caller's, or null. */
    public @Nullable FileRegion takeRegion() {
        FileRegion taken = region;
        region = null;
        return taken;
    }

    private void dropRegion() {
        FileRegion left = takeRegion();
        if (left != null) {
            left.close();
        }
    }

    /**
     * Says that the COMPOUND may take long, as it waits for storage: its client's lease is to last
     * from its end on (RFC 8881 section 8.3). All others end, by the measure of a lease, when they
     * begin.
     *
     * @param clock the same monotonic nanoseconds that the COMPOUND began with; asked when it ends
     */
    public CompoundContext mayLast(LongSupplier clock) {
        this.clock = clock;
        return this;
    }

    /** Renews the lease at the end of a COMPOUND that may have taken long. */
    void renewAtEnd() {
        if (clock != null && session != null) {
            session.renew(clock.getAsLong());
        }
    }

    /** Says that the reply tells of nothing that is stored, and must be the next one sent. */
    public void waitForNoStorage() {
        waitsForNoStorage = true;
    }

    /** Whether {@link #waitForNoStorage} has been called for this COMPOUND. */
    public boolean waitsForNoStorage() {
        return waitsForNoStorage;
    }

    /** Who sent the COMPOUND. */
    public Caller caller() {
        return required(caller, "a caller");
    }

    /** When the COMPOUND began: monotonic nanoseconds, only good for differences. */
    public long now() {
        return now;
    }

    ReplyFrame frame() {
        return frame;
    }

    Admission admission() {
        return admission;
    }

    int requestBytes() {
        return requestBytes;
    }

    int replyHeaderBytes() {
        return replyHeaderBytes;
    }

    /** The session of the leading SEQUENCE, or null in a COMPOUND without one. */
    public @Nullable Session session() {
        return session;
    }

    /** The session, for operations that stand behind a SEQUENCE only. */
    public Session requireSession() {
        return required(session, "a session");
    }

    void session(Session session, int slotId, int sequenceId) {
        this.session = session;
        this.slotId = slotId;
        this.sequenceId = sequenceId;
    }

    /** Names the request for ever, for operations that stand behind a SEQUENCE only. */
    public RequestId requestId() {
        return new RequestId(requireSession().id(), slotId, sequenceId);
    }

    /** How many operations the COMPOUND announces. */
    public int operationCount() {
        return operationCount;
    }

    void operationCount(int operationCount) {
        this.operationCount = operationCount;
    }

    /** The position of the operation in execution; the first is 0. */
    public int operationIndex() {
        return operationIndex;
    }

    void operationIndex(int operationIndex) {
        this.operationIndex = operationIndex;
    }

    /** The current filehandle, or null if there is none. */
    public @Nullable FileRef current() {
        return current;
    }

    /** The current filehandle, for operations that the interpreter never calls without one. */
    public FileRef requireCurrent() {
        return required(current, "a current filehandle");
    }

    /**
     * Replaces the current filehandle and forgets the current state id, as every operation does
     * that sets the one without the other (RFC 8881 section 16.2.3.1.2).
     */
    public void current(FileRef file) {
        current = file;
        currentStateId = null;
        rule = file.export().policy().ruleFor(caller().address());
    }

    /** What the caller may do in the export of the current filehandle. */
    public ExportRule rule() {
        return rule;
    }

    /** Whose permissions count on the current filehandle's object. */
    public Credentials credentials() {
        return rule.credentialsOf(caller().credentials());
    }

    /** Leaves no current filehandle, as SECINFO does (RFC 8881 section 2.6.3.1.1.8). */
    public void clearCurrent() {
        current = null;
        currentStateId = null;
    }

    /** The saved filehandle, or null if there is none. */
    public @Nullable FileRef saved() {
        return saved;
    }

    /** The current state id, or null if none is set. */
    public @Nullable StateId currentStateId() {
        return currentStateId;
    }

    /** Sets the current state id, as OPEN, LOCK and their like do; null unsets it. */
    public void currentStateId(@Nullable StateId stateId) {
        currentStateId = stateId;
    }

    /** Copies current filehandle and state id to the saved ones: SAVEFH. */
    public void save() {
        saved = current;
        savedStateId = currentStateId;
    }

    /**
     * Makes the saved filehandle and state id the current ones: RESTOREFH.
     *
     * @return false, with nothing changed, if nothing was saved
     */
    public boolean restore() {
        if (saved == null) {
            return false;
        }
        current(saved);
        currentStateId = savedStateId;
        return true;
    }

    private static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("the operation was called without " + what);
        }
        return value;
    }
}
