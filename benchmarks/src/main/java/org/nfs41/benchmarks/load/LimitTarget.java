package org.nfs41.benchmarks.load;

import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.StateId;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A program in C that sends the right replies and is no server: {@code benchmarks/limit/limit.c}.
 * It is driven like a server, with made-up sessions and handles. What moves no data is measured
 * against SEQUENCE, the shortest request of NFSv4.1.
 */
final class LimitTarget implements Target {
    private static final String LOOPBACK = "127.0.0.1";

    /** As long as those of many servers; the file's number stands first. */
    private static final int HANDLE_BYTES = 32;

    private final String label;
    private final Scenario scenario;
    private final Shape shape;
    private final LimitProgram program;

    private LimitTarget(String label, Scenario scenario, Shape shape, LimitProgram program) {
        this.label = label;
        this.scenario = scenario;
        this.shape = shape;
        this.program = program;
    }

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException with a message for the user if it cannot be started
     */
    static LimitTarget start(String label, Scenario wanted, LoadOptions options)
            throws SetUpFailure {
        Shape shape = options.shape();
        Scenario scenario = wanted.ioBytes() > 0 ? wanted : Scenario.SEQUENCE;
        RequestTemplate request =
                RequestTemplate.of(scenario, prepared(0, shape.depth()), shape.depth(), shape);
        List<String> arguments = new ArrayList<>();
        arguments.add(scenario.isRead() ? "sendfile" : scenario.isWrite() ? "pwrite" : "echo");
        arguments.add(Integer.toString(options.limitThreads));
        arguments.add(options.limitCpus == null ? "all" : options.limitCpus);
        arguments.add(Integer.toString(request.sessionAt()));
        arguments.add(Integer.toString(request.offsetAt()));
        arguments.add(Integer.toString(request.handleAt()));
        arguments.add(Integer.toString(scenario.ioBytes()));
        try {
            int files = scenario.ioBytes() > 0 ? shape.connections() : 0;
            LimitProgram program =
                    LimitProgram.start(arguments, files, shape.fileBytes(), options.limitDirectory);
            return new LimitTarget(label, scenario, shape, program);
        } catch (IOException e) {
            throw new SetUpFailure("the limit cannot be started: " + e);
        }
    }

    private static Prepared prepared(int number, int depth) {
        ByteBuffer handle = ByteBuffer.allocate(HANDLE_BYTES).putInt(0, number);
        return new Prepared(
                number,
                0,
                new SessionId(number, number),
                depth,
                0,
                Prepared.NO_FILE,
                Opaque.EMPTY,
                new FileHandle(Opaque.wrap(handle)),
                StateId.ANONYMOUS);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public String note() {
        return "";
    }

    @Override
    public SocketChannel connect() throws SetUpFailure {
        return NfsTarget.connect(new ServerAddress(LOOPBACK, program.port(), "/"));
    }

    @Override
    public Prepared prepare(SocketChannel channel, int number) {
        return prepared(number, shape.depth());
    }

    @Override
    public void release(SocketChannel channel, Prepared prepared, int sequenceId) {}

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(program.pid());
    }

    @Override
    public void close() {
        program.close();
    }
}
