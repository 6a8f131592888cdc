package org.nfs41.rpc.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Event loops that are started and ended together. */
public final class LoopGroup implements AutoCloseable {
    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private LoopGroup(List<EventLoop> loops) {
        this.loops = loops;
    }

    /** Starts {@code count} loops. */
    public static LoopGroup start(int count, String name) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " loops");
        }
        List<EventLoop> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(new EventLoop(name + "-" + i, count));
        }
        loops.forEach(EventLoop::start);
        return new LoopGroup(List.copyOf(loops));
    }

    List<EventLoop> loops() {
        return loops;
    }

    /** The loop whose turn it is to get a connection. */
    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Ends all loops and every connection on them. */
    @Override
    public void close() {
        loops.forEach(EventLoop::stop);
        loops.forEach(EventLoop::join);
    }
}
