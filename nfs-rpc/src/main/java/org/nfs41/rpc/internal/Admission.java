package org.nfs41.rpc.internal;

import org.nfs41.rpc.RpcLimits;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Who is connected to a server, and how many may be. Safe for use by several threads, and used only
 * when a connection comes or goes.
 */
final class Admission {
    private final RpcLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by the lock
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Set<TcpConnection> undrained = new HashSet<>();
    private int admitted;
    private int opening;
    private boolean draining;

    Admission(RpcLimits limits) {
        this.limits = limits;
    }

    /** Counts a connection in, if the limits allow it. */
    boolean admit(InetAddress address) {
        lock.lock();
        try {
            int same = byAddress.getOrDefault(address, 0);
            if (admitted >= limits.connections() || same >= limits.connectionsPerAddress()) {
                return false;
            }
            byAddress.put(address, same + 1);
            admitted++;
            opening++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** An admitted connection did not come to be. */
    void withdraw(InetAddress address) {
        lock.lock();
        try {
            opening--;
            leftLocked(address);
        } finally {
            lock.unlock();
        }
    }

    /** An admitted connection is open. */
    void opened(TcpConnection connection) {
        lock.lock();
        try {
            opening--;
            undrained.add(connection);
            if (draining) {
                connection.loop().execute(connection::drain);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection has nothing more to send. */
    void drained(TcpConnection connection) {
        lock.lock();
        try {
            undrained.remove(connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** An open connection has ended. */
    void ended(TcpConnection connection) {
        lock.lock();
        try {
            undrained.remove(connection);
            leftLocked(((InetSocketAddress) connection.remoteAddress()).getAddress());
        } finally {
            lock.unlock();
        }
    }

    /** Has every connection drain, those that are about to open too. */
    void drain() {
        lock.lock();
        try {
            draining = true;
            undrained.forEach(connection -> connection.loop().execute(connection::drain));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is sent; false when {@code deadlineNanos} came first. */
    boolean awaitDrained(long deadlineNanos) {
        return await(() -> undrained.isEmpty() && opening == 0, deadlineNanos);
    }

    /** Waits until no connection is left; false when {@code deadlineNanos} came first. */
    boolean awaitEmpty(long deadlineNanos) {
        return await(() -> admitted == 0, deadlineNanos);
    }

    private boolean await(BooleanSupplier condition, long deadlineNanos) {
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // whoever interrupts a server that is closing wants it to end now
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return holds(condition);
    }

    private boolean holds(BooleanSupplier condition) {
        lock.lock();
        try {
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void leftLocked(InetAddress address) {
        admitted--;
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
        changed.signalAll();
    }
}
