package org.nfs41.xdr.op;

import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** Why no delegation was granted, {@code open_none_delegation4} (RFC 8881 section 18.16). */
public sealed interface OpenNoneDelegation {
    /** The reason. */
    WhyNoDelegation why();

    /** Writes reason and arm. */
    void encode(XdrWriter out);

    /** Reads reason and arm. */
    static OpenNoneDelegation decode(XdrReader in) throws XdrException {
        WhyNoDelegation why = WhyNoDelegation.decode(in);
        if (why.equals(WhyNoDelegation.CONTENTION)) {
            return new Contention(in.readBoolean());
        }
        if (why.equals(WhyNoDelegation.RESOURCE)) {
            return new Resource(in.readBoolean());
        }
        return new Plain(why);
    }

    /**
     * Others use the file in a way that forbids it.
     *
     * @param serverWillPushDeleg whether the server will push the delegation later
     */
    record Contention(boolean serverWillPushDeleg) implements OpenNoneDelegation {
        @Override
        public WhyNoDelegation why() {
            return WhyNoDelegation.CONTENTION;
        }

        @Override
        public void encode(XdrWriter out) {
            why().encode(out);
            out.writeBoolean(serverWillPushDeleg);
        }
    }

    /**
     * The server is short of resources.
     *
     * @param serverWillSignalAvail whether the server will tell when there are some again
     */
    record Resource(boolean serverWillSignalAvail) implements OpenNoneDelegation {
        @Override
        public WhyNoDelegation why() {
            return WhyNoDelegation.RESOURCE;
        }

        @Override
        public void encode(XdrWriter out) {
            why().encode(out);
            out.writeBoolean(serverWillSignalAvail);
        }
    }

    /**
     * A reason that has no more to say.
     *
     * @param why any reason but the two with arms of their own
     */
    record Plain(WhyNoDelegation why) implements OpenNoneDelegation {
        /** Checks the reason. */
        public Plain {
            if (why.equals(WhyNoDelegation.CONTENTION) || why.equals(WhyNoDelegation.RESOURCE)) {
                throw new IllegalArgumentException(why + " has a body");
            }
        }

        @Override
        public void encode(XdrWriter out) {
            why.encode(out);
        }
    }
}
