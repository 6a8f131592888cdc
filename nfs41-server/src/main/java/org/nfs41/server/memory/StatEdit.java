package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.acl.Acl;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsTime;

/**
 * A {@link FileStat} in the making: takes over another one's values, which may then be changed.
 *
 * <p>Used by one thread, under the lock of the inode whose attributes are to be replaced.
 */
final class StatEdit {
    private final FileType type;
    private final int deviceMajor;
    private final int deviceMinor;
    private final long fileId;
    private final NfsTime birthTime;
    private int mode;
    private int linkCount;
    private int uid;
    private int gid;
    private long size;
    private long spaceUsed;
    private long change;
    private NfsTime accessTime;
    private NfsTime modifyTime;
    private NfsTime changeTime;
    private @Nullable Acl acl;

    StatEdit(FileStat stat) {
        type = stat.type();
        deviceMajor = stat.deviceMajor();
        deviceMinor = stat.deviceMinor();
        fileId = stat.fileId();
        birthTime = stat.birthTime();
        mode = stat.mode();
        linkCount = stat.linkCount();
        uid = stat.uid();
        gid = stat.gid();
        size = stat.size();
        spaceUsed = stat.spaceUsed();
        change = stat.change();
        accessTime = stat.accessTime();
        modifyTime = stat.modifyTime();
        changeTime = stat.changeTime();
        acl = stat.acl();
    }

    /** The attributes changed {@code now}: the change attribute grows. */
    StatEdit changed(NfsTime now) {
        change++;
        changeTime = now;
        return this;
    }

    /** The content changed {@code now}, and with it the attributes. */
    StatEdit modified(NfsTime now) {
        modifyTime = now;
        return changed(now);
    }

    StatEdit mode(int value) {
        mode = value;
        return this;
    }

    StatEdit addLinks(int difference) {
        linkCount += difference;
        return this;
    }

    StatEdit uid(int value) {
        uid = value;
        return this;
    }

    StatEdit gid(int value) {
        gid = value;
        return this;
    }

    StatEdit size(long value, long used) {
        size = value;
        spaceUsed = used;
        return this;
    }

    StatEdit accessTime(NfsTime value) {
        accessTime = value;
        return this;
    }

    StatEdit modifyTime(NfsTime value) {
        modifyTime = value;
        return this;
    }

    StatEdit acl(@Nullable Acl value) {
        acl = value;
        return this;
    }

    FileStat done() {
        return new FileStat(
                type,
                mode,
                linkCount,
                uid,
                gid,
                deviceMajor,
                deviceMinor,
                size,
                spaceUsed,
                fileId,
                change,
                accessTime,
                modifyTime,
                changeTime,
                birthTime,
                acl);
    }
}
