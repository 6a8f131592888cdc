package org.nfs41.conformance.wireshark;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.GetFhResOk;

import java.util.ArrayList;
import java.util.List;

/** What the parts of the conversation share: a session, and a directory to work in. */
final class Talk {
    private final NfsClient client;
    private final NfsSession session;
    private final FileHandle directory;

    Talk(NfsClient client, String export) {
        this.client = client;
        this.session = client.mainSession();
        List<ArgOp> walk = new ArrayList<>(Ops.walk(export));
        walk.add(Ops.getFh());
        directory = session.require(walk.toArray(ArgOp[]::new)).result(GetFhResOk.class).object();
    }

    NfsClient client() {
        return client;
    }

    NfsSession session() {
        return session;
    }

    /** Goes back to the directory within a COMPOUND. */
    ArgOp back() {
        return Ops.putFh(directory);
    }

    /** Operations on the directory that all succeed. */
    Reply ok(ArgOp... operations) {
        return session.require(in(directory, operations));
    }

    /** Operations on the directory, the last of which ends with {@code status}. */
    void fails(NfsStatus status, ArgOp... operations) {
        failsOn(directory, status, operations);
    }

    /** Operations on a file that all succeed. */
    Reply okOn(FileHandle file, ArgOp... operations) {
        return session.require(in(file, operations));
    }

    /** Operations on a file, the last of which ends with {@code status}. */
    void failsOn(FileHandle file, NfsStatus status, ArgOp... operations) {
        Reply reply = session.compound(in(file, operations));
        assertThatReply(reply).endsAt(operations.length + 1, status);
    }

    /** Operations without a filehandle, the last of which ends with {@code status}. */
    void failsBare(NfsStatus status, ArgOp... operations) {
        assertThatReply(session.compound(operations)).endsAt(operations.length, status);
    }

    /** One operation without SEQUENCE, which only few may be. */
    void failsOutside(ArgOp operation) {
        assertThatReply(session.send(operation)).endsAt(0, NfsStatus.OP_NOT_IN_SESSION);
    }

    private static ArgOp[] in(FileHandle file, ArgOp... operations) {
        List<ArgOp> all = new ArrayList<>();
        all.add(Ops.putFh(file));
        all.addAll(List.of(operations));
        return all.toArray(ArgOp[]::new);
    }
}
