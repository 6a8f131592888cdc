package org.nfs41.conformance.run;

import org.nfs41.conformance.check.Check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the checks: every class below {@code org.nfs41.conformance.checks} in the place that this
 * class came from, so that a new check needs no list to be kept.
 */
public final class CheckClasses {
    private static final String FOLDER = "org/nfs41/conformance/checks";

    private CheckClasses() {}

    /** All checks in the order of their ids. */
    public static List<CheckInfo> all() {
        return checksOf(classes());
    }

    /**
     * The checks of these classes in the order of their ids.
     *
     * @throws IllegalStateException when two have the same id
     */
    public static List<CheckInfo> checksOf(List<Class<?>> classes) {
        Map<String, CheckInfo> checks = new TreeMap<>(Comparator.naturalOrder());
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                Check check = method.getAnnotation(Check.class);
                if (check != null && checks.put(check.id(), new CheckInfo(check, method)) != null) {
                    throw new IllegalStateException("two checks have the id " + check.id());
                }
            }
        }
        return List.copyOf(checks.values());
    }

    private static List<Class<?>> classes() {
        try {
            URI place =
                    CheckClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                return below(path);
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return below(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Class<?>> below(Path root) throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve(FOLDER))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.contains("-info")) {
                    classes.add(load(name));
                }
            }
        }
        return classes;
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, CheckClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("cannot load " + name, e);
        }
    }
}
