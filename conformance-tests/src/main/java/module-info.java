/** The conformance suite and its raw NFSv4.1 client. */
module org.nfs41.conformance {
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.platform.engine;
    requires transitive org.nfs41.xdr;
    requires transitive org.opentest4j;
    requires info.picocli;
    requires java.xml;
    requires org.junit.jupiter.engine;
    requires org.junit.platform.launcher;
    requires org.nfs41.server;

    exports org.nfs41.conformance.catalogue;
    exports org.nfs41.conformance.check;
    exports org.nfs41.conformance.client;
    exports org.nfs41.conformance.linux;
    exports org.nfs41.conformance.oracle;
    exports org.nfs41.conformance.run;

    uses org.nfs41.conformance.linux.LinuxMachines;

    provides org.nfs41.conformance.linux.LinuxMachines with
            org.nfs41.conformance.linux.UserModeLinux;

    opens org.nfs41.conformance to
            info.picocli;
    opens org.nfs41.conformance.check to
            org.junit.platform.commons;
    opens org.nfs41.conformance.checks to
            org.junit.platform.commons;
    opens org.nfs41.conformance.scenarios to
            org.junit.platform.commons;
}
