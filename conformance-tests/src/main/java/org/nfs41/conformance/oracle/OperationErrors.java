package org.nfs41.conformance.oracle;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which errors each operation may return (RFC 8881 section 15.2). Immutable. */
public final class OperationErrors {
    private static final String RESOURCE = "operation-errors.tsv";
    private static final String COMMON = "SESSION";

    /** Operations that never succeed in NFSv4.1. */
    private static final Set<Operation> ALWAYS_REFUSED =
            Set.of(
                    Operation.OPEN_CONFIRM,
                    Operation.RELEASE_LOCKOWNER,
                    Operation.RENEW,
                    Operation.SETCLIENTID,
                    Operation.SETCLIENTID_CONFIRM,
                    Operation.ILLEGAL);

    private final Map<String, Set<String>> errors;

    private OperationErrors(Map<String, Set<String>> errors) {
        this.errors = errors;
    }

    /** Reads the table that comes with the suite. */
    public static OperationErrors load() {
        InputStream in = OperationErrors.class.getResourceAsStream(RESOURCE);
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            Map<String, Set<String>> errors = new HashMap<>();
            List<String[]> rows =
                    reader.lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("\t", -1))
                            .toList();
            for (String[] row : rows) {
                Set<String> names = errors.computeIfAbsent(row[0], key -> new HashSet<>());
                for (String name : row[1].split(" ", -1)) {
                    if (name.startsWith("+")) {
                        names.addAll(Objects.requireNonNull(errors.get(COMMON)));
                    } else {
                        names.add(name);
                    }
                }
            }
            return new OperationErrors(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether {@code operation} may end with {@code status}. */
    public boolean allows(Operation operation, NfsStatus status) {
        if (status.equals(NfsStatus.OK)) {
            return !ALWAYS_REFUSED.contains(operation);
        }
        Set<String> names = errors.get(operation.toString());
        String name = status.toString().replaceFirst("^NFS4ERR_", "");
        return names != null && names.contains(name);
    }

    /** The names of the errors that the operation of this name may return, without NFS4ERR_. */
    public Set<String> of(String operation) {
        return Set.copyOf(errors.getOrDefault(operation, Set.of()));
    }

    /** The names of all operations in the table, for tests. */
    Set<String> operations() {
        return errors.keySet().stream()
                .filter(name -> !name.equals(COMMON))
                .collect(Collectors.toUnmodifiableSet());
    }
}
