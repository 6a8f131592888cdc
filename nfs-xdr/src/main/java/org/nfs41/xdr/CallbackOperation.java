package org.nfs41.xdr;

import java.util.List;

/**
 * The number of a callback operation, {@code nfs_cb_opnum4} (RFC 8881 section 20). A peer may send
 * other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record CallbackOperation(int value) {
    private static final NamedValues<CallbackOperation> NAMED =
            new NamedValues<>("OP", CallbackOperation::new);

    /** Operation 3. */
    public static final CallbackOperation CB_GETATTR = NAMED.add(3, "CB_GETATTR");

    /** Operation 4. */
    public static final CallbackOperation CB_RECALL = NAMED.add(4, "CB_RECALL");

    /** Operation 5. */
    public static final CallbackOperation CB_LAYOUTRECALL = NAMED.add(5, "CB_LAYOUTRECALL");

    /** Operation 6. */
    public static final CallbackOperation CB_NOTIFY = NAMED.add(6, "CB_NOTIFY");

    /** Operation 7. */
    public static final CallbackOperation CB_PUSH_DELEG = NAMED.add(7, "CB_PUSH_DELEG");

    /** Operation 8. */
    public static final CallbackOperation CB_RECALL_ANY = NAMED.add(8, "CB_RECALL_ANY");

    /** Operation 9. */
    public static final CallbackOperation CB_RECALLABLE_OBJ_AVAIL =
            NAMED.add(9, "CB_RECALLABLE_OBJ_AVAIL");

    /** Operation 10. */
    public static final CallbackOperation CB_RECALL_SLOT = NAMED.add(10, "CB_RECALL_SLOT");

    /** Operation 11. */
    public static final CallbackOperation CB_SEQUENCE = NAMED.add(11, "CB_SEQUENCE");

    /** Operation 12. */
    public static final CallbackOperation CB_WANTS_CANCELLED = NAMED.add(12, "CB_WANTS_CANCELLED");

    /** Operation 13. */
    public static final CallbackOperation CB_NOTIFY_LOCK = NAMED.add(13, "CB_NOTIFY_LOCK");

    /** Operation 14. */
    public static final CallbackOperation CB_NOTIFY_DEVICEID = NAMED.add(14, "CB_NOTIFY_DEVICEID");

    /** What stands for an operation that does not exist. */
    public static final CallbackOperation CB_ILLEGAL = NAMED.add(10044, "CB_ILLEGAL");

    /** The operation of a number; of a named one always the same instance. */
    public static CallbackOperation of(int value) {
        return NAMED.of(value);
    }

    /** All operations that have a name. */
    public static List<CallbackOperation> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static CallbackOperation decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name as in {@code CB_SEQUENCE}, {@code OP(99)} if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
