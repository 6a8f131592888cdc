package org.nfs41.conformance.client;

/** Something that happened between client and server and is shown when a check fails. */
public sealed interface Evidence permits Exchange, Evidence.Note {
    /** What happened, in one or more lines. */
    String describe();

    /**
     * A remark: a connection opened, cut or closed, a pause, a callback.
     *
     * @param describe what happened
     */
    record Note(String describe) implements Evidence {}
}
