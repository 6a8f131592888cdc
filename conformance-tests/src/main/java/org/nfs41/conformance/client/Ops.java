package org.nfs41.conformance.client;

import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.ChannelDirFromClient;
import org.nfs41.xdr.ClientOwner;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.LockOwner;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.XdrWriter;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.BindConnToSessionArgs;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.DestroyClientIdArgs;
import org.nfs41.xdr.op.DestroySessionArgs;
import org.nfs41.xdr.op.ExchangeIdArgs;
import org.nfs41.xdr.op.ExistLockOwner;
import org.nfs41.xdr.op.FreeStateIdArgs;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.LockArgs;
import org.nfs41.xdr.op.LockTArgs;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.Locker;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.OpenToLockOwner;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReclaimCompleteArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.RestoreFhArgs;
import org.nfs41.xdr.op.SaveFhArgs;
import org.nfs41.xdr.op.StateProtectA;
import org.nfs41.xdr.op.TestStateIdArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Short ways to the operations that checks use most, with the values that they use most. */
public final class Ops {
    /** A request or reply as long as this fits everything an ordinary check sends. */
    private static final int MESSAGE_BYTES = 256 << 10;

    private static final int CACHED_BYTES = 16 << 10;
    private static final int OPERATIONS = 32;
    private static final int SLOTS = 16;
    private static final int BACK_CHANNEL_BYTES = 16 << 10;
    private static final int BACK_CHANNEL_OPERATIONS = 8;
    private static final int BACK_CHANNEL_SLOTS = 4;
    private static final int LISTING_BYTES = 32 << 10;

    private Ops() {}

    /** EXCHANGE_ID without state protection and implementation id. */
    public static ExchangeIdArgs exchangeId(ClientOwner owner, int flags) {
        return new ExchangeIdArgs(owner, flags, new StateProtectA.None(), null);
    }

    /** CREATE_SESSION with ordinary limits, asking for the backchannel on the same connection. */
    public static CreateSessionArgs createSession(long clientId, int sequence) {
        return createSession(clientId, sequence, foreChannel());
    }

    /** The same with other limits for the fore channel. */
    public static CreateSessionArgs createSession(
            long clientId, int sequence, ChannelAttributes foreChannel) {
        return new CreateSessionArgs(
                clientId,
                sequence,
                CreateSessionFlags.CONN_BACK_CHAN,
                foreChannel,
                backChannel(),
                Callbacks.PROGRAM,
                List.of(authSys()));
    }

    /** Ordinary limits of a fore channel. */
    public static ChannelAttributes foreChannel() {
        return channel(MESSAGE_BYTES, MESSAGE_BYTES, CACHED_BYTES, OPERATIONS, SLOTS);
    }

    /** Ordinary limits of a backchannel. */
    public static ChannelAttributes backChannel() {
        return channel(
                BACK_CHANNEL_BYTES,
                BACK_CHANNEL_BYTES,
                0,
                BACK_CHANNEL_OPERATIONS,
                BACK_CHANNEL_SLOTS);
    }

    /** Any limits, without header padding and RDMA. Sizes are in bytes. */
    public static ChannelAttributes channel(
            int request, int response, int cachedResponse, int operations, int slots) {
        return new ChannelAttributes(
                0, request, response, cachedResponse, operations, slots, OptionalInt.empty());
    }

    /** AUTH_SYS as the superuser, for the server to use on the backchannel. */
    public static CallbackSecParms authSys() {
        return new CallbackSecParms.Sys(
                new AuthSysParms(0, Opaque.utf8("nfs41-check"), 0, 0, List.of()));
    }

    /** BIND_CONN_TO_SESSION without RDMA. */
    public static BindConnToSessionArgs bind(SessionId session, ChannelDirFromClient direction) {
        return new BindConnToSessionArgs(session, direction, false);
    }

    /** DESTROY_SESSION. */
    public static DestroySessionArgs destroySession(SessionId session) {
        return new DestroySessionArgs(session);
    }

    /** DESTROY_CLIENTID. */
    public static DestroyClientIdArgs destroyClientId(long clientId) {
        return new DestroyClientIdArgs(clientId);
    }

    /** RECLAIM_COMPLETE for all file systems. */
    public static ReclaimCompleteArgs reclaimComplete() {
        return new ReclaimCompleteArgs(false);
    }

    /** PUTROOTFH. */
    public static PutRootFhArgs putRootFh() {
        return new PutRootFhArgs();
    }

    /** PUTFH. */
    public static PutFhArgs putFh(FileHandle handle) {
        return new PutFhArgs(handle);
    }

    /** GETFH. */
    public static GetFhArgs getFh() {
        return new GetFhArgs();
    }

    /** SAVEFH. */
    public static SaveFhArgs saveFh() {
        return new SaveFhArgs();
    }

