package org.nfs41.ops.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Attribute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of attributes in the documentation says what the code does. */
class AttributeDocumentTest {
    private static final Path TABLE = Path.of("..", "docs", "attributes.md");
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| (\\d+) \\| `(\\w+)`( \\(REQUIRED\\))? \\| (yes|no|where kept) \\|"
                            + " (yes|no|where kept) \\| .+ \\|");

    private record Row(int number, boolean required, String read, String set) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(
                        new Row(
                                Integer.parseInt(row.group(1)),
                                row.group(3) != null,
                                row.group(4),
                                row.group(5)));
            }
        }
        return rows;
    }

    @Test
    void theTableHasEveryAttributeOnce() throws IOException {
        List<Integer> numbers = rows().stream().map(Row::number).toList();
        assertThat(numbers)
                .hasSize(Attribute.FS_CHARSET_CAP + 1)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void theTableSaysWhatCanBeReadAndSet() throws IOException {
        for (Row row : rows()) {
            boolean acl = row.number() == Attribute.ACL;
            assertThat(row.read())
                    .as("reading %s", row)
                    .isEqualTo(say(AttributeTable.encoder(row.number()) != null, acl));
            assertThat(row.set())
                    .as("setting %s", row)
                    .isEqualTo(say(AttributeTable.SETTABLE.contains(row.number()) || acl, acl));
            assertThat(row.required() && row.read().equals("no")).as("%s", row).isFalse();
        }
    }

    private static String say(boolean supported, boolean acl) {
        return acl && supported ? "where kept" : supported ? "yes" : "no";
    }
}
