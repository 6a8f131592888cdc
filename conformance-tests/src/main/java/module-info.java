/** The conformance suite and its raw NFSv4.1 client. */
module org.nfs41.conformance {
    requires static transitive org.jspecify;
    requires info.picocli;
    requires transitive org.nfs41.rpc;
    requires org.nfs41.server;
    requires transitive org.junit.jupiter.api;
    requires org.junit.jupiter.params;
    requires org.junit.platform.launcher;
    requires org.slf4j;
}
