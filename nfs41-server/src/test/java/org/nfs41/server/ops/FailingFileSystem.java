package org.nfs41.server.ops;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.NfsStatus;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.BiPredicate;

/** Another file system, some of whose calls fail. */
final class FailingFileSystem {
    private BiPredicate<String, Object[]> fails = (method, arguments) -> false;
    private NfsStatus failure = NfsStatus.IO;

    /** From now on calls of {@code method} that have {@code argument} fail with {@code status}. */
    void fail(String method, Object argument, NfsStatus status) {
        failure = status;
        fails =
                (name, arguments) ->
                        name.equals(method) && Arrays.asList(arguments).contains(argument);
    }

    /**
     * The next call of {@code method} that has {@code argument} comes just after {@code action}.
     */
    void before(String method, Object argument, Runnable action) {
        fails =
                (name, arguments) -> {
                    if (name.equals(method) && Arrays.asList(arguments).contains(argument)) {
                        fails = (other, others) -> false;
                        action.run();
                    }
                    return false;
                };
    }

    /** {@code real} with these failures. */
    FileSystem over(FileSystem real) {
        return (FileSystem)
                Proxy.newProxyInstance(
                        FileSystem.class.getClassLoader(),
                        new Class<?>[] {FileSystem.class},
                        (proxy, method, arguments) -> {
                            if (arguments != null && fails.test(method.getName(), arguments)) {
                                return method.getReturnType() == NfsStatus.class
                                        ? failure
                                        : FsResult.failed(failure);
                            }
                            return call(real, method, arguments);
                        });
    }

    /** {@code real}, but one question about it is answered so. */
    static FileSystem answering(FileSystem real, String question, boolean answer) {
        return (FileSystem)
                Proxy.newProxyInstance(
                        FileSystem.class.getClassLoader(),
                        new Class<?>[] {FileSystem.class},
                        (proxy, method, arguments) ->
                                method.getName().equals(question)
                                        ? answer
                                        : call(real, method, arguments));
    }

    private static @Nullable Object call(
            FileSystem real, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
