package org.nfs41.ops;

import static org.nfs41.ops.OperationRule.Place.ALONE;
import static org.nfs41.ops.OperationRule.Place.FIRST;
import static org.nfs41.ops.OperationRule.Place.IN_SESSION;
import static org.nfs41.ops.OperationRule.Place.IN_SESSION_OR_ALONE;
import static org.nfs41.ops.OperationRule.Place.NOWHERE;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.OperationRule.ErrorBody;
import org.nfs41.ops.OperationRule.Place;
import org.nfs41.xdr.Operation;

/** The operations of minor version 1, by number (RFC 8881 chapter 17). */
public final class OperationTable {
    /** The least operation number: ACCESS. */
    public static final int FIRST_OPERATION = 3;

    /** The greatest operation number: RECLAIM_COMPLETE. */
    public static final int LAST_OPERATION = 58;

    private static final int STATEID_BYTES = 16;
    private static final int CHANGE_INFO_BYTES = 20;
    private static final int BITMAP_BYTES = 16;

    // GETFH's whole result: these operations cannot be repeated, so what comes next and names the
    // object they made must fit as well (RFC 8881 section 2.10.6.4).
    private static final int GETFH_BYTES = 8 + 4 + 128;

    // Kind, state id, recall, space limit, and an entry of an access control list for everybody.
    private static final int DELEGATION_BYTES = 4 + STATEID_BYTES + 4 + 12 + 3 * 4 + 16;

    // Kind, cookie verifier, state id, notifications and attributes.
    private static final int DIRECTORY_DELEGATION_BYTES = 4 + 8 + STATEID_BYTES + 3 * BITMAP_BYTES;

    private static final int OPEN_BYTES =
            STATEID_BYTES + CHANGE_INFO_BYTES + 4 + BITMAP_BYTES + DELEGATION_BYTES + GETFH_BYTES;
    private static final int CREATE_BYTES = CHANGE_INFO_BYTES + BITMAP_BYTES + GETFH_BYTES;

    // The holder of a conflicting lock: offset, length, type, client id, owner of at most 1024.
    private static final int DENIED_BYTES = 8 + 8 + 4 + 8 + 4 + 1024;

    // Owner, scope and implementation id of the server, each a short string in practice.
    private static final int EXCHANGE_ID_BYTES = 512;

    private static final int CREATE_SESSION_BYTES = 16 + 8 + 2 * 32;

    private static final @Nullable OperationRule[] RULES = new OperationRule[LAST_OPERATION + 1];

