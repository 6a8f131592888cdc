package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;

/**
 * Where an entry is among those of its directory, in the order in which they are read.
 *
 * @param entry the entry
 * @param previous the one before it, or null if it is the first
 * @param last whether there is none after it
 */
public record EntryPlace(DirectoryEntry entry, @Nullable DirectoryEntry previous, boolean last) {}
