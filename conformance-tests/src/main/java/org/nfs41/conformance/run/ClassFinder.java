package org.nfs41.conformance.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the classes of a package and those below it, in a directory or in a jar. */
public final class ClassFinder {
    private static final String SUFFIX = ".class";

    private ClassFinder() {}

    /**
     * The top-level classes of {@code anchor}'s package and below, where {@code anchor} is from.
     */
    public static List<Class<?>> classes(Class<?> anchor) {
        try {
            Path place =
                    Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return below(place, anchor);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return below(jar.getPath("/"), anchor);
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Class<?>> below(Path root, Class<?> anchor) throws IOException {
        Path folder = root.resolve(anchor.getPackageName().replace('.', '/'));
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(SUFFIX) && !name.contains("$") && !name.contains("-info")) {
                    classes.add(load(name, anchor.getClassLoader()));
                }
            }
        }
        return classes;
    }

    private static Class<?> load(String file, ClassLoader loader) {
        String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("cannot load " + name, e);
        }
    }
}
