package org.nfs41.xdr;

/** Bits of the attribute {@code mode} (RFC 8881 section 6.2.4). */
public final class ModeBits {
    /** Set user id on execution. */
    public static final int SUID = 0x800;

    /** Set group id on execution. */
    public static final int SGID = 0x400;

    /** The sticky bit. */
    public static final int SVTX = 0x200;

    /** The owner may read. */
    public static final int RUSR = 0x100;

    /** The owner may write. */
    public static final int WUSR = 0x080;

    /** The owner may execute. */
    public static final int XUSR = 0x040;

    /** The group may read. */
    public static final int RGRP = 0x020;

    /** The group may write. */
    public static final int WGRP = 0x010;

    /** The group may execute. */
    public static final int XGRP = 0x008;

    /** Others may read. */
    public static final int ROTH = 0x004;

    /** Others may write. */
    public static final int WOTH = 0x002;

    /** Others may execute. */
    public static final int XOTH = 0x001;

    private ModeBits() {}
}
