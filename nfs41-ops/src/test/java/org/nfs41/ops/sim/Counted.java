package org.nfs41.ops.sim;

/** Something that happens in a run and is counted: an enum of a kind of simulation. */
public interface Counted {
    /** Its place among those of its kind. */
    int ordinal();

    /** What happens, in the plural. */
    String words();
}
