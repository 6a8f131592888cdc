package org.nfs41.xdr;

import java.util.List;

/**
 * The number of an operation, {@code nfs_opnum4} (RFC 8881 section 18). A peer may send other
 * values than the ones named here.
 *
 * @param value the number on the wire
 */
public record Operation(int value) {
    private static final NamedValues<Operation> NAMED = new NamedValues<>("OP", Operation::new);

    /** Operation 3. */
    public static final Operation ACCESS = NAMED.add(3, "ACCESS");

    /** Operation 4. */
    public static final Operation CLOSE = NAMED.add(4, "CLOSE");

    /** Operation 5. */
    public static final Operation COMMIT = NAMED.add(5, "COMMIT");

    /** Operation 6. */
    public static final Operation CREATE = NAMED.add(6, "CREATE");

    /** Operation 7. */
    public static final Operation DELEGPURGE = NAMED.add(7, "DELEGPURGE");

    /** Operation 8. */
    public static final Operation DELEGRETURN = NAMED.add(8, "DELEGRETURN");

    /** Operation 9. */
    public static final Operation GETATTR = NAMED.add(9, "GETATTR");

    /** Operation 10. */
    public static final Operation GETFH = NAMED.add(10, "GETFH");

    /** Operation 11. */
    public static final Operation LINK = NAMED.add(11, "LINK");

    /** Operation 12. */
    public static final Operation LOCK = NAMED.add(12, "LOCK");

    /** Operation 13. */
    public static final Operation LOCKT = NAMED.add(13, "LOCKT");

    /** Operation 14. */
    public static final Operation LOCKU = NAMED.add(14, "LOCKU");

    /** Operation 15. */
    public static final Operation LOOKUP = NAMED.add(15, "LOOKUP");

    /** Operation 16. */
    public static final Operation LOOKUPP = NAMED.add(16, "LOOKUPP");

    /** Operation 17. */
    public static final Operation NVERIFY = NAMED.add(17, "NVERIFY");

    /** Operation 18. */
    public static final Operation OPEN = NAMED.add(18, "OPEN");

    /** Operation 19. */
    public static final Operation OPENATTR = NAMED.add(19, "OPENATTR");

    /** Operation 20; not part of NFSv4.1. */
    public static final Operation OPEN_CONFIRM = NAMED.add(20, "OPEN_CONFIRM");

    /** Operation 21. */
    public static final Operation OPEN_DOWNGRADE = NAMED.add(21, "OPEN_DOWNGRADE");

    /** Operation 22. */
    public static final Operation PUTFH = NAMED.add(22, "PUTFH");

    /** Operation 23. */
    public static final Operation PUTPUBFH = NAMED.add(23, "PUTPUBFH");

    /** Operation 24. */
    public static final Operation PUTROOTFH = NAMED.add(24, "PUTROOTFH");

    /** Operation 25. */
    public static final Operation READ = NAMED.add(25, "READ");

    /** Operation 26. */
    public static final Operation READDIR = NAMED.add(26, "READDIR");

    /** Operation 27. */
    public static final Operation READLINK = NAMED.add(27, "READLINK");

    /** Operation 28. */
    public static final Operation REMOVE = NAMED.add(28, "REMOVE");

    /** Operation 29. */
    public static final Operation RENAME = NAMED.add(29, "RENAME");

    /** Operation 30; not part of NFSv4.1. */
    public static final Operation RENEW = NAMED.add(30, "RENEW");

    /** Operation 31. */
    public static final Operation RESTOREFH = NAMED.add(31, "RESTOREFH");

    /** Operation 32. */
    public static final Operation SAVEFH = NAMED.add(32, "SAVEFH");

    /** Operation 33. */
    public static final Operation SECINFO = NAMED.add(33, "SECINFO");

    /** Operation 34. */
    public static final Operation SETATTR = NAMED.add(34, "SETATTR");

    /** Operation 35; not part of NFSv4.1. */
    public static final Operation SETCLIENTID = NAMED.add(35, "SETCLIENTID");

    /** Operation 36; not part of NFSv4.1. */
    public static final Operation SETCLIENTID_CONFIRM = NAMED.add(36, "SETCLIENTID_CONFIRM");

    /** Operation 37. */
    public static final Operation VERIFY = NAMED.add(37, "VERIFY");

    /** Operation 38. */
    public static final Operation WRITE = NAMED.add(38, "WRITE");

    /** Operation 39; not part of NFSv4.1. */
    public static final Operation RELEASE_LOCKOWNER = NAMED.add(39, "RELEASE_LOCKOWNER");

    /** Operation 40. */
    public static final Operation BACKCHANNEL_CTL = NAMED.add(40, "BACKCHANNEL_CTL");

    /** Operation 41. */
    public static final Operation BIND_CONN_TO_SESSION = NAMED.add(41, "BIND_CONN_TO_SESSION");

    /** Operation 42. */
    public static final Operation EXCHANGE_ID = NAMED.add(42, "EXCHANGE_ID");

    /** Operation 43. */
    public static final Operation CREATE_SESSION = NAMED.add(43, "CREATE_SESSION");

    /** Operation 44. */
    public static final Operation DESTROY_SESSION = NAMED.add(44, "DESTROY_SESSION");

    /** Operation 45. */
    public static final Operation FREE_STATEID = NAMED.add(45, "FREE_STATEID");

    /** Operation 46. */
    public static final Operation GET_DIR_DELEGATION = NAMED.add(46, "GET_DIR_DELEGATION");

    /** Operation 47. */
    public static final Operation GETDEVICEINFO = NAMED.add(47, "GETDEVICEINFO");

    /** Operation 48. */
    public static final Operation GETDEVICELIST = NAMED.add(48, "GETDEVICELIST");

    /** Operation 49. */
    public static final Operation LAYOUTCOMMIT = NAMED.add(49, "LAYOUTCOMMIT");

    /** Operation 50. */
    public static final Operation LAYOUTGET = NAMED.add(50, "LAYOUTGET");

    /** Operation 51. */
    public static final Operation LAYOUTRETURN = NAMED.add(51, "LAYOUTRETURN");

    /** Operation 52. */
    public static final Operation SECINFO_NO_NAME = NAMED.add(52, "SECINFO_NO_NAME");

    /** Operation 53. */
    public static final Operation SEQUENCE = NAMED.add(53, "SEQUENCE");

    /** Operation 54. */
    public static final Operation SET_SSV = NAMED.add(54, "SET_SSV");

    /** Operation 55. */
    public static final Operation TEST_STATEID = NAMED.add(55, "TEST_STATEID");

    /** Operation 56. */
    public static final Operation WANT_DELEGATION = NAMED.add(56, "WANT_DELEGATION");

    /** Operation 57. */
    public static final Operation DESTROY_CLIENTID = NAMED.add(57, "DESTROY_CLIENTID");

    /** Operation 58. */
    public static final Operation RECLAIM_COMPLETE = NAMED.add(58, "RECLAIM_COMPLETE");

    /** What stands for an operation that does not exist. */
    public static final Operation ILLEGAL = NAMED.add(10044, "ILLEGAL");

    /** The operation of a number; of a named one always the same instance. */
    public static Operation of(int value) {
        return NAMED.of(value);
    }

    /** All operations that have a name. */
    public static List<Operation> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static Operation decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name as in {@code SEQUENCE}, {@code OP(99)} if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
