package org.nfs41.server.ops;

import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

/** One client, and what it looks at when it has opened files. */
abstract class OpenScene {
    static final int READ = 1;
    static final int WRITE = 2;
    static final int BOTH = 3;
    static final int NONE = 0;

    final FileServer server = new FileServer();
    final TestClient client = server.client("c1", 1000);

    static AttributeSet mode(int mode) {
        return AttributeSet.EMPTY.with(AttributeType.MODE, mode);
    }

    static AttributeSet size(long size) {
        return AttributeSet.EMPTY.with(AttributeType.SIZE, size);
    }

    static WriteArgs write(StateId stateId, String text) {
        return new WriteArgs(stateId, 0, StableHow.UNSTABLE, Opaque.utf8(text));
    }

    static SetAttrArgs resize(StateId stateId, long size) {
        return new SetAttrArgs(stateId, size(size).toFileAttributes());
    }

    long sizeOf(String path) {
        return client.attributes(client.put(path), Attribute.SIZE).require(AttributeType.SIZE);
    }

    int modeOf(String path) {
        return client.attributes(client.put(path), Attribute.MODE).require(AttributeType.MODE);
    }
}
