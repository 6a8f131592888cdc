package org.nfs41.xdr;

import java.util.List;

/**
 * What became of an operation, {@code nfsstat4} (RFC 8881 section 15.1). A peer may send other
 * values than the ones named here.
 *
 * @param value the number on the wire
 */
public record NfsStatus(int value) {
    private static final NamedValues<NfsStatus> NAMED =
            new NamedValues<>("NFS4ERR", NfsStatus::new);

    /** Success. */
    public static final NfsStatus OK = NAMED.add(0, "NFS4_OK");

    /** The caller is not who may do this. */
    public static final NfsStatus PERM = NAMED.add(1, "NFS4ERR_PERM");

    /** No such entry. */
    public static final NfsStatus NOENT = NAMED.add(2, "NFS4ERR_NOENT");

    /** A hard error of the medium. */
    public static final NfsStatus IO = NAMED.add(5, "NFS4ERR_IO");

    /** No such device. */
    public static final NfsStatus NXIO = NAMED.add(6, "NFS4ERR_NXIO");

    /** Permission denied. */
    public static final NfsStatus ACCESS = NAMED.add(13, "NFS4ERR_ACCESS");

    /** The name is taken. */
    public static final NfsStatus EXIST = NAMED.add(17, "NFS4ERR_EXIST");

    /** Source and target are in different file systems. */
    public static final NfsStatus XDEV = NAMED.add(18, "NFS4ERR_XDEV");

    /** Not a directory. */
    public static final NfsStatus NOTDIR = NAMED.add(20, "NFS4ERR_NOTDIR");

    /** A directory, where none is allowed. */
    public static final NfsStatus ISDIR = NAMED.add(21, "NFS4ERR_ISDIR");

    /** An argument makes no sense. */
    public static final NfsStatus INVAL = NAMED.add(22, "NFS4ERR_INVAL");

    /** The file would become too big. */
    public static final NfsStatus FBIG = NAMED.add(27, "NFS4ERR_FBIG");

    /** The file system is full. */
    public static final NfsStatus NOSPC = NAMED.add(28, "NFS4ERR_NOSPC");

    /** The file system is read-only. */
    public static final NfsStatus ROFS = NAMED.add(30, "NFS4ERR_ROFS");

    /** Too many hard links. */
    public static final NfsStatus MLINK = NAMED.add(31, "NFS4ERR_MLINK");

    /** A name is too long for the file system. */
    public static final NfsStatus NAMETOOLONG = NAMED.add(63, "NFS4ERR_NAMETOOLONG");

    /** The directory is not empty. */
    public static final NfsStatus NOTEMPTY = NAMED.add(66, "NFS4ERR_NOTEMPTY");

    /** The quota is used up. */
    public static final NfsStatus DQUOT = NAMED.add(69, "NFS4ERR_DQUOT");

    /** The object of a filehandle is gone. */
    public static final NfsStatus STALE = NAMED.add(70, "NFS4ERR_STALE");

    /** A filehandle that this server cannot have made. */
    public static final NfsStatus BADHANDLE = NAMED.add(10001, "NFS4ERR_BADHANDLE");

    /** A directory cookie that is not valid (any more). */
    public static final NfsStatus BAD_COOKIE = NAMED.add(10003, "NFS4ERR_BAD_COOKIE");

    /** The operation is not supported. */
    public static final NfsStatus NOTSUPP = NAMED.add(10004, "NFS4ERR_NOTSUPP");

    /** The result does not fit into the size the client allowed. */
    public static final NfsStatus TOOSMALL = NAMED.add(10005, "NFS4ERR_TOOSMALL");

    /** The server failed in a way that no other error describes. */
    public static final NfsStatus SERVERFAULT = NAMED.add(10006, "NFS4ERR_SERVERFAULT");

    /** CREATE cannot create such an object. */
    public static final NfsStatus BADTYPE = NAMED.add(10007, "NFS4ERR_BADTYPE");

    /** Try again later. */
    public static final NfsStatus DELAY = NAMED.add(10008, "NFS4ERR_DELAY");

    /** NVERIFY found no difference. */
    public static final NfsStatus SAME = NAMED.add(10009, "NFS4ERR_SAME");

    /** A lock is in the way. */
    public static final NfsStatus DENIED = NAMED.add(10010, "NFS4ERR_DENIED");

    /** The lease expired and the state is gone. */
    public static final NfsStatus EXPIRED = NAMED.add(10011, "NFS4ERR_EXPIRED");

