/** XDR and every NFSv4.1 type as a value with its codec. */
module org.nfs41.xdr {
    requires static transitive org.jspecify;

    exports org.nfs41.xdr;
    exports org.nfs41.xdr.cb;
    exports org.nfs41.xdr.op;
}
