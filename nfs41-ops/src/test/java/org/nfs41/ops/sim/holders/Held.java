package org.nfs41.ops.sim.holders;

import org.jspecify.annotations.Nullable;
import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.StateId;

import java.util.ArrayList;
import java.util.List;

/** A delegation as its holder has it, with what it keeps under it. */
final class Held {
    final StateId id;
    final DelegationKind kind;
    final FileHandle handle;
    final long file;

    /** The change attribute with which it began. */
    long change;

    /** How many words the file has, as far as its holder knows; -1 if it does not. */
    long words;

    /** Whether {@link #value} is what the file has; of a directory, its change attribute. */
    boolean cached;

    long value;

    /** Whether anything was ever written under it. */
    boolean written;

    /** The last write that the server does not know of. */
    Content.@Nullable Write dirty;

    /** Whether it is being written to the server, and what is to be done after that. */
    boolean flushing;

    final List<Runnable> whenFlushed = new ArrayList<>();

    /** The directory, if its holder is told of changes. */
    @Nullable Mirror mirror;

    boolean recalled;
    boolean returning;

    Held(StateId id, DelegationKind kind, FileHandle handle, long change, long words) {
        this.id = id;
        this.kind = kind;
        this.handle = handle;
        this.file = Wiretap.fileOf(handle);
        this.change = change;
        this.words = words;
    }
}
