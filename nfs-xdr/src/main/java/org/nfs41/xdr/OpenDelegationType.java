package org.nfs41.xdr;

import java.util.List;

/**
 * Which delegation an OPEN returned or a client reclaims, {@code open_delegation_type4} (RFC 8881
 * section 18.16). A peer may send other values than the ones named here.
 *
 * @param value the number on the wire
 */
public record OpenDelegationType(int value) {
    private static final NamedValues<OpenDelegationType> NAMED =
            new NamedValues<>("OpenDelegationType", OpenDelegationType::new);

    /** No delegation, without a reason. */
    public static final OpenDelegationType NONE = NAMED.add(0, "OPEN_DELEGATE_NONE");

    /** A read delegation. */
    public static final OpenDelegationType READ = NAMED.add(1, "OPEN_DELEGATE_READ");

    /** A write delegation. */
    public static final OpenDelegationType WRITE = NAMED.add(2, "OPEN_DELEGATE_WRITE");

    /** No delegation, and why. */
    public static final OpenDelegationType NONE_EXT = NAMED.add(3, "OPEN_DELEGATE_NONE_EXT");

    /** The value of a number; of a named one always the same instance. */
    public static OpenDelegationType of(int value) {
        return NAMED.of(value);
    }

    /** All values that have a name. */
    public static List<OpenDelegationType> known() {
        return NAMED.all();
    }

    /** Reads one; any number will do. */
    public static OpenDelegationType decode(XdrReader in) throws XdrException {
        return of(in.readInt());
    }

    /** Writes it. */
    public void encode(XdrWriter out) {
        out.writeInt(value);
    }

    /** Its name in the RFC, or the number if it has none. */
    @Override
    public String toString() {
        return NAMED.name(value);
    }
}
