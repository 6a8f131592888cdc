package org.nfs41.server.storage;

import org.nfs41.ops.fs.ExportTable;
import org.nfs41.state.KnownClient;
import org.nfs41.state.Principal;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.ArrayList;
import java.util.List;

/** How states and records are written: in XDR. */
final class RecordCodec {
    /** The only form of a log so far. */
    private static final int VERSION = 1;

    private static final int MAY_RECLAIM = 1;
    private static final int REVOKED = 2;
    private static final int GONE = 3;
    private static final int LEASE = 4;

    /** The least that a client takes: two empty names, verifier, flavor and uid. */
    private static final int MIN_CLIENT_BYTES = 28;

    private RecordCodec() {}

    static byte[] encode(Remembered state) {
        XdrWriter out = new XdrWriter();
        out.writeInt(VERSION);
        out.writeInt(state.bootEpoch());
        out.writeOpaque(state.serverName());
        out.writeOpaque(state.handleKey());
        out.writeLong(state.leaseNanos());
        out.writeList(state.mayReclaim(), RecordCodec::encode);
        return out.toByteArray();
    }

    static Remembered decodeState(XdrReader in) throws XdrException {
        int version = in.readInt();
        if (version != VERSION) {
            throw new XdrException("version " + version);
        }
        return new Remembered(
                in.readInt(),
                in.readOpaque(Limits.OWNER).detach(),
                in.readOpaque(ExportTable.HANDLE_KEY_BYTES).detach(),
                in.readLong(),
                in.readList(in.remaining() / MIN_CLIENT_BYTES, RecordCodec::decodeClient));
    }

    static byte[] encode(List<StableRecord> records) {
        XdrWriter out = new XdrWriter();
        for (StableRecord record : records) {
            switch (record) {
                case StableRecord.MayReclaim(KnownClient client) -> {
                    out.writeInt(MAY_RECLAIM);
                    encode(client, out);
                }
                case StableRecord.Revoked(Opaque owner) -> {
                    out.writeInt(REVOKED);
                    out.writeOpaque(owner);
                }
                case StableRecord.Gone(Opaque owner) -> {
                    out.writeInt(GONE);
                    out.writeOpaque(owner);
                }
                case StableRecord.Lease(long nanos) -> {
                    out.writeInt(LEASE);
                    out.writeLong(nanos);
                }
            }
        }
        return out.toByteArray();
    }

    static List<StableRecord> decodeRecords(XdrReader in) throws XdrException {
        List<StableRecord> records = new ArrayList<>();
        while (in.remaining() > 0) {
            records.add(decodeRecord(in));
        }
        return records;
    }

    private static StableRecord decodeRecord(XdrReader in) throws XdrException {
        int type = in.readInt();
        return switch (type) {
            case MAY_RECLAIM -> new StableRecord.MayReclaim(decodeClient(in));
            case REVOKED -> new StableRecord.Revoked(in.readOpaque(Limits.OWNER).detach());
            case GONE -> new StableRecord.Gone(in.readOpaque(Limits.OWNER).detach());
            case LEASE -> new StableRecord.Lease(in.readLong());
            default -> throw new XdrException("record type " + type);
        };
    }

    private static void encode(KnownClient client, XdrWriter out) {
        out.writeOpaque(client.owner());
        out.writeLong(client.verifier());
        out.writeInt(client.principal().flavor());
        out.writeLong(client.principal().uid());
        out.writeOpaque(client.principal().name());
    }

    private static KnownClient decodeClient(XdrReader in) throws XdrException {
        return new KnownClient(
                in.readOpaque(Limits.OWNER).detach(),
                in.readLong(),
                new Principal(
                        in.readInt(),
                        in.readLong(),
                        in.readOpaque(Limits.PRINCIPAL_NAME).detach()));
    }
}
