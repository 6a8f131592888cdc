/** Pure state machines of NFSv4.1. */
module org.nfs41.state {
    requires static org.jspecify;
    requires transitive org.nfs41.xdr;
}
