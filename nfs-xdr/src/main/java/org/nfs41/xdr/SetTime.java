package org.nfs41.xdr;

/**
 * A new value for a time attribute, {@code settime4} (RFC 8881 section 3.3.3). Any other number is
 * {@link Unknown}: what its arm holds cannot be told, so nothing is read for it, and what follows
 * on the wire is not to be relied on.
 */
public sealed interface SetTime {
    /** Selects {@link ServerTime}. */
    int SET_TO_SERVER_TIME4 = 0;

    /** Selects {@link ClientTime}. */
    int SET_TO_CLIENT_TIME4 = 1;

    /** The number on the wire that selects the arm. */
    int discriminant();

    /** Writes discriminant and arm. */
    void encode(XdrWriter out);

    /** Reads discriminant and arm. */
    static SetTime decode(XdrReader in) throws XdrException {
        int discriminant = in.readInt();
        return switch (discriminant) {
            case SET_TO_SERVER_TIME4 -> new ServerTime();
            case SET_TO_CLIENT_TIME4 -> new ClientTime(NfsTime.decode(in));
            default -> new Unknown(discriminant);
        };
    }

    /** The server's current time. */
    record ServerTime() implements SetTime {
        @Override
        public int discriminant() {
            return SET_TO_SERVER_TIME4;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(SET_TO_SERVER_TIME4);
        }
    }

    /**
     * A time the client names.
     *
     * @param time the new time
     */
    record ClientTime(NfsTime time) implements SetTime {
        @Override
        public int discriminant() {
            return SET_TO_CLIENT_TIME4;
        }

        @Override
        public void encode(XdrWriter out) {
            out.writeInt(SET_TO_CLIENT_TIME4);
            time.encode(out);
        }
    }

    /**
     * An arm the XDR does not have.
     *
     * @param discriminant the number that was sent
     */
    record Unknown(int discriminant) implements SetTime {
        @Override
        public void encode(XdrWriter out) {
            out.writeInt(discriminant);
        }
    }
}
