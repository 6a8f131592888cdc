package org.nfs41.state;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.ServerOwner;

/**
 * What EXCHANGE_ID tells a client about the server (RFC 8881 sections 2.10.4, 2.10.5 and 18.35.3).
 *
 * @param bootEpoch upper half of every client id; another one after each restart, so that client
 *     ids are never handed out twice (section 2.4)
 * @param owner the same on all connections to one server, another one for every other server
 * @param scope the same for servers that know each other's client ids
 * @param implementation what the server says it runs, or null; configurable, as section 18.35.3
 *     demands
 */
public record ServerIdentity(
        int bootEpoch, ServerOwner owner, Opaque scope, @Nullable NfsImplId implementation) {}
