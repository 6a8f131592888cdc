package org.nfs41.state;

import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.List;

/** Stable storage that stores when a test says so, and forgets the rest when the server dies. */
final class SlowStorage implements StableStorage {
    final MemoryStorage stored = new MemoryStorage(Opaque.utf8("server"), Opaque.of(new byte[16]));
    private final List<Runnable> pending = new ArrayList<>();

    @Override
    public Remembered begin() {
        pending.clear();
        return stored.begin();
    }

    @Override
    public void append(StableRecord record) {
        pending.add(() -> stored.append(record));
    }

    @Override
    public boolean isStored() {
        return pending.isEmpty();
    }

    @Override
    public void whenStored(Runnable action) {
        if (pending.isEmpty()) {
            action.run();
        } else {
            pending.add(action);
        }
    }

    /** Stores all that was appended. */
    void store() {
        List<Runnable> all = List.copyOf(pending);
        pending.clear();
        all.forEach(Runnable::run);
    }

    /** The names of those who could reclaim if the server died now. */
    List<String> names() {
        return stored.clients().stream().map(client -> client.owner().utf8()).sorted().toList();
    }
}
