package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How values of one record type are written and read: by the type itself, or by the union that it
 * is an arm of.
 *
 * @param type the record
 * @param decoder reads one
 * @param encoder writes one
 */
record Codec(Class<?> type, MethodHandle decoder, MethodHandle encoder) {
    private static final Class<?>[] READER = {XdrReader.class};

    /** One for every record of this module. A record that nothing reads is a mistake. */
    static List<Codec> all() {
        return recordTypes().stream().map(Codec::of).toList();
    }

    static Codec of(Class<?> type) {
        Method decode = decodeMethod(type);
        // of the union, not the arm: what is read again may be another arm
        Class<?> owner = decode.getDeclaringClass();
        String encode = decode.getName().replace("decode", "encode");
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return new Codec(
                    type,
                    lookup.unreflect(decode),
                    lookup.unreflect(owner.getMethod(encode, XdrWriter.class)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no codec of " + type, e);
        }
    }

    Object decode(XdrReader in) throws XdrException {
        try {
            return decoder.invoke(in);
        } catch (XdrException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    Object decode(byte[] bytes) throws XdrException {
        return decode(new XdrReader(bytes));
    }

    byte[] encode(Object value) {
        XdrWriter out = new XdrWriter();
        try {
            encoder.invoke(value, out);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return type.getName();
    }

    private static Method decodeMethod(Class<?> type) {
        for (String name : List.of("decode", "decodeBody")) {
            Method method = decodeMethod(type, name);
            if (method != null) {
                return method;
            }
        }
        for (Class<?> union : type.getInterfaces()) {
            Method method = decodeMethod(union, "decode");
            if (method != null) {
                return method;
            }
        }
        throw new AssertionError("nothing reads " + type);
    }

    private static @Nullable Method decodeMethod(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), READER))
                .findAny()
                .orElse(null);
    }

    private static List<Class<?>> recordTypes() {
        try (Stream<Path> files = Files.walk(classes())) {
            return files.map(classes()::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class") && name.startsWith("org"))
                    .sorted()
                    .<Class<?>>map(Codec::load)
                    .filter(Class::isRecord)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(
                    Opaque.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(
                    file.substring(0, file.length() - ".class".length())
                            .replace(File.separatorChar, '.'));
        } catch (ClassNotFoundException e) {
            throw new LinkageError("cannot load " + file, e);
        }
    }
}
