package org.nfs41.conformance.run;

/** What version of the suite this is. */
public final class Version {
    private Version() {}

    /** The version as the jar or the module states it, or {@code development}. */
    public static String text() {
        String jar = Version.class.getPackage().getImplementationVersion();
        return jar == null
                ? Version.class.getModule().getDescriptor() == null
                        ? "development"
                        : Version.class
                                .getModule()
                                .getDescriptor()
                                .rawVersion()
                                .orElse("development")
                : jar;
    }
}
