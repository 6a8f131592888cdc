package org.nfs41.rpc;

/** What every program does the same: procedure 0 takes nothing and returns nothing. */
public final class NullProcedure {
    /** Its number, by convention (RFC 5531 section 12.1). */
    public static final int NUMBER = 0;

    private NullProcedure() {}

    /**
     * Answers {@code call} if it is for the NULL procedure. Arguments, of which there should be
     * none, are ignored.
     *
     * @return whether it was, so that nothing is left to be done
     */
    public static boolean answer(RpcCall call, RpcReply reply) {
        if (call.procedure() != NUMBER) {
            return false;
        }
        reply.success();
        return true;
    }
}
