package org.nfs41.conformance.fault.planted;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.fault.ClientCallFilter;
import org.nfs41.conformance.fault.Fault;
import org.nfs41.conformance.fault.FaultGroup;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.cb.CbArgOp;
import org.nfs41.xdr.cb.CbRecallAnyArgs;
import org.nfs41.xdr.cb.CbRecallableObjAvailArgs;
import org.nfs41.xdr.cb.RecallAnyTypes;

import java.util.List;
import java.util.function.UnaryOperator;

/** What may go wrong when there is no room for delegations, and when there is again. */
public final class RoomFaults implements FaultGroup {
    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.of(
                        "any-of-another-kind-is-recalled",
                        "",
                        "CB_RECALL_ANY asks for write delegations of who has none",
                        () -> calls(RoomFaults::ofWriters).hooks(),
                        "CB-170"),
                Fault.of(
                        "promised-room-is-not-told",
                        "",
                        "who was promised to be told of room for a delegation hears nothing",
                        () -> calls(RoomFaults::untold).hooks(),
                        "CB-171"));
    }

    private static ClientCallFilter calls(UnaryOperator<@Nullable CbArgOp> change) {
        return new ClientCallFilter() {
            @Override
            protected @Nullable CbArgOp call(long clientId, CbArgOp operation) {
                return change.apply(operation);
            }
        };
    }

    private static @Nullable CbArgOp ofWriters(@Nullable CbArgOp operation) {
        return operation instanceof CbRecallAnyArgs any
                ? new CbRecallAnyArgs(any.objectsToKeep(), Bitmap.of(RecallAnyTypes.WDATA_DLG))
                : operation;
    }

    private static @Nullable CbArgOp untold(@Nullable CbArgOp operation) {
        return operation instanceof CbRecallableObjAvailArgs ? null : operation;
    }
}