    /** A mandatory lock forbids the access. */
    public static final NfsStatus LOCKED = NAMED.add(10012, "NFS4ERR_LOCKED");

    /** Only reclaims are possible at present. */
    public static final NfsStatus GRACE = NAMED.add(10013, "NFS4ERR_GRACE");

    /** A volatile filehandle has expired. */
    public static final NfsStatus FHEXPIRED = NAMED.add(10014, "NFS4ERR_FHEXPIRED");

    /** Another open denies the access. */
    public static final NfsStatus SHARE_DENIED = NAMED.add(10015, "NFS4ERR_SHARE_DENIED");

    /** The security flavor is not accepted here. */
    public static final NfsStatus WRONGSEC = NAMED.add(10016, "NFS4ERR_WRONGSEC");

    /** Another principal owns the client id. */
    public static final NfsStatus CLID_INUSE = NAMED.add(10017, "NFS4ERR_CLID_INUSE");

    /** NFSv4.0 only: out of resources. */
    public static final NfsStatus RESOURCE = NAMED.add(10018, "NFS4ERR_RESOURCE");

    /** The file system is on another server. */
    public static final NfsStatus MOVED = NAMED.add(10019, "NFS4ERR_MOVED");

    /** There is no current or saved filehandle. */
    public static final NfsStatus NOFILEHANDLE = NAMED.add(10020, "NFS4ERR_NOFILEHANDLE");

    /** The minor version is not supported. */
    public static final NfsStatus MINOR_VERS_MISMATCH =
            NAMED.add(10021, "NFS4ERR_MINOR_VERS_MISMATCH");

    /** A client id from before a restart, or never given out. */
    public static final NfsStatus STALE_CLIENTID = NAMED.add(10022, "NFS4ERR_STALE_CLIENTID");

    /** A state id from before a restart. */
    public static final NfsStatus STALE_STATEID = NAMED.add(10023, "NFS4ERR_STALE_STATEID");

    /** A state id whose sequence number has been passed. */
    public static final NfsStatus OLD_STATEID = NAMED.add(10024, "NFS4ERR_OLD_STATEID");

    /** A state id that denotes nothing. */
    public static final NfsStatus BAD_STATEID = NAMED.add(10025, "NFS4ERR_BAD_STATEID");

    /** NFSv4.0 only: an owner's sequence number is wrong. */
    public static final NfsStatus BAD_SEQID = NAMED.add(10026, "NFS4ERR_BAD_SEQID");

    /** VERIFY found a difference, or a directory cookie verifier is outdated. */
    public static final NfsStatus NOT_SAME = NAMED.add(10027, "NFS4ERR_NOT_SAME");

    /** The range is not one the server can lock. */
    public static final NfsStatus LOCK_RANGE = NAMED.add(10028, "NFS4ERR_LOCK_RANGE");

    /** A symbolic link, where none is allowed. */
    public static final NfsStatus SYMLINK = NAMED.add(10029, "NFS4ERR_SYMLINK");

    /** There is no saved filehandle to restore. */
    public static final NfsStatus RESTOREFH = NAMED.add(10030, "NFS4ERR_RESTOREFH");

    /** NFSv4.0 only: a lease moved to another server. */
    public static final NfsStatus LEASE_MOVED = NAMED.add(10031, "NFS4ERR_LEASE_MOVED");

    /** An attribute is not supported. */
    public static final NfsStatus ATTRNOTSUPP = NAMED.add(10032, "NFS4ERR_ATTRNOTSUPP");

    /** A reclaim outside of the grace period. */
    public static final NfsStatus NO_GRACE = NAMED.add(10033, "NFS4ERR_NO_GRACE");

    /** A reclaim the server knows to be wrong. */
    public static final NfsStatus RECLAIM_BAD = NAMED.add(10034, "NFS4ERR_RECLAIM_BAD");

    /** A reclaim that conflicts with other state. */
    public static final NfsStatus RECLAIM_CONFLICT = NAMED.add(10035, "NFS4ERR_RECLAIM_CONFLICT");

    /** The arguments cannot be decoded. */
    public static final NfsStatus BADXDR = NAMED.add(10036, "NFS4ERR_BADXDR");

    /** Locks are in the way of CLOSE or FREE_STATEID. */
    public static final NfsStatus LOCKS_HELD = NAMED.add(10037, "NFS4ERR_LOCKS_HELD");

    /** The open does not cover the access. */
    public static final NfsStatus OPENMODE = NAMED.add(10038, "NFS4ERR_OPENMODE");

