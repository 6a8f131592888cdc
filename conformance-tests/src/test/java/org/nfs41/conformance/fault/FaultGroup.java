package org.nfs41.conformance.fault;

import java.util.List;

/** Faults of one area that are a few lines each. Has a public constructor without arguments. */
public interface FaultGroup {
    /** The faults. */
    List<Fault> faults();
}