    static {
        outside(Operation.EXCHANGE_ID, IN_SESSION_OR_ALONE, EXCHANGE_ID_BYTES);
        outside(Operation.CREATE_SESSION, IN_SESSION_OR_ALONE, CREATE_SESSION_BYTES);
        outside(Operation.DESTROY_SESSION, IN_SESSION_OR_ALONE, 0);
        outside(Operation.DESTROY_CLIENTID, IN_SESSION_OR_ALONE, 0);
        outside(Operation.BIND_CONN_TO_SESSION, ALONE, 24);
        outside(Operation.SEQUENCE, FIRST, 36);

        inSession(Operation.BACKCHANNEL_CTL, 0);
        inSession(Operation.DELEGPURGE, 0);
        inSession(Operation.FREE_STATEID, 0);
        inSession(Operation.PUTFH, 0);
        inSession(Operation.PUTPUBFH, 0);
        inSession(Operation.PUTROOTFH, 0);
        inSession(Operation.RECLAIM_COMPLETE, 0);
        inSession(Operation.RESTOREFH, 0);
        inSession(Operation.SET_SSV, 0);
        inSession(Operation.TEST_STATEID, 0);

        outside(Operation.OPEN_CONFIRM, NOWHERE, 0);
        outside(Operation.RELEASE_LOCKOWNER, NOWHERE, 0);
        outside(Operation.RENEW, NOWHERE, 0);
        outside(Operation.SETCLIENTID, NOWHERE, 0);
        outside(Operation.SETCLIENTID_CONFIRM, NOWHERE, 0);

        onFilehandle(Operation.ACCESS, 0);
        onFilehandle(Operation.CLOSE, STATEID_BYTES);
        onFilehandle(Operation.COMMIT, 8);
        changing(Operation.CREATE, CREATE_BYTES);
        onFilehandle(Operation.DELEGRETURN, 0);
        onFilehandle(Operation.GETATTR, 0);
        onFilehandle(Operation.GETDEVICELIST, 0);
        onFilehandle(Operation.GETFH, 0);
        onFilehandle(Operation.GET_DIR_DELEGATION, DIRECTORY_DELEGATION_BYTES);
        onFilehandle(Operation.LAYOUTCOMMIT, 0);
        onFilehandle(Operation.LAYOUTRETURN, 0);
        changing(Operation.LINK, CHANGE_INFO_BYTES);
        onFilehandle(Operation.LOCKU, STATEID_BYTES);
        onFilehandle(Operation.LOOKUP, 0);
        onFilehandle(Operation.LOOKUPP, 0);
        onFilehandle(Operation.NVERIFY, 0);
        onFilehandle(Operation.OPEN, OPEN_BYTES);
        onFilehandle(Operation.OPENATTR, 0);
        onFilehandle(Operation.OPEN_DOWNGRADE, STATEID_BYTES);
        onFilehandle(Operation.READ, 0);
        onFilehandle(Operation.READDIR, 0);
        onFilehandle(Operation.READLINK, 0);
        changing(Operation.REMOVE, CHANGE_INFO_BYTES);
        changing(Operation.RENAME, 2 * CHANGE_INFO_BYTES);
        onFilehandle(Operation.SAVEFH, 0);
        onFilehandle(Operation.SECINFO, 0);
        onFilehandle(Operation.SECINFO_NO_NAME, 0);
        onFilehandle(Operation.VERIFY, 0);
        onFilehandle(Operation.WANT_DELEGATION, DELEGATION_BYTES);
        changing(Operation.WRITE, 16);

        put(
                new OperationRule(
                        Operation.GETDEVICEINFO,
                        IN_SESSION,
                        false,
                        false,
                        ErrorBody.FOR_ONE_STATUS,
                        0));
        put(
                new OperationRule(
                        Operation.LAYOUTGET, IN_SESSION, true, false, ErrorBody.FOR_ONE_STATUS, 0));
        put(
                new OperationRule(
                        Operation.LOCK,
                        IN_SESSION,
                        true,
                        false,
                        ErrorBody.FOR_ONE_STATUS,
                        DENIED_BYTES));
        put(
                new OperationRule(
                        Operation.LOCKT, IN_SESSION, true, false, ErrorBody.FOR_ONE_STATUS, 0));
        put(
                new OperationRule(
                        Operation.SETATTR, IN_SESSION, true, true, ErrorBody.BITMAP, BITMAP_BYTES));
    }

    private OperationTable() {}

    /** The rule of the operation with this number, or null if minor version 1 has none. */
    public static @Nullable OperationRule rule(int number) {
        return number >= 0 && number <= LAST_OPERATION ? RULES[number] : null;
    }

    private static void outside(Operation operation, Place place, int resultBytes) {
        put(new OperationRule(operation, place, false, false, ErrorBody.NONE, resultBytes));
    }

    private static void inSession(Operation operation, int resultBytes) {
        put(new OperationRule(operation, IN_SESSION, false, false, ErrorBody.NONE, resultBytes));
    }

    private static void onFilehandle(Operation operation, int resultBytes) {
        put(new OperationRule(operation, IN_SESSION, true, false, ErrorBody.NONE, resultBytes));
    }

    private static void changing(Operation operation, int resultBytes) {
        put(new OperationRule(operation, IN_SESSION, true, true, ErrorBody.NONE, resultBytes));
    }

    private static void put(OperationRule rule) {
        RULES[rule.operation().value()] = rule;
    }
}
