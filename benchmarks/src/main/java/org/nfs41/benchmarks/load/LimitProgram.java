package org.nfs41.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The limit's process, its program, and its files; all of them go away when it is closed. */
final class LimitProgram implements AutoCloseable {
    private static final String SOURCE = "limit.c";
    private static final int FILL_BYTES = 1 << 20;

    private final Path program;
    private final Path files;
    private final Process process;
    private final int port;

    private LimitProgram(Path program, Path files, Process process, int port) {
        this.program = program;
        this.files = files;
        this.process = process;
        this.port = port;
    }

    /**
     * Compiles and starts it.
     *
     * @param arguments mode, threads and so on, as {@code limit.c} tells
     * @param fileCount how many files it has, each with the content of that connection's
     * @param parent where the files are to be made, null for where temporary files are
     * @throws IllegalArgumentException with a message for the user if there is no compiler, or no
     *     such directory
     */
    static LimitProgram start(
            List<String> arguments, int fileCount, int fileBytes, @Nullable Path parent)
            throws IOException {
        Path program = Files.createTempDirectory("nfs41-limit");
        Path files = null;
        try {
            compile(program);
            files = directory(parent);
            List<String> command = new ArrayList<>();
            command.add(program.resolve("limit").toString());
            command.addAll(arguments);
            for (int i = 0; i < fileCount; i++) {
                command.add(fill(files.resolve(Integer.toString(i)), i, fileBytes).toString());
            }
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(program.resolve("errors").toFile())
                            .start();
            return new LimitProgram(program, files, process, port(process, program));
        } catch (IOException | IllegalArgumentException e) {
            delete(program);
            if (files != null) {
                delete(files);
            }
            throw e;
        }
    }

    private static void compile(Path directory) throws IOException {
        try (InputStream source = LimitProgram.class.getResourceAsStream(SOURCE)) {
            if (source == null) {
                throw new IOException(SOURCE + " is missing in this build");
            }
            Files.copy(source, directory.resolve(SOURCE));
        }
        Process compiler;
        try {
            compiler =
                    new ProcessBuilder("cc", "-O2", "-pthread", "-o", "limit", SOURCE)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the limit is written in C and there is no 'cc': install a C compiler (gcc)",
                    e);
        }
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(compiler) != 0) {
            throw new IllegalArgumentException(
                    "the limit does not compile here: " + said.lines().findFirst().orElse(""));
        }
    }

    private static Path directory(@Nullable Path parent) throws IOException {
        if (parent == null) {
            return Files.createTempDirectory("nfs41-limit-files");
        }
        if (!Files.isDirectory(parent)) {
            throw new IllegalArgumentException(
                    "'" + parent + "' is no directory: --limit-directory is one that exists");
        }
        return Files.createTempDirectory(parent, "nfs41-limit-files");
    }

    private static Path fill(Path file, int number, int bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int offset = 0; offset < bytes; offset += FILL_BYTES) {
                ByteBuffer part = Pattern.bytes(number, offset, FILL_BYTES);
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }
        return file;
    }

    private static int port(Process process, Path program) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            String said = Files.readString(program.resolve("errors")).strip();
            throw new IllegalArgumentException("the limit did not start: " + said);
        }
        return Integer.parseInt(line);
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Where it listens, on the loopback address. */
    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        delete(program);
        delete(files);
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            System.err.println("nfs41 load: " + directory + " is left: " + e.getMessage());
        }
    }
}
