package org.nfs41.xdr.cb;

import static org.nfs41.xdr.XdrArbitraries.anyOf;
import static org.nfs41.xdr.XdrArbitraries.put;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.XdrArbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values of the callback types whose components depend on each other. */
public final class CallbackArbitraries {
    /** The callbacks whose success has something to say, and the one that has no success. */
    private static final Set<CallbackOperation> NO_VOID_SUCCESS =
            Set.of(
                    CallbackOperation.CB_GETATTR,
                    CallbackOperation.CB_SEQUENCE,
                    CallbackOperation.CB_ILLEGAL);

    private static final int LONGEST_COMPOUND = 5;

    private CallbackArbitraries() {}

    /** Tells {@link XdrArbitraries} of them. */
    public static void describe() {
        put(CbStatusOnly.class, statuses());
        put(
                CbCompoundHeader.class,
                // alone it can announce no operations: nothing follows that they could be in
                Combinators.combine(anyOf(Opaque.class), anyOf(int.class), anyOf(int.class))
                        .as((tag, minor, ident) -> new CbCompoundHeader(tag, minor, ident, 0)));
        put(CbCompoundArgs.class, Arbitraries.oneOf(wholeCompounds(), cutCompounds()));
    }

    private static Arbitrary<CbStatusOnly> statuses() {
        Arbitrary<CbStatusOnly> successes =
                Arbitraries.of(CallbackOperation.known())
                        .filter(op -> !NO_VOID_SUCCESS.contains(op))
                        .map(op -> new CbStatusOnly(op, NfsStatus.OK));
        Arbitrary<CbStatusOnly> errors =
                Combinators.combine(anyOf(CallbackOperation.class), anyOf(NfsStatus.class))
                        .as(CbStatusOnly::new)
                        .filter(result -> !result.status().isOk());
        return Arbitraries.oneOf(successes, errors);
    }

    private static Arbitrary<List<CbArgOp>> knownOps() {
        return anyOf(CbArgOp.class)
                .filter(op -> !(op instanceof CbArgOp.Unknown))
                .list()
                .ofMaxSize(LONGEST_COMPOUND);
    }

    private static Arbitrary<CbCompoundArgs> wholeCompounds() {
        return Combinators.combine(
                        anyOf(Opaque.class), anyOf(int.class), anyOf(int.class), knownOps())
                .as(CbCompoundArgs::new);
    }

    /** Compounds with an operation that is not known and others, unread, after it. */
    private static Arbitrary<CbCompoundArgs> cutCompounds() {
        return Combinators.combine(
                        anyOf(Opaque.class),
                        anyOf(int.class),
                        knownOps(),
                        anyOf(CbArgOp.Unknown.class),
                        XdrArbitraries.opaques(0, 5))
                .as(CallbackArbitraries::cutCompound);
    }

    private static CbCompoundArgs cutCompound(
            Opaque tag, int ident, List<CbArgOp> known, CbArgOp unknown, Opaque following) {
        List<CbArgOp> ops = new ArrayList<>(known);
        ops.add(unknown);
        Opaque words = Opaque.of(new byte[following.length() * Integer.BYTES]);
        return new CbCompoundArgs(tag, 1, ident, ops.size() + following.length(), ops, words);
    }
}
