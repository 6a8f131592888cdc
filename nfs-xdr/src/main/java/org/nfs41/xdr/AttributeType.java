package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute with the type of its value. The constants are named like those of {@link Attribute},
 * which says what they mean.
 *
 * <p>Numbers are {@code Integer} and {@code Long}, unsigned; texts are {@link Opaque}.
 *
 * @param <T> the type of the value
 */
public final class AttributeType<T> {
    private static final List<AttributeType<?>> ALL = new ArrayList<>();

    public static final AttributeType<Bitmap> SUPPORTED_ATTRS =
            add(Attribute.SUPPORTED_ATTRS, "supported_attrs", Bitmap::decode, Bitmap::encode);
    public static final AttributeType<FileType> TYPE =
            add(Attribute.TYPE, "type", FileType::decode, FileType::encode);
    public static final AttributeType<Integer> FH_EXPIRE_TYPE =
            number(Attribute.FH_EXPIRE_TYPE, "fh_expire_type");
    public static final AttributeType<Long> CHANGE = longNumber(Attribute.CHANGE, "change");
    public static final AttributeType<Long> SIZE = longNumber(Attribute.SIZE, "size");
    public static final AttributeType<Boolean> LINK_SUPPORT =
            bool(Attribute.LINK_SUPPORT, "link_support");
    public static final AttributeType<Boolean> SYMLINK_SUPPORT =
            bool(Attribute.SYMLINK_SUPPORT, "symlink_support");
    public static final AttributeType<Boolean> NAMED_ATTR =
            bool(Attribute.NAMED_ATTR, "named_attr");
    public static final AttributeType<Fsid> FSID =
            add(Attribute.FSID, "fsid", Fsid::decode, Fsid::encode);
    public static final AttributeType<Boolean> UNIQUE_HANDLES =
            bool(Attribute.UNIQUE_HANDLES, "unique_handles");
    public static final AttributeType<Integer> LEASE_TIME =
            number(Attribute.LEASE_TIME, "lease_time");
    public static final AttributeType<NfsStatus> RDATTR_ERROR =
            add(Attribute.RDATTR_ERROR, "rdattr_error", NfsStatus::decode, NfsStatus::encode);
    public static final AttributeType<List<NfsAce>> ACL =
            list(Attribute.ACL, "acl", NfsAce::decode, NfsAce::encode);
    public static final AttributeType<Integer> ACLSUPPORT =
            number(Attribute.ACLSUPPORT, "aclsupport");
    public static final AttributeType<Boolean> ARCHIVE = bool(Attribute.ARCHIVE, "archive");
    public static final AttributeType<Boolean> CANSETTIME =
            bool(Attribute.CANSETTIME, "cansettime");
    public static final AttributeType<Boolean> CASE_INSENSITIVE =
            bool(Attribute.CASE_INSENSITIVE, "case_insensitive");
    public static final AttributeType<Boolean> CASE_PRESERVING =
            bool(Attribute.CASE_PRESERVING, "case_preserving");
    public static final AttributeType<Boolean> CHOWN_RESTRICTED =
            bool(Attribute.CHOWN_RESTRICTED, "chown_restricted");
    public static final AttributeType<FileHandle> FILEHANDLE =
            add(Attribute.FILEHANDLE, "filehandle", FileHandle::decode, FileHandle::encode);
    public static final AttributeType<Long> FILEID = longNumber(Attribute.FILEID, "fileid");
    public static final AttributeType<Long> FILES_AVAIL =
            longNumber(Attribute.FILES_AVAIL, "files_avail");
    public static final AttributeType<Long> FILES_FREE =
            longNumber(Attribute.FILES_FREE, "files_free");
    public static final AttributeType<Long> FILES_TOTAL =
            longNumber(Attribute.FILES_TOTAL, "files_total");
    public static final AttributeType<FsLocations> FS_LOCATIONS =
            add(Attribute.FS_LOCATIONS, "fs_locations", FsLocations::decode, FsLocations::encode);
    public static final AttributeType<Boolean> HIDDEN = bool(Attribute.HIDDEN, "hidden");
    public static final AttributeType<Boolean> HOMOGENEOUS =
            bool(Attribute.HOMOGENEOUS, "homogeneous");
    public static final AttributeType<Long> MAXFILESIZE =
            longNumber(Attribute.MAXFILESIZE, "maxfilesize");
    public static final AttributeType<Integer> MAXLINK = number(Attribute.MAXLINK, "maxlink");
    public static final AttributeType<Integer> MAXNAME = number(Attribute.MAXNAME, "maxname");
    public static final AttributeType<Long> MAXREAD = longNumber(Attribute.MAXREAD, "maxread");
    public static final AttributeType<Long> MAXWRITE = longNumber(Attribute.MAXWRITE, "maxwrite");
    public static final AttributeType<Opaque> MIMETYPE =
            text(Attribute.MIMETYPE, "mimetype", Limits.MIME_TYPE);
    public static final AttributeType<Integer> MODE = number(Attribute.MODE, "mode");
    public static final AttributeType<Boolean> NO_TRUNC = bool(Attribute.NO_TRUNC, "no_trunc");
    public static final AttributeType<Integer> NUMLINKS = number(Attribute.NUMLINKS, "numlinks");
    public static final AttributeType<Opaque> OWNER =
            text(Attribute.OWNER, "owner", Limits.PRINCIPAL_NAME);
    public static final AttributeType<Opaque> OWNER_GROUP =
            text(Attribute.OWNER_GROUP, "owner_group", Limits.PRINCIPAL_NAME);
    public static final AttributeType<Long> QUOTA_AVAIL_HARD =
            longNumber(Attribute.QUOTA_AVAIL_HARD, "quota_avail_hard");
    public static final AttributeType<Long> QUOTA_AVAIL_SOFT =
            longNumber(Attribute.QUOTA_AVAIL_SOFT, "quota_avail_soft");
    public static final AttributeType<Long> QUOTA_USED =
            longNumber(Attribute.QUOTA_USED, "quota_used");
    public static final AttributeType<SpecData> RAWDEV =
            add(Attribute.RAWDEV, "rawdev", SpecData::decode, SpecData::encode);
    public static final AttributeType<Long> SPACE_AVAIL =
            longNumber(Attribute.SPACE_AVAIL, "space_avail");
    public static final AttributeType<Long> SPACE_FREE =
            longNumber(Attribute.SPACE_FREE, "space_free");
    public static final AttributeType<Long> SPACE_TOTAL =
            longNumber(Attribute.SPACE_TOTAL, "space_total");
    public static final AttributeType<Long> SPACE_USED =
            longNumber(Attribute.SPACE_USED, "space_used");
    public static final AttributeType<Boolean> SYSTEM = bool(Attribute.SYSTEM, "system");
    public static final AttributeType<NfsTime> TIME_ACCESS =
            add(Attribute.TIME_ACCESS, "time_access", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<SetTime> TIME_ACCESS_SET =
            add(Attribute.TIME_ACCESS_SET, "time_access_set", SetTime::decode, SetTime::encode);
    public static final AttributeType<NfsTime> TIME_BACKUP =
            add(Attribute.TIME_BACKUP, "time_backup", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<NfsTime> TIME_CREATE =
            add(Attribute.TIME_CREATE, "time_create", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<NfsTime> TIME_DELTA =
            add(Attribute.TIME_DELTA, "time_delta", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<NfsTime> TIME_METADATA =
            add(Attribute.TIME_METADATA, "time_metadata", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<NfsTime> TIME_MODIFY =
            add(Attribute.TIME_MODIFY, "time_modify", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<SetTime> TIME_MODIFY_SET =
            add(Attribute.TIME_MODIFY_SET, "time_modify_set", SetTime::decode, SetTime::encode);
    public static final AttributeType<Long> MOUNTED_ON_FILEID =
            longNumber(Attribute.MOUNTED_ON_FILEID, "mounted_on_fileid");
    public static final AttributeType<NfsTime> DIR_NOTIF_DELAY =
            add(Attribute.DIR_NOTIF_DELAY, "dir_notif_delay", NfsTime::decode, NfsTime::encode);
    public static final AttributeType<NfsTime> DIRENT_NOTIF_DELAY =
            add(
                    Attribute.DIRENT_NOTIF_DELAY,
                    "dirent_notif_delay",
                    NfsTime::decode,
                    NfsTime::encode);
    public static final AttributeType<NfsAcl> DACL =
            add(Attribute.DACL, "dacl", NfsAcl::decode, NfsAcl::encode);
    public static final AttributeType<NfsAcl> SACL =
            add(Attribute.SACL, "sacl", NfsAcl::decode, NfsAcl::encode);
    public static final AttributeType<ChangePolicy> CHANGE_POLICY =
            add(
                    Attribute.CHANGE_POLICY,
                    "change_policy",
                    ChangePolicy::decode,
                    ChangePolicy::encode);
    public static final AttributeType<FsStatus> FS_STATUS =
            add(Attribute.FS_STATUS, "fs_status", FsStatus::decode, FsStatus::encode);
    public static final AttributeType<List<LayoutType>> FS_LAYOUT_TYPES =
            list(
                    Attribute.FS_LAYOUT_TYPES,
                    "fs_layout_types",
                    LayoutType::decode,
                    LayoutType::encode);
    public static final AttributeType<LayoutHint> LAYOUT_HINT =
            add(Attribute.LAYOUT_HINT, "layout_hint", LayoutHint::decode, LayoutHint::encode);
    public static final AttributeType<List<LayoutType>> LAYOUT_TYPES =
            list(Attribute.LAYOUT_TYPES, "layout_types", LayoutType::decode, LayoutType::encode);
    public static final AttributeType<Integer> LAYOUT_BLKSIZE =
            number(Attribute.LAYOUT_BLKSIZE, "layout_blksize");
    public static final AttributeType<Integer> LAYOUT_ALIGNMENT =
            number(Attribute.LAYOUT_ALIGNMENT, "layout_alignment");
    public static final AttributeType<FsLocationsInfo> FS_LOCATIONS_INFO =
            add(
                    Attribute.FS_LOCATIONS_INFO,
                    "fs_locations_info",
                    FsLocationsInfo::decode,
                    FsLocationsInfo::encode);
    public static final AttributeType<MdsThreshold> MDSTHRESHOLD =
            add(Attribute.MDSTHRESHOLD, "mdsthreshold", MdsThreshold::decode, MdsThreshold::encode);
    public static final AttributeType<RetentionGet> RETENTION_GET =
            add(
                    Attribute.RETENTION_GET,
                    "retention_get",
                    RetentionGet::decode,
                    RetentionGet::encode);
    public static final AttributeType<RetentionSet> RETENTION_SET =
            add(
                    Attribute.RETENTION_SET,
                    "retention_set",
                    RetentionSet::decode,
                    RetentionSet::encode);
    public static final AttributeType<RetentionGet> RETENTEVT_GET =
            add(
                    Attribute.RETENTEVT_GET,
                    "retentevt_get",
                    RetentionGet::decode,
                    RetentionGet::encode);
    public static final AttributeType<RetentionSet> RETENTEVT_SET =
            add(
                    Attribute.RETENTEVT_SET,
                    "retentevt_set",
                    RetentionSet::decode,
                    RetentionSet::encode);
    public static final AttributeType<Long> RETENTION_HOLD =
            longNumber(Attribute.RETENTION_HOLD, "retention_hold");
    public static final AttributeType<ModeMasked> MODE_SET_MASKED =
            add(
                    Attribute.MODE_SET_MASKED,
                    "mode_set_masked",
                    ModeMasked::decode,
                    ModeMasked::encode);
    public static final AttributeType<Bitmap> SUPPATTR_EXCLCREAT =
            add(Attribute.SUPPATTR_EXCLCREAT, "suppattr_exclcreat", Bitmap::decode, Bitmap::encode);
    public static final AttributeType<Integer> FS_CHARSET_CAP =
            number(Attribute.FS_CHARSET_CAP, "fs_charset_cap");
    public static final AttributeType<Integer> CLONE_BLKSIZE =
            number(Attribute.CLONE_BLKSIZE, "clone_blksize");
    public static final AttributeType<Long> SPACE_FREED =
            longNumber(Attribute.SPACE_FREED, "space_freed");
    public static final AttributeType<ChangeAttrType> CHANGE_ATTR_TYPE =
            add(
                    Attribute.CHANGE_ATTR_TYPE,
                    "change_attr_type",
                    ChangeAttrType::decode,
                    ChangeAttrType::encode);
    public static final AttributeType<SecLabel> SEC_LABEL =
            add(Attribute.SEC_LABEL, "sec_label", SecLabel::decode, SecLabel::encode);
    public static final AttributeType<ModeUmask> MODE_UMASK =
            add(Attribute.MODE_UMASK, "mode_umask", ModeUmask::decode, ModeUmask::encode);

    private final int number;
    private final String name;
    private final XdrDecoder<T> decoder;
    private final XdrEncoder<T> encoder;

    private AttributeType(int number, String name, XdrDecoder<T> decoder, XdrEncoder<T> encoder) {
        this.number = number;
        this.name = name;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /** The attribute of a number, null if none is known. */
    public static @Nullable AttributeType<?> of(int number) {
        return number >= 0 && number < ALL.size() ? ALL.get(number) : null;
    }

    /** All attributes that are known, in the order of their numbers, which begin at 0. */
    public static List<AttributeType<?>> known() {
        return List.copyOf(ALL);
    }

    /** The attribute's number. */
    public int number() {
        return number;
    }

    /** Reads a value. */
    public T decode(XdrReader in) throws XdrException {
        return decoder.decode(in);
    }

    /** Writes a value. */
    public void encode(T value, XdrWriter out) {
        encoder.encode(value, out);
    }

    /** The attribute's name in the RFC, such as {@code size}. */
    @Override
    public String toString() {
        return name;
    }

    private static AttributeType<Integer> number(int number, String name) {
        return add(number, name, XdrReader::readInt, (value, out) -> out.writeInt(value));
    }

    private static AttributeType<Long> longNumber(int number, String name) {
        return add(number, name, XdrReader::readLong, (value, out) -> out.writeLong(value));
    }

    private static AttributeType<Boolean> bool(int number, String name) {
        return add(number, name, XdrReader::readBoolean, (value, out) -> out.writeBoolean(value));
    }

    private static AttributeType<Opaque> text(int number, String name, int max) {
        return add(number, name, in -> in.readOpaque(max), (value, out) -> out.writeOpaque(value));
    }

    private static <E> AttributeType<List<E>> list(
            int number, String name, XdrDecoder<E> decoder, XdrEncoder<E> encoder) {
        return add(
                number,
                name,
                in -> in.readList(Limits.MESSAGE, decoder),
                (value, out) -> out.writeList(value, encoder));
    }

    private static <T> AttributeType<T> add(
            int number, String name, XdrDecoder<T> decoder, XdrEncoder<T> encoder) {
        if (number != ALL.size()) {
            throw new IllegalStateException(name + " is not number " + ALL.size());
        }
        AttributeType<T> type = new AttributeType<>(number, name, decoder, encoder);
        ALL.add(type);
        return type;
    }
}
