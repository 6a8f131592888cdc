package org.nfs41.server;

/**
 * What a server holds for its clients at one moment.
 *
 * @param clientIds client ids, confirmed and unconfirmed
 * @param sessions sessions
 * @param openFiles opens: one for each client, open-owner and file
 * @param delegations delegations, revoked ones that their clients have not taken note of among them
 */
public record ServerState(int clientIds, int sessions, int openFiles, int delegations) {}
