/** The NFSv4.1 server, as a program and to be embedded. */
module org.nfs41.server {
    requires jdk.unsupported;
    requires static transitive org.jspecify;
    requires info.picocli;
    requires transitive org.nfs41.ops;
    requires transitive org.nfs41.rpc;
    requires org.slf4j;

    exports org.nfs41.server;
    exports org.nfs41.server.callback;
    exports org.nfs41.server.local;
    exports org.nfs41.server.memory;
    exports org.nfs41.server.storage;

    opens org.nfs41.server to
            info.picocli;
}
