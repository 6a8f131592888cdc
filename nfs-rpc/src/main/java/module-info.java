/** ONC RPC version 2 over TCP. */
module org.nfs41.rpc {
    requires static transitive org.jspecify;
    requires transitive org.nfs41.xdr;
    requires org.slf4j;

    exports org.nfs41.rpc;
}
