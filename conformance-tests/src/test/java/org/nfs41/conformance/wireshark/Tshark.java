package org.nfs41.conformance.wireshark;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.xml.stream.XMLStreamException;

/** Wireshark's dissector on the command line. */
final class Tshark {
    private static final String PROGRAM = "tshark";
    private static final int SECONDS = 60;

    private Tshark() {}

    /** Why it cannot be run here, empty if it can. */
    static Optional<String> obstacle() {
        boolean found =
                Optional.ofNullable(System.getenv("PATH")).stream()
                        .flatMap(folders -> Stream.of(folders.split(File.pathSeparator, -1)))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
        return found
                ? Optional.empty()
                : Optional.of("missing: " + PROGRAM + " (Debian package tshark)");
    }

    /** Has it dissect a capture file; what it writes goes to files beside that one. */
    static Dissection dissect(Path capture)
            throws IOException, InterruptedException, XMLStreamException {
        Path pdml = capture.resolveSibling(capture.getFileName() + ".pdml");
        Path errors = capture.resolveSibling(capture.getFileName() + ".errors");
        Process process =
                new ProcessBuilder(List.of(PROGRAM, "-n", "-r", capture.toString(), "-T", "pdml"))
                        .redirectOutput(pdml.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("tshark failed: " + Files.readString(errors));
            }
        } finally {
            process.destroyForcibly();
        }
        return Dissection.read(new ByteArrayInputStream(Files.readAllBytes(pdml)));
    }
}
