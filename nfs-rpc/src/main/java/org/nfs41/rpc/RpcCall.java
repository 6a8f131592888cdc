package org.nfs41.rpc;

/** The head of a call that is being answered; valid during {@link RpcProgram#call} only. */
public interface RpcCall {
    /** The call's transaction id. */
    int xid();

    /** The program's number, unsigned. */
    int program();

    /** The program's version, unsigned. */
    int version();

    /** The procedure's number, unsigned; 0 is the NULL procedure by convention. */
    int procedure();

    /** Who calls. The same object for calls on one connection with the same credential bytes. */
    RpcCredential credential();

    /** The connection that the call came on, valid beyond the call. */
    RpcConnection connection();

    /** The size of the whole call in bytes, from the xid on, without record marks. */
    int recordBytes();

    /**
     * When the call was read, in nanoseconds of {@link System#nanoTime()}: the clock is read once
     * for all calls that arrive together.
     */
    long receivedNanos();
}
