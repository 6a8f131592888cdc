package org.nfs41.server.restart;

/** The way of a client's COMPOUNDs to a server. */
interface Wire {
    /**
     * Executes a COMPOUND.
     *
     * @return its result, when a server would have sent it
     */
    byte[] execute(byte[] compound);
}
