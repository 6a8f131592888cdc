package org.nfs41.conformance.fault.planted;

import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.Hooks;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.op.CompoundArgs;

/** Every minor version is taken for the one that is served. */
public final class AnyMinorVersion extends Fault {
    /** As {@link Fault} asks. */
    public AnyMinorVersion() {
        super(
                "any-minor-version",
                "",
                "a COMPOUND of an unknown minor version is executed as minor version 1",
                "COMP-002");
    }

    @Override
    public ServerHooks hooks() {
        return Hooks.requests(request ->
                new CompoundArgs(
                        request.tag(), 1, request.opCount(), request.ops(), request.undecoded()));
    }
}
