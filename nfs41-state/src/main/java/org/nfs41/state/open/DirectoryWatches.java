package org.nfs41.state.open;

import org.nfs41.state.notify.Watch;

import java.util.List;
import java.util.Objects;

/**
 * Those who have delegations of directories and are told of changes instead of being recalled (RFC
 * 8881 section 10.9). Safe for use by several threads.
 *
 * @param <F> what names a file
 */
public final class DirectoryWatches<F> {
    private final FileTable<F> files;
    private final Delegated<F> delegated;

    DirectoryWatches(FileTable<F> files, Delegated<F> delegated) {
        this.files = files;
        this.delegated = delegated;
    }

    /** Those who are to be told of a directory's changes. */
    public List<Watch<F>> of(F directory) {
        FileOpens<F> opens = files.find(directory);
        if (opens == null) {
            return List.of();
        }
        synchronized (opens) {
            return opens.watchingLocked().stream()
                    .map(DelegationState::watch)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /** Those who are to be told of changes of any directory. */
    public List<Watch<F>> all() {
        return delegated.watching.isEmpty()
                ? List.of()
                : delegated.watching.stream()
                        .map(DelegationState::watch)
                        .filter(Objects::nonNull)
                        .toList();
    }
}
