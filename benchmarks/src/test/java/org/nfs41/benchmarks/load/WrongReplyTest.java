package org.nfs41.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.benchmarks.load.TestServer.Result;
import org.nfs41.ops.CompoundProcessor;
import org.nfs41.ops.OperationHandler;
import org.nfs41.server.ServerHooks;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrWriter;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** That a server which answers wrongly now and then is found out. */
final class WrongReplyTest {
    /** Set-up takes fewer of each operation than this, so what is wrong comes under load. */
    private static final int EVERY = 100;

    /** In a result: status, tag, count, operation, status, session id, sequence id. */
    private static final int SLOT_AT = 6 * Integer.BYTES + 16;

    @Test
    void dataOfAnotherPlace() throws IOException {
        // the last byte of the data
        Result result =
                load("read-4k", Operation.READ, (out, from) -> flip(out, out.position() - 1));
        assertThat(result.err()).contains("READ: the eight bytes at");
    }

    @Test
    void dataOfAnotherPlaceInALargeRead() throws IOException {
        Result result =
                load("read-1m", Operation.READ, (out, from) -> flip(out, from + 8 + (512 << 10)));
        assertThat(result.err()).contains("READ: the eight bytes at");
    }

    @Test
    void fewerBytesWritten() throws IOException {
        Result result = load("write-4k", Operation.WRITE, (out, from) -> out.putIntAt(from, 4095));
        assertThat(result.err()).contains("bytes that WRITE wrote is 4095, not 4096");
    }

    @Test
    void anotherSlot() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public CompoundProcessor compound(CompoundProcessor processor) {
                        return (cx, args, out) -> {
                            int from = out.position();
                            processor.execute(cx, args, out);
                            if (calls.incrementAndGet() % EVERY == 0) {
                                flip(out, from + SLOT_AT + 3);
                            }
                        };
                    }
                };
        assertThat(load("sequence", hooks).err()).contains("sr_slotid is");
    }

    @Test
    void anotherFile() throws IOException {
        Result result =
                load("lookup", Operation.GETFH, (out, from) -> flip(out, out.position() - 1));
        assertThat(result.err()).contains("GETFH: not the handle that the file had");
    }

    @Test
    void anotherAttribute() throws IOException {
        Result result = load("getattr", Operation.GETATTR, (out, from) -> flip(out, from + 7));
        assertThat(result.err()).contains("GETATTR returned other attributes");
    }

    @Test
    void anError() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        Result result =
                load(
                        "getattr",
                        Operation.PUTFH,
                        handler ->
                                (cx, args, out) ->
                                        calls.incrementAndGet() % EVERY == 0
                                                ? NfsStatus.STALE
                                                : handler.handle(cx, args, out));
        assertThat(result.err()).contains("result 2 of 3, of PUTFH: NFS4ERR_STALE");
    }

    /** Changes a result that has been encoded from an index on. */
    private interface Fault {
        void change(XdrWriter out, int from);
    }

    private static Result load(String scenario, Operation operation, Fault fault)
            throws IOException {
        AtomicInteger calls = new AtomicInteger();
        return load(
                scenario,
                operation,
                handler ->
                        (cx, args, out) -> {
                            int from = out.position();
                            NfsStatus status = handler.handle(cx, args, out);
                            if (calls.incrementAndGet() % EVERY == 0) {
                                fault.change(out, from);
                            }
                            return status;
                        });
    }

    private static Result load(
            String scenario, Operation operation, UnaryOperator<OperationHandler> around)
            throws IOException {
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public OperationHandler operation(Operation which, OperationHandler handler) {
                        return which.equals(operation) ? around.apply(handler) : handler;
                    }
                };
        return load(scenario, hooks);
    }

    private static Result load(String scenario, ServerHooks hooks) throws IOException {
        try (TestServer server = TestServer.start(hooks)) {
            Result result = server.load(scenario, "--seconds=5");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith("nfs41 load: wrong reply from " + server.address())
                    .contains("reply to " + scenario + ", connection ");
            assertThat(result.out()).isEmpty();
            return result;
        }
    }

    private static void flip(XdrWriter out, int at) {
        out.buffer().put(at, (byte) (out.buffer().get(at) ^ 1));
    }
}
