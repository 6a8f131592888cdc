package org.nfs41.xdr;

/** Bit numbers of {@link ThresholdItem#hintSet} (RFC 8881 section 3.3.22). */
public final class ThresholdHints {
    /** File size in bytes from which reads should go to the devices. */
    public static final int READ_SIZE = 0;

    /** File size in bytes from which writes should go to the devices. */
    public static final int WRITE_SIZE = 1;

    /** Read size in bytes from which a read should go to the devices. */
    public static final int READ_IOSIZE = 2;

    /** Write size in bytes from which a write should go to the devices. */
    public static final int WRITE_IOSIZE = 3;

    private ThresholdHints() {}
}
