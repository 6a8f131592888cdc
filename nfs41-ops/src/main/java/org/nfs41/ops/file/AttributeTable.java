package org.nfs41.ops.file;

import static org.nfs41.xdr.Attribute.*;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.acl.AclMode;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.xdr.AclSupport;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FhExpireType;
import org.nfs41.xdr.FsCharsetCap;
import org.nfs41.xdr.XdrWriter;

/**
 * The attributes that there are, by number, each with its encoder (RFC 8881 sections 5.6 and 5.7).
 * An attribute without an encoder can only be set, or is not supported.
 */
final class AttributeTable {
    /** What every file system here lets be set. */
    static final Bitmap SETTABLE =
            Bitmap.of(SIZE, MODE, OWNER, OWNER_GROUP, TIME_ACCESS_SET, TIME_MODIFY_SET);

    private static final @Nullable AttributeEncoder[] ENCODERS =
            new AttributeEncoder[Attribute.FS_CHARSET_CAP + 1];

    static {
        ofServer();
        ofFileSystem();
        ofObject();
    }

    private static final Bitmap SUPPORTED = supported();

    private static final Bitmap SETTABLE_WITH_ACL = SETTABLE.with(ACL);
    private static final Bitmap SUPPORTED_WITH_ACL = SUPPORTED.with(ACL);

    /** Attributes whose values need the file system's statistics. */
    static final Bitmap OF_STATISTICS =
            Bitmap.of(FILES_AVAIL, FILES_FREE, FILES_TOTAL, SPACE_AVAIL, SPACE_FREE, SPACE_TOTAL);

    private AttributeTable() {}

    /** Attributes that {@code supported_attrs} names: all that can be read or set. */
    static Bitmap supported(FileSystem of) {
        return of.limits().keepsAcls() ? SUPPORTED_WITH_ACL : SUPPORTED;
    }

    /** Attributes that SETATTR, CREATE and OPEN can set. */
    static Bitmap settable(FileSystem of) {
        return of.limits().keepsAcls() ? SETTABLE_WITH_ACL : SETTABLE;
    }

    /** The encoder of an attribute that can be read, else null. */
    static @Nullable AttributeEncoder encoder(int number) {
        return number < ENCODERS.length ? ENCODERS[number] : null;
    }

    private static void ofServer() {
        put(SUPPORTED_ATTRS, (of, out) -> supported(of.file().fileSystem()).encode(out));
        put(SUPPATTR_EXCLCREAT, (of, out) -> settable(of.file().fileSystem()).encode(out));
        put(FH_EXPIRE_TYPE, (of, out) -> out.writeInt(FhExpireType.PERSISTENT));
        put(LEASE_TIME, (of, out) -> out.writeInt(of.settings().leaseSeconds()));
        put(MAXREAD, (of, out) -> out.writeLong(of.settings().maxRead()));
        put(MAXWRITE, (of, out) -> out.writeLong(of.settings().maxWrite()));
        put(RDATTR_ERROR, (of, out) -> of.rdattrError().encode(out));
    }

    private static void ofFileSystem() {
        always(LINK_SUPPORT, true);
        always(SYMLINK_SUPPORT, true);
        always(UNIQUE_HANDLES, true);
        always(CANSETTIME, true);
        always(CASE_INSENSITIVE, false);
        always(CASE_PRESERVING, true);
        always(CHOWN_RESTRICTED, true);
        always(HOMOGENEOUS, true);
        always(NO_TRUNC, true);
        put(ACLSUPPORT, AttributeTable::aclSupport);
        put(FS_CHARSET_CAP, (of, out) -> out.writeInt(FsCharsetCap.ALLOWS_ONLY_UTF8));
        put(FSID, (of, out) -> of.file().export().fsid().encode(out));
        put(MAXFILESIZE, AttributeTable::maxFileSize);
        put(MAXLINK, (of, out) -> out.writeInt(of.file().fileSystem().limits().maxLinks()));
        put(MAXNAME, (of, out) -> out.writeInt(of.file().fileSystem().limits().maxNameBytes()));
        put(FILES_AVAIL, (of, out) -> out.writeLong(of.requireStatistics().availableFiles()));
        put(FILES_FREE, (of, out) -> out.writeLong(of.requireStatistics().freeFiles()));
        put(FILES_TOTAL, (of, out) -> out.writeLong(of.requireStatistics().totalFiles()));
        put(SPACE_AVAIL, (of, out) -> out.writeLong(of.requireStatistics().availableBytes()));
        put(SPACE_FREE, (of, out) -> out.writeLong(of.requireStatistics().freeBytes()));
        put(SPACE_TOTAL, (of, out) -> out.writeLong(of.requireStatistics().totalBytes()));
        put(TIME_DELTA, AttributeTable::timeDelta);
    }