    /** An owner or group that cannot be translated. */
    public static final NfsStatus BADOWNER = NAMED.add(10039, "NFS4ERR_BADOWNER");

    /** A character that is not supported in names. */
    public static final NfsStatus BADCHAR = NAMED.add(10040, "NFS4ERR_BADCHAR");

    /** A name that is not supported. */
    public static final NfsStatus BADNAME = NAMED.add(10041, "NFS4ERR_BADNAME");

    /** The range is beyond what the server can lock. */
    public static final NfsStatus BAD_RANGE = NAMED.add(10042, "NFS4ERR_BAD_RANGE");

    /** A lock cannot be turned into another kind atomically. */
    public static final NfsStatus LOCK_NOTSUPP = NAMED.add(10043, "NFS4ERR_LOCK_NOTSUPP");

    /** There is no such operation. */
    public static final NfsStatus OP_ILLEGAL = NAMED.add(10044, "NFS4ERR_OP_ILLEGAL");

    /** Waiting for the lock would never end. */
    public static final NfsStatus DEADLOCK = NAMED.add(10045, "NFS4ERR_DEADLOCK");

    /** An open file is in the way. */
    public static final NfsStatus FILE_OPEN = NAMED.add(10046, "NFS4ERR_FILE_OPEN");

    /** An administrator revoked the state. */
    public static final NfsStatus ADMIN_REVOKED = NAMED.add(10047, "NFS4ERR_ADMIN_REVOKED");

    /** The backchannel does not work. */
    public static final NfsStatus CB_PATH_DOWN = NAMED.add(10048, "NFS4ERR_CB_PATH_DOWN");

    /** The layout I/O mode is not possible here. */
    public static final NfsStatus BADIOMODE = NAMED.add(10049, "NFS4ERR_BADIOMODE");

    /** The layout is not valid. */
    public static final NfsStatus BADLAYOUT = NAMED.add(10050, "NFS4ERR_BADLAYOUT");

    /** The digest of SET_SSV is wrong. */
    public static final NfsStatus BAD_SESSION_DIGEST =
            NAMED.add(10051, "NFS4ERR_BAD_SESSION_DIGEST");

    /** There is no such session. */
    public static final NfsStatus BADSESSION = NAMED.add(10052, "NFS4ERR_BADSESSION");

    /** The session has no such slot. */
    public static final NfsStatus BADSLOT = NAMED.add(10053, "NFS4ERR_BADSLOT");

    /** RECLAIM_COMPLETE was sent before. */
    public static final NfsStatus COMPLETE_ALREADY = NAMED.add(10054, "NFS4ERR_COMPLETE_ALREADY");

    /** The connection is not bound to the session. */
    public static final NfsStatus CONN_NOT_BOUND_TO_SESSION =
            NAMED.add(10055, "NFS4ERR_CONN_NOT_BOUND_TO_SESSION");

    /** The client has asked for that delegation already. */
    public static final NfsStatus DELEG_ALREADY_WANTED =
            NAMED.add(10056, "NFS4ERR_DELEG_ALREADY_WANTED");

    /** Callbacks are outstanding. */
    public static final NfsStatus BACK_CHAN_BUSY = NAMED.add(10057, "NFS4ERR_BACK_CHAN_BUSY");

    /** No layout at present; try again later. */
    public static final NfsStatus LAYOUTTRYLATER = NAMED.add(10058, "NFS4ERR_LAYOUTTRYLATER");

    /** No layout for this file, now or later. */
    public static final NfsStatus LAYOUTUNAVAILABLE = NAMED.add(10059, "NFS4ERR_LAYOUTUNAVAILABLE");

    /** No layout matches. */
    public static final NfsStatus NOMATCHING_LAYOUT = NAMED.add(10060, "NFS4ERR_NOMATCHING_LAYOUT");

    /** A layout recall is under way. */
    public static final NfsStatus RECALLCONFLICT = NAMED.add(10061, "NFS4ERR_RECALLCONFLICT");

    /** The layout type is not supported. */
    public static final NfsStatus UNKNOWN_LAYOUTTYPE =
            NAMED.add(10062, "NFS4ERR_UNKNOWN_LAYOUTTYPE");

    /** The sequence id is neither the last one nor the next. */
    public static final NfsStatus SEQ_MISORDERED = NAMED.add(10063, "NFS4ERR_SEQ_MISORDERED");

    /** SEQUENCE is not the first operation. */
    public static final NfsStatus SEQUENCE_POS = NAMED.add(10064, "NFS4ERR_SEQUENCE_POS");

