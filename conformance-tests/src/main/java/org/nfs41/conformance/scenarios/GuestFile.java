package org.nfs41.conformance.scenarios;

import org.nfs41.conformance.linux.LinuxMachine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text files that scripts on a Linux machine use. */
public final class GuestFile {
    private GuestFile() {}

    /** Makes the resource NAME of this package the file /tmp/NAME of the machine. */
    public static void put(LinuxMachine machine, String name)
            throws IOException, InterruptedException {
        String text;
        try (InputStream resource = GuestFile.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(resource, name).readAllBytes();
            text = new String(bytes, StandardCharsets.US_ASCII);
        }
        String end = "END-OF-" + name;
        machine.run("cat >/tmp/%s <<'%s'\n%s%s\n".formatted(name, end, text, end)).expectSuccess();
    }
}
