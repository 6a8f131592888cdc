package org.nfs41.server;

import java.lang.reflect.Proxy;

/**
 * SIGHUP. Java has no API for signals but sun.misc.Signal, which every JDK has and no compiler lets
 * pass without a warning, so that it is called by its name.
 */
final class Hangup {
    private Hangup() {}

    /**
     * Runs {@code action} at each SIGHUP, on a thread of its own.
     *
     * @return whether this system has the signal; if not, nothing happens
     */
    static boolean onEach(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            Hangup.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, args) -> {
                                action.run();
                                return null;
                            });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            var _ = signal.getMethod("handle", signal, handler).invoke(null, hangup, proxy);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