    /** RESTOREFH. */
    public static RestoreFhArgs restoreFh() {
        return new RestoreFhArgs();
    }

    /** LOOKUP. */
    public static LookupArgs lookup(String name) {
        return new LookupArgs(Opaque.utf8(name));
    }

    /** PUTROOTFH and a LOOKUP for each name of an absolute path. */
    public static List<ArgOp> walk(String path) {
        List<ArgOp> ops = new ArrayList<>();
        ops.add(putRootFh());
        Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty())
                .forEach(name -> ops.add(lookup(name)));
        return ops;
    }

    /** GETATTR of these attributes, numbers of {@link Attribute}. */
    public static GetAttrArgs getAttr(int... attributes) {
        return new GetAttrArgs(Bitmap.of(attributes));
    }

    /** CREATE of a directory with these permissions. */
    public static CreateArgs makeDirectory(String name, int mode) {
        return new CreateArgs(new CreateType.Plain(FileType.NF4DIR), Opaque.utf8(name), mode(mode));
    }

    /** REMOVE. */
    public static RemoveArgs remove(String name) {
        return new RemoveArgs(Opaque.utf8(name));
    }

    /** READDIR from the beginning without attributes. */
    public static ReadDirArgs readDir(long cookie, long verifier, int... attributes) {
        return new ReadDirArgs(
                cookie, verifier, LISTING_BYTES, LISTING_BYTES, Bitmap.of(attributes));
    }

    /** OPEN of a new file for reading and writing; an existing one is an error. */
    public static OpenArgs create(String name, String owner) {
        return open(
                name,
                owner,
                OpenShare.ACCESS_BOTH,
                new OpenFlag.Create(new CreateHow.Guarded(mode(0666))));
    }

    /** OPEN of an existing file. */
    public static OpenArgs open(String name, String owner, int shareAccess) {
        return open(name, owner, shareAccess, new OpenFlag.NoCreate());
    }

    /** OPEN by name, denying nothing and wanting no delegation unless the access says so. */
    public static OpenArgs open(String name, String owner, int shareAccess, OpenFlag how) {
        return new OpenArgs(
                0,
                shareAccess,
                OpenShare.DENY_NONE,
                new OpenOwner(0, Opaque.utf8(owner)),
                how,
                new OpenClaim.Null(Opaque.utf8(name)));
    }

    /** CLOSE. */
    public static CloseArgs close(StateId stateId) {
        return new CloseArgs(0, stateId);
    }

    /** READ. */
    public static ReadArgs read(StateId stateId, long offset, int count) {
        return new ReadArgs(stateId, offset, count);
    }

    /** WRITE to stable storage. */
    public static WriteArgs write(StateId stateId, long offset, byte... data) {
        return new WriteArgs(stateId, offset, StableHow.FILE_SYNC, Opaque.of(data));
    }

    /** LOCK by an owner that is named, under an open. */
    public static LockArgs lock(
            StateId open, String owner, LockType type, long offset, long length) {
        LockOwner by = new LockOwner(0, Opaque.utf8(owner));
        Locker locker = new Locker.New(new OpenToLockOwner(0, open, 0, by));
        return new LockArgs(type, false, offset, length, locker);
    }

    /** LOCK by the owner of a lock state id. */
    public static LockArgs lock(StateId lock, LockType type, long offset, long length) {
        Locker locker = new Locker.Existing(new ExistLockOwner(lock, 0));
        return new LockArgs(type, false, offset, length, locker);
    }

    /** LOCKT. */
    public static LockTArgs lockTest(String owner, LockType type, long offset, long length) {
        return new LockTArgs(type, offset, length, new LockOwner(0, Opaque.utf8(owner)));
    }

    /** LOCKU. */
    public static LockUArgs unlock(StateId lock, long offset, long length) {
        return new LockUArgs(LockType.WRITE_LT, 0, lock, offset, length);
    }

    /** FREE_STATEID. */
    public static FreeStateIdArgs freeStateId(StateId stateId) {
        return new FreeStateIdArgs(stateId);
    }

    /** TEST_STATEID. */
    public static TestStateIdArgs testStateId(StateId... stateIds) {
        return new TestStateIdArgs(List.of(stateIds));
    }

    /** The attribute {@code mode} alone. */
    public static FileAttributes mode(int mode) {
        XdrWriter writer = new XdrWriter();
        writer.writeInt(mode);
        return new FileAttributes(Bitmap.of(Attribute.MODE), Opaque.of(writer.toByteArray()));
    }

    /** The attribute {@code size} alone. */
    public static FileAttributes size(long bytes) {
        XdrWriter writer = new XdrWriter();
        writer.writeLong(bytes);
        return new FileAttributes(Bitmap.of(Attribute.SIZE), Opaque.of(writer.toByteArray()));
    }
}