    private static void ofObject() {
        put(ACL, AttributeTable::acl);
        put(NAMED_ATTR, AttributeTable::namedAttributes);
        put(TYPE, (of, out) -> of.stat().type().encode(out));
        put(CHANGE, (of, out) -> out.writeLong(of.stat().change()));
        put(SIZE, (of, out) -> out.writeLong(of.stat().size()));
        put(FILEHANDLE, (of, out) -> of.exports().handleOf(of.file()).encode(out));
        put(FILEID, (of, out) -> out.writeLong(of.stat().fileId()));
        put(MODE, (of, out) -> out.writeInt(of.stat().mode()));
        put(NUMLINKS, (of, out) -> out.writeInt(of.stat().linkCount()));
        put(OWNER, (of, out) -> of.principals().encodeUser(of.stat().uid(), out));
        put(OWNER_GROUP, (of, out) -> of.principals().encodeGroup(of.stat().gid(), out));
        put(RAWDEV, AttributeTable::rawDevice);
        put(SPACE_USED, (of, out) -> out.writeLong(of.stat().spaceUsed()));
        put(TIME_ACCESS, (of, out) -> of.stat().accessTime().encode(out));
        put(TIME_CREATE, (of, out) -> of.stat().birthTime().encode(out));
        put(TIME_METADATA, (of, out) -> of.stat().changeTime().encode(out));
        put(TIME_MODIFY, (of, out) -> of.stat().modifyTime().encode(out));
        put(MOUNTED_ON_FILEID, (of, out) -> out.writeLong(of.exports().mountedOnFileId(of.file())));
    }

    private static void rawDevice(AttributeSource of, XdrWriter out) {
        out.writeInt(of.stat().deviceMajor());
        out.writeInt(of.stat().deviceMinor());
    }

    private static void aclSupport(AttributeSource of, XdrWriter out) {
        boolean kept = of.file().fileSystem().limits().keepsAcls();
        out.writeInt(kept ? AclSupport.ALLOW_ACL | AclSupport.DENY_ACL : 0);
    }

    private static void maxFileSize(AttributeSource of, XdrWriter out) {
        out.writeLong(of.file().fileSystem().maxFileSize(of.file().inode()));
    }

    private static void namedAttributes(AttributeSource of, XdrWriter out) {
        out.writeBoolean(of.file().fileSystem().hasNamedAttributes(of.file().inode()));
    }

    /** An object without a list has that of its mode (RFC 8881 section 6.4.2). */
    private static void acl(AttributeSource of, XdrWriter out) {
        Acl acl = of.stat().acl();
        AclCodec.encode(acl == null ? AclMode.aclOf(of.stat().mode()) : acl, of.principals(), out);
    }

    /** Times are kept to the nanosecond. */
    private static void timeDelta(AttributeSource of, XdrWriter out) {
        out.writeLong(0);
        out.writeInt(1);
    }

    private static void always(int number, boolean value) {
        put(number, (of, out) -> out.writeBoolean(value));
    }

    private static void put(int number, AttributeEncoder encoder) {
        ENCODERS[number] = encoder;
    }

    private static Bitmap supported() {
        Bitmap supported = SETTABLE;
        for (int number = 0; number < ENCODERS.length; number++) {
            if (ENCODERS[number] != null && number != ACL) {
                supported = supported.with(number);
            }
        }
        return supported;
    }
}
