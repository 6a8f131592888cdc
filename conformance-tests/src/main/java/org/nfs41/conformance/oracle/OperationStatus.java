package org.nfs41.conformance.oracle;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;

/** An operation and what it answered. */
public record OperationStatus(Operation operation, NfsStatus status) {}
