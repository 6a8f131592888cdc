package org.nfs41.conformance.fault;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.Remembered;
import org.nfs41.state.StableRecord;
import org.nfs41.state.StableStorage;

/** Stands around what outlives a restart; does nothing unless told. */
public abstract class StorageFilter implements StableStorage {
    private final StableStorage storage;

    /** Stands around {@code storage}. */
    protected StorageFilter(StableStorage storage) {
        this.storage = storage;
    }

    @Override
    public @Nullable Remembered begin() {
        Remembered remembered = storage.begin();
        return remembered == null ? null : begin(remembered);
    }

    /** What the server finds instead of {@code remembered}. */
    protected Remembered begin(Remembered remembered) {
        return remembered;
    }

    @Override
    public void append(StableRecord record) {
        storage.append(record);
    }

    @Override
    public boolean isStored() {
        return storage.isStored();
    }

    @Override
    public void whenStored(Runnable action) {
        storage.whenStored(action);
    }
}
