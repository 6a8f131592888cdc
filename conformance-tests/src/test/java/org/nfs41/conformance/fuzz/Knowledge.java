package org.nfs41.conformance.fuzz;

import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CreateSessionResOk;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LockResOk;
import org.nfs41.xdr.op.LockUResOk;
import org.nfs41.xdr.op.OpenDowngradeResOk;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.ReadDirResOk;
import org.nfs41.xdr.op.ResOp;

import java.util.random.RandomGenerator;

/** What a client has learned from replies: without it, random requests would fail early. */
final class Knowledge {
    /** A client id with the sequence id of the next CREATE_SESSION. */
    record Client(long id, int sequence) {}

    final Pool<Client> clients;
    final Pool<SessionId> sessions;
    final Pool<StateId> stateIds;
    final Pool<FileHandle> handles;
    final Pool<Long> verifiers;

    Knowledge(RandomGenerator random) {
        clients = new Pool<>(random);
        sessions = new Pool<>(random);
        stateIds = new Pool<>(random);
        handles = new Pool<>(random);
        verifiers = new Pool<>(random);
    }

    void learn(ResOp result) {
        switch (result) {
            case ExchangeIdResOk ok -> clients.add(new Client(ok.clientId(), ok.sequenceId()));
            case CreateSessionResOk ok -> sessions.add(ok.sessionId());
            case OpenResOk ok -> stateIds.add(ok.stateId());
            case OpenDowngradeResOk ok -> stateIds.add(ok.openStateId());
            case LockResOk ok -> stateIds.add(ok.lockStateId());
            case LockUResOk ok -> stateIds.add(ok.lockStateId());
            case GetFhResOk ok -> handles.add(ok.object().detach());
            case ReadDirResOk ok -> verifiers.add(ok.cookieVerifier());
            default -> {}
        }
    }
}
