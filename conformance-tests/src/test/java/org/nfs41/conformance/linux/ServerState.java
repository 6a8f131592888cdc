package org.nfs41.conformance.linux;

/** What a server holds for all its clients at this moment. */
interface ServerState {

    /** Number of sessions. */
    int sessions();

    /** Number of client ids, confirmed or not. */
    int clientIds();

    /** Number of opens of files, one for each open-owner and file. */
    int openFiles();
}
