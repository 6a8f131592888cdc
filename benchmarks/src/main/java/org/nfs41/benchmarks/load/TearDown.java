package org.nfs41.benchmarks.load;

import org.nfs41.conformance.client.Ops;
import org.nfs41.xdr.op.RemoveArgs;

import java.io.IOException;
import java.util.List;

/** Removes what {@link SetUp} made, on the same connection, which nothing is under way on. */
final class TearDown {
    private TearDown() {}

    /**
     * Removes file, session and client.
     *
     * @param sequenceId the last that was used on slot 0
     * @throws SetUpFailure if the server refuses
     */
    static void run(Control control, Prepared prepared, int sequenceId)
            throws IOException, SetUpFailure {
        SessionControl session = new SessionControl(control, prepared.session(), sequenceId);
        if (!prepared.file().equals(Prepared.NO_FILE)) {
            session.call("CLOSE", List.of(Ops.putFh(prepared.file()), Ops.close(prepared.state())));
            session.call(
                    "REMOVE",
                    List.of(Ops.putFh(prepared.directory()), new RemoveArgs(prepared.name())));
        }
        control.patiently("DESTROY_SESSION", Ops.destroySession(prepared.session()));
        control.patiently("DESTROY_CLIENTID", Ops.destroyClientId(prepared.clientId()));
    }
}
