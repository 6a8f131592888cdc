package org.nfs41.xdr;

/**
 * Identifies an open, a lock, a delegation or a layout, {@code stateid4} (RFC 8881 sections 3.3.12
 * and 8.2).
 *
 * @param seqid counts the changes of that state, from 1; 0 means the current one; unsigned
 * @param otherHigh the first eight of the twelve bytes that identify it, big-endian
 * @param otherLow the other four
 */
public record StateId(int seqid, long otherHigh, int otherLow) {
    /** All bits zero: no state (RFC 8881 section 8.2.3). */
    public static final StateId ANONYMOUS = new StateId(0, 0, 0);

    /** All bits one: a READ that passes by mandatory locks (RFC 8881 section 8.2.3). */
    public static final StateId READ_BYPASS = new StateId(-1, -1, -1);

    /** Seqid 1 and else zero: the current state id of the compound (RFC 8881 section 8.2.3). */
    public static final StateId CURRENT = new StateId(1, 0, 0);

    /** Seqid all ones and else zero: can never be valid (RFC 8881 section 8.2.3). */
    public static final StateId INVALID = new StateId(-1, 0, 0);

    /** Reads one. */
    public static StateId decode(XdrReader in) throws XdrException {
        return new StateId(in.readInt(), in.readLong(), in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(seqid);
        out.writeLong(otherHigh);
        out.writeInt(otherLow);
    }

    /** The same state with another seqid. */
    public StateId withSeqid(int newSeqid) {
        return new StateId(newSeqid, otherHigh, otherLow);
    }

    /** Whether both identify the same state, whatever the seqids. */
    public boolean sameOther(StateId other) {
        return otherHigh == other.otherHigh && otherLow == other.otherLow;
    }

    /** The seqid in decimal, then the other bytes in hexadecimal. */
    @Override
    public String toString() {
        return String.format("%s:%016x%08x", Integer.toUnsignedString(seqid), otherHigh, otherLow);
    }
}
