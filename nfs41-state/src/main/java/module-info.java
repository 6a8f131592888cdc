/** Pure state machines of NFSv4.1. */
module org.nfs41.state {
    requires static transitive org.jspecify;
    requires transitive org.nfs41.xdr;

    exports org.nfs41.state;
    exports org.nfs41.state.callback;
    exports org.nfs41.state.deleg;
    exports org.nfs41.state.lock;
    exports org.nfs41.state.notify;
    exports org.nfs41.state.open;
}
