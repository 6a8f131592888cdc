package org.nfs41.ops.sim;

import org.nfs41.ops.CompoundContext;
import org.nfs41.ops.OperationHandler;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

import java.util.HashMap;
import java.util.Map;

/**
 * Two operations in place of a file system: one that must not be executed twice, and one that tells
 * whether it was executed. They go by numbers of operations that need no filehandle.
 */
final class SimOperations {
    /** Takes effect, takes its time, and answers with the effect's number and some bytes. */
    static final Operation ACT = Operation.DELEGPURGE;

    /** Which operations of a request have taken effect: changes nothing. */
    static final Operation ASK = Operation.TEST_STATEID;

    /** How an operation goes. */
    enum Course {
        WORKS(0),
        FAILS(1),
        THROWS(2);

        private final int code;

        Course(int code) {
            this.code = code;
        }
    }

    /**
     * One operation of a request.
     *
     * @param replyBytes how much it answers
     */
    record Call(Course course, int replyBytes) {}

    private final World world;

    /** By request: a bit for each of its operations that has taken effect. */
    private final Map<Long, Integer> effects = new HashMap<>();

    private long effectCount;

    /** Happens while an operation takes its time. */
    private final Runnable meanwhile;

    SimOperations(World world, Runnable meanwhile) {
        this.world = world;
        this.meanwhile = meanwhile;
    }

    Map<Operation, OperationHandler> handlers() {
        return Map.of(ACT, this::act, ASK, this::ask);
    }

    /** How many operations of that request have taken effect. */
    int effects(long request) {
        return Integer.bitCount(effects.getOrDefault(request, 0));
    }

    NfsStatus act(CompoundContext cx, XdrReader args, XdrWriter result) throws XdrException {
        long request = args.readLong();
        int index = args.readInt();
        int course = args.readInt();
        int replyBytes = args.readInt();
        dawdle();
        if (course == Course.THROWS.code) {
            throw new IllegalStateException("a bug, as ordered");
        }
        if (course == Course.FAILS.code) {
            return NfsStatus.NOENT;
        }
        int numberAt = result.position();
        result.writeLong(0);
        int bytesAt = result.reserveOpaque(replyBytes);
        for (int i = 0; i < replyBytes; i++) {
            result.buffer().put(bytesAt + i, (byte) (request + index + i));
        }
        // What might overflow has been written: only now may something change.
        result.putLongAt(numberAt, ++effectCount);
        record(request, index);
        dawdle();
        return NfsStatus.OK;
    }

    private NfsStatus ask(CompoundContext cx, XdrReader args, XdrWriter result)
            throws XdrException {
        long request = args.readLong();
        dawdle();
        result.writeInt(effects(request));
        return NfsStatus.OK;
    }

    private void record(long request, int index) {
        int before = effects.getOrDefault(request, 0);
        world.log("r", request, " operation ", index, " takes effect");
        if ((before & 1 << index) != 0) {
            throw new SimFailure("operation " + index + " of r" + request + " took effect twice");
        }
        effects.put(request, before | 1 << index);
    }

    /** Sometimes other requests are served before this one goes on, perhaps its own retry. */
    private void dawdle() {
        if (world.schedule.mayPass() && world.fault(25)) {
            world.happened(Happening.SLOW);
            meanwhile.run();
            world.schedule.pass(world.between(10, 1500));
        }
    }

    static void encodeAct(XdrWriter out, long request, int index, Call call) {
        out.writeInt(ACT.value());
        out.writeLong(request);
        out.writeInt(index);
        out.writeInt(call.course().code);
        out.writeInt(call.replyBytes());
    }

    static void encodeAsk(XdrWriter out, long request) {
        out.writeInt(ASK.value());
        out.writeLong(request);
    }
}
