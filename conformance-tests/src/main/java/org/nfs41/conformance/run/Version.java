package org.nfs41.conformance.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What version of the suite this is. */
public final class Version {
    /** Maven puts it into the jar. */
    private static final String RESOURCE =
            "/META-INF/maven/org.nfs41/conformance-tests/pom.properties";

    private static final String UNKNOWN = "development";

    private Version() {}

    /** The version of the jar, or {@code development} when the classes come from elsewhere. */
    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
