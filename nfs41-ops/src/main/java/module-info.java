/** The COMPOUND interpreter and the file-system SPI. */
module org.nfs41.ops {
    requires static transitive org.jspecify;
    requires transitive org.nfs41.state;

    exports org.nfs41.ops;
    exports org.nfs41.ops.acl;
    exports org.nfs41.ops.file;
    exports org.nfs41.ops.fs;
    exports org.nfs41.ops.session;
}
