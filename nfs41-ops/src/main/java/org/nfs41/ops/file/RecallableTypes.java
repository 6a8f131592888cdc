package org.nfs41.ops.file;

import org.nfs41.state.deleg.DelegationKind;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.cb.RecallAnyTypes;

import java.util.Set;

/** Kinds of delegations as CB_RECALL_ANY names them (RFC 8881 section 20.6.3). */
final class RecallableTypes {
    private RecallableTypes() {}

    /** The type mask of these kinds. */
    static Bitmap mask(Set<DelegationKind> kinds) {
        return Bitmap.of(kinds.stream().mapToInt(RecallableTypes::bit).toArray());
    }

    private static int bit(DelegationKind kind) {
        return switch (kind) {
            case READ -> RecallAnyTypes.RDATA_DLG;
            case WRITE -> RecallAnyTypes.WDATA_DLG;
            case DIRECTORY -> RecallAnyTypes.DIR_DLG;
        };
    }
}
