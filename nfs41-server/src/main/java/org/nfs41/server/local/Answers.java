package org.nfs41.server.local;

import org.nfs41.ops.fs.FsResult;
import org.nfs41.ops.fs.Inode;
import org.nfs41.xdr.NfsStatus;

/**
 * Turns what is asked of the host into the answers of a file system, and leads what is asked of an
 * object to the code for its kind. Stateless.
 */
final class Answers {
    private Answers() {}

    /** What is asked of the host. */
    @FunctionalInterface
    interface Request<T> {
        T run() throws HostException;
    }

    static <T> FsResult<T> answer(Request<T> request) {
        try {
            return FsResult.ok(request.run());
        } catch (HostException e) {
            return FsResult.failed(e.status());
        }
    }

    /** What is done with an object. */
    @FunctionalInterface
    interface Use<I, T> {
        T of(I inode) throws HostException;
    }

    /**
     * Does one thing with an object of the host, another with what the host knows as a part of it.
     */
    static <T> FsResult<T> answer(
            Inode inode, Use<LocalInode, T> object, Use<AttributeInode, T> attribute) {
        return answer(() ->
                switch ((HostInode) inode) {
                    case LocalInode of -> object.of(of);
                    case AttributeInode of -> attribute.of(of);
                });
    }

    /** What is done to an object. */
    @FunctionalInterface
    interface Act<I> {
        void on(I inode) throws HostException;
    }

    /** The same where there is nothing to answer but whether it was done. */
    static NfsStatus perform(Inode inode, Act<LocalInode> object, Act<AttributeInode> attribute) {
        try {
            switch ((HostInode) inode) {
                case LocalInode of -> object.on(of);
                case AttributeInode of -> attribute.on(of);
            }
            return NfsStatus.OK;
        } catch (HostException e) {
            return e.status();
        }
    }
}
