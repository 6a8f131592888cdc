package org.nfs41.state.open;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The files that somebody has open. Safe for use by several threads. */
final class FileTable<F> {
    private final ConcurrentHashMap<Object, FileOpens<F>> files = new ConcurrentHashMap<>();
    private final Function<? super F, ?> identity;

    /** Nobody has any open; {@code identity} says what file a name leads to. */
    FileTable(Function<? super F, ?> identity) {
        this.identity = identity;
    }

    /** The file that a name leads to, as others may. */
    Object identityOf(F file) {
        return identity.apply(file);
    }

    /** The opens of a file, or null if nobody has it open. */
    @Nullable FileOpens<F> find(F file) {
        return files.get(identityOf(file));
    }

    /**
     * Does something with the opens of a file, of which there may be none yet, under its monitor.
     */
    <R> R apply(F file, Function<FileOpens<F>, R> action) {
        Object key = identityOf(file);
        while (true) {
            FileOpens<F> opens = files.computeIfAbsent(key, FileOpens<F>::new);
            synchronized (opens) {
                if (!opens.isDroppedLocked()) {
                    R result = action.apply(opens);
                    dropIfEmptyLocked(opens);
                    return result;
                }
            }
        }
    }

    /** To be called when opens have ended, with the file's monitor held. */
    void dropIfEmptyLocked(FileOpens<F> opens) {
        if (opens.dropIfEmptyLocked()) {
            files.remove(opens.key, opens);
        }
    }
}
