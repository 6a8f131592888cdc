package org.nfs41.ops.file;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.PosixPermissions;
import org.nfs41.ops.fs.TimeChange;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsAce;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.SetTime;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;

import java.util.List;

/** Reads the attributes that SETATTR, CREATE and OPEN are to set. */
final class AttributeDecoder {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    /** Longer owner names exist nowhere; a number with its domain is far shorter. */
    private static final int MAX_OWNER_BYTES = 1_024;

    private final Principals principals;
    private NfsStatus status = NfsStatus.OK;
    private AttributeChanges changes = AttributeChanges.NONE;

    private AttributeDecoder(Principals principals) {
        this.principals = principals;
    }

    /**
     * What came of decoding.
     *
     * @param status OK, ATTRNOTSUPP for an attribute that is not known, INVAL for one that cannot
     *     be set or a value that it cannot have, BADOWNER, FBIG
     * @param changes what to set if the status is OK
     * @param mask the attributes that they came from
     */
    record Decoded(NfsStatus status, AttributeChanges changes, Bitmap mask) {}

    /**
     * Decodes all attributes of {@code from}, for an object of that file system; their values must
     * end where their length says.
     */
    static Decoded decode(FileAttributes from, FileSystem of, Principals principals)
            throws XdrException {
        Bitmap mask = from.mask();
        if (!AttributeTable.supported(of).containsAll(mask)) {
            return new Decoded(NfsStatus.ATTRNOTSUPP, AttributeChanges.NONE, mask);
        }
        if (!AttributeTable.settable(of).containsAll(mask)) {
            return new Decoded(NfsStatus.INVAL, AttributeChanges.NONE, mask);
        }
        AttributeDecoder decoder = new AttributeDecoder(principals);
        XdrReader values = new XdrReader(from.values());
        for (int n = mask.next(0); n >= 0; n = mask.next(n + 1)) {
            decoder.read(n, values);
        }
        if (values.remaining() != 0) {
            throw new XdrException(values.remaining() + " bytes behind the attributes");
        }
        return new Decoded(decoder.status, decoder.changes, mask);
    }

    private void read(int number, XdrReader in) throws XdrException {
        switch (number) {
            case Attribute.SIZE -> size(in.readLong());
            case Attribute.MODE -> mode(in.readInt());
            case Attribute.ACL -> acl(AttributeType.ACL.decode(in));
            case Attribute.OWNER -> {
                long uid = known(principals.parseUser(in.readOpaque(MAX_OWNER_BYTES)));
                changes = changes.withUid((int) uid);
            }
            case Attribute.OWNER_GROUP -> {
                long gid = known(principals.parseGroup(in.readOpaque(MAX_OWNER_BYTES)));
                changes = changes.withGid((int) gid);
            }
            case Attribute.TIME_ACCESS_SET -> changes = changes.withAccessTime(time(in));
            case Attribute.TIME_MODIFY_SET -> changes = changes.withModifyTime(time(in));
            default -> throw new IllegalStateException("attribute " + number + " is not settable");
        }
    }

    private void size(long size) {
        if (size < 0) {
            fail(NfsStatus.FBIG);
        }
        changes = changes.withSize(size);
    }

    private void mode(int mode) {
        if ((mode & ~PosixPermissions.MODE_MASK) != 0) {
            // RFC 8881 section 6.2.4: bits that are not defined
            fail(NfsStatus.INVAL);
        }
        changes = changes.withMode(mode);
    }

    private void acl(List<NfsAce> entries) {
        NfsStatus valid = AclCodec.check(entries, principals);
        if (valid.isOk()) {
            changes = changes.withAcl(AclCodec.of(entries, principals));
        } else {
            fail(valid);
        }
    }

    private long known(long id) {
        if (id == Principals.UNKNOWN) {
            fail(NfsStatus.BADOWNER);
        }
        return id;
    }

    private TimeChange time(XdrReader in) throws XdrException {
        return switch (SetTime.decode(in)) {
            case SetTime.ServerTime() -> TimeChange.NOW;
            case SetTime.ClientTime(NfsTime time) -> {
                if (time.nanos() < 0 || time.nanos() >= NANOS_PER_SECOND) {
                    fail(NfsStatus.INVAL);
                }
                yield new TimeChange.To(time);
            }
            case SetTime.Unknown(int discriminant) ->
                    throw new XdrException("settime4 has no arm " + discriminant);
        };
    }

    /** Notes the first failure; decoding goes on, so that bad XDR is seen before bad values. */
    private void fail(NfsStatus failure) {
        if (status.isOk()) {
            status = failure;
        }
    }
}
