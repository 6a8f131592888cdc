package org.nfs41.benchmarks.load;

import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;

/**
 * What the requests of a connection need that is ready for a scenario.
 *
 * @param number of the connection, counted from 0
 * @param clientId the client
 * @param session its session
 * @param slots how many of its slots may be used, at least 1
 * @param sequenceId the last that was used on slot 0; the other slots are unused
 * @param directory the export, empty if the scenario has no file
 * @param name of the file in it
 * @param file the file, empty if the scenario has none
 * @param state the open
 */
record Prepared(
        int number,
        long clientId,
        SessionId session,
        int slots,
        int sequenceId,
        FileHandle directory,
        Opaque name,
        FileHandle file,
        StateId state) {
    /** For scenarios without files. */
    static final FileHandle NO_FILE = new FileHandle(Opaque.EMPTY);
}
