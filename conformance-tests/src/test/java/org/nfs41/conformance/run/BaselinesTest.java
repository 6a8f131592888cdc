package org.nfs41.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The known failures of other servers that are shipped in {@code baselines}. */
class BaselinesTest {
    private static final Path FOLDER = Path.of("baselines");

    /** A section of an RFC, without which a reason is only an opinion. */
    private static final Pattern SECTION =
            Pattern.compile("\\b\\d+(\\.\\d+)+\\b|RFC \\d+ section \\d+");

    @Test
    void everyShippedFileNamesChecksThatExist() {
        List<CheckInfo> checks = CheckClasses.everything();
        assertThat(files())
                .isNotEmpty()
                .allSatisfy(file -> {
                    KnownFailures known = read(file);
                    assertThat(known.reasons()).isNotEmpty();
                    assertThat(known.unknownIds(checks)).isEmpty();
                });
    }

    @Test
    void everyEntrySaysWhichSectionSaysOtherwise() {
        assertThat(files())
                .allSatisfy(file ->
                        assertThat(read(file).reasons())
                                .allSatisfy((id, reason) ->
                                        assertThat(reason)
                                                .as(id)
                                                .doesNotContain(KnownFailures.REASON_TO_FILL_IN)
                                                .containsPattern(SECTION)));
    }

    @Test
    void everyShippedFileIsExplained() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        assertThat(files())
                .allSatisfy(file -> assertThat(readme).contains(file.getFileName().toString()));
    }

    private static List<Path> files() {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownFailures read(Path file) {
        try {
            return KnownFailures.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