    /** The request exceeds the session's limit. */
    public static final NfsStatus REQ_TOO_BIG = NAMED.add(10065, "NFS4ERR_REQ_TOO_BIG");

    /** The reply would exceed the session's limit. */
    public static final NfsStatus REP_TOO_BIG = NAMED.add(10066, "NFS4ERR_REP_TOO_BIG");

    /** The reply was to be cached and would exceed that limit. */
    public static final NfsStatus REP_TOO_BIG_TO_CACHE =
            NAMED.add(10067, "NFS4ERR_REP_TOO_BIG_TO_CACHE");

    /** A retry of a request whose reply was not kept. */
    public static final NfsStatus RETRY_UNCACHED_REP =
            NAMED.add(10068, "NFS4ERR_RETRY_UNCACHED_REP");

    /** The compound could not be retried safely. */
    public static final NfsStatus UNSAFE_COMPOUND = NAMED.add(10069, "NFS4ERR_UNSAFE_COMPOUND");

    /** The compound has more operations than the session allows. */
    public static final NfsStatus TOO_MANY_OPS = NAMED.add(10070, "NFS4ERR_TOO_MANY_OPS");

    /** The operation needs SEQUENCE before it. */
    public static final NfsStatus OP_NOT_IN_SESSION = NAMED.add(10071, "NFS4ERR_OP_NOT_IN_SESSION");

    /** No proposed hash algorithm is supported. */
    public static final NfsStatus HASH_ALG_UNSUPP = NAMED.add(10072, "NFS4ERR_HASH_ALG_UNSUPP");

    /** The client id still has state. */
    public static final NfsStatus CLIENTID_BUSY = NAMED.add(10074, "NFS4ERR_CLIENTID_BUSY");

    /** A data server does not hold that part of the file. */
    public static final NfsStatus PNFS_IO_HOLE = NAMED.add(10075, "NFS4ERR_PNFS_IO_HOLE");

    /** The same sequence id with another request. */
    public static final NfsStatus SEQ_FALSE_RETRY = NAMED.add(10076, "NFS4ERR_SEQ_FALSE_RETRY");

    /** The highest slot is below the slot in use. */
    public static final NfsStatus BAD_HIGH_SLOT = NAMED.add(10077, "NFS4ERR_BAD_HIGH_SLOT");

    /** The session can only be destroyed. */
    public static final NfsStatus DEADSESSION = NAMED.add(10078, "NFS4ERR_DEADSESSION");

    /** No proposed encryption algorithm is supported. */
    public static final NfsStatus ENCR_ALG_UNSUPP = NAMED.add(10079, "NFS4ERR_ENCR_ALG_UNSUPP");

    /** I/O to a data server without a layout. */
    public static final NfsStatus PNFS_NO_LAYOUT = NAMED.add(10080, "NFS4ERR_PNFS_NO_LAYOUT");

    /** The operation must be alone in its compound. */
    public static final NfsStatus NOT_ONLY_OP = NAMED.add(10081, "NFS4ERR_NOT_ONLY_OP");

    /** Another credential is needed. */
    public static final NfsStatus WRONG_CRED = NAMED.add(10082, "NFS4ERR_WRONG_CRED");

    /** The object is of a type that the operation does not work on. */
    public static final NfsStatus WRONG_TYPE = NAMED.add(10083, "NFS4ERR_WRONG_TYPE");

    /** No directory delegation at present. */
    public static final NfsStatus DIRDELEG_UNAVAIL = NAMED.add(10084, "NFS4ERR_DIRDELEG_UNAVAIL");

    /** The client does not want the delegation that was pushed. */
    public static final NfsStatus REJECT_DELEG = NAMED.add(10085, "NFS4ERR_REJECT_DELEG");

    /** A layout return is under way. */
    public static final NfsStatus RETURNCONFLICT = NAMED.add(10086, "NFS4ERR_RETURNCONFLICT");

    /** The delegation was revoked. */
    public static final NfsStatus DELEG_REVOKED = NAMED.add(10087, "NFS4ERR_DELEG_REVOKED");

    /** The status of a number; of a named one always the same instance. */
    public static NfsStatus of(int value) {
        return NAMED.of(value);
    }

    /** All statuses that have a name. */
    public static List<NfsStatus> known() {
        return NAMED.all();
    }

    /** Whether the operation succeeded. */
    public boolean isOk() {
        return value == 0;
    }

    /** Reads one; any number will do. */
    public static NfsStatus decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name in the RFC, {@code NFS4ERR(12345)} if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
