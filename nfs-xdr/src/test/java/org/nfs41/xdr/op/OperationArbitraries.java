package org.nfs41.xdr.op;

import static org.nfs41.xdr.XdrArbitraries.anyOf;
import static org.nfs41.xdr.XdrArbitraries.put;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.XdrArbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values of the types whose components depend on each other. */
public final class OperationArbitraries {
    /** The operations whose success has nothing to say (RFC 8881 section 18). */
    private static final Set<Operation> VOID_SUCCESS =
            Set.of(
                    Operation.DELEGPURGE,
                    Operation.DELEGRETURN,
                    Operation.LOCKT,
                    Operation.LOOKUP,
                    Operation.LOOKUPP,
                    Operation.NVERIFY,
                    Operation.OPENATTR,
                    Operation.PUTFH,
                    Operation.PUTPUBFH,
                    Operation.PUTROOTFH,
                    Operation.RENEW,
                    Operation.RESTOREFH,
                    Operation.SAVEFH,
                    Operation.SETCLIENTID_CONFIRM,
                    Operation.VERIFY,
                    Operation.RELEASE_LOCKOWNER,
                    Operation.BACKCHANNEL_CTL,
                    Operation.DESTROY_SESSION,
                    Operation.FREE_STATEID,
                    Operation.DESTROY_CLIENTID,
                    Operation.RECLAIM_COMPLETE);

    /** The errors that do have something to say; SETATTR's always do. */
    private static final Set<StatusOnly> ERRORS_WITH_BODY =
            Set.of(
                    new StatusOnly(Operation.LOCK, NfsStatus.DENIED),
                    new StatusOnly(Operation.LOCKT, NfsStatus.DENIED),
                    new StatusOnly(Operation.SETCLIENTID, NfsStatus.CLID_INUSE),
                    new StatusOnly(Operation.GETDEVICEINFO, NfsStatus.TOOSMALL),
                    new StatusOnly(Operation.LAYOUTGET, NfsStatus.LAYOUTTRYLATER));

    private static final int LONGEST_COMPOUND = 5;

    private OperationArbitraries() {}

    /** Tells {@link XdrArbitraries} of them. */
    public static void describe() {
        put(
                CreateType.Device.class,
                Combinators.combine(
                                Arbitraries.of(FileType.NF4BLK, FileType.NF4CHR),
                                anyOf(SpecData.class))
                        .as(CreateType.Device::new));
        Set<FileType> withBody = Set.of(FileType.NF4BLK, FileType.NF4CHR, FileType.NF4LNK);
        put(
                CreateType.Plain.class,
                anyOf(FileType.class)
                        .filter(type -> !withBody.contains(type))
                        .map(CreateType.Plain::new));
        put(
                SecInfo.Plain.class,
                anyOf(int.class)
                        .filter(flavor -> flavor != SecInfo.RPCSEC_GSS)
                        .map(SecInfo.Plain::new));
        Set<WhyNoDelegation> armed = Set.of(WhyNoDelegation.CONTENTION, WhyNoDelegation.RESOURCE);
        put(
                OpenNoneDelegation.Plain.class,
                anyOf(WhyNoDelegation.class)
                        .filter(why -> !armed.contains(why))
                        .map(OpenNoneDelegation.Plain::new));
        put(StatusOnly.class, statuses());
        put(
                CompoundHeader.class,
                // alone it can announce no operations: nothing follows that they could be in
                Combinators.combine(anyOf(Opaque.class), anyOf(int.class))
                        .as((tag, minorVersion) -> new CompoundHeader(tag, minorVersion, 0)));
        put(CompoundArgs.class, Arbitraries.oneOf(wholeCompounds(), cutCompounds()));
    }

    private static Arbitrary<StatusOnly> statuses() {
        Arbitrary<StatusOnly> successes =
                Arbitraries.of(VOID_SUCCESS).map(op -> new StatusOnly(op, NfsStatus.OK));
        Arbitrary<StatusOnly> errors =
                Combinators.combine(anyOf(Operation.class), anyOf(NfsStatus.class))
                        .as(StatusOnly::new)
                        .filter(result -> !result.op().equals(Operation.SETATTR))
                        .filter(result -> !result.status().isOk())
                        .filter(result -> !ERRORS_WITH_BODY.contains(result));
        return Arbitraries.oneOf(successes, errors);
    }

    private static Arbitrary<List<ArgOp>> knownOps() {
        return anyOf(ArgOp.class)
                .filter(op -> !(op instanceof ArgOp.Unknown))
                .list()
                .ofMaxSize(LONGEST_COMPOUND);
    }

    private static Arbitrary<CompoundArgs> wholeCompounds() {
        return Combinators.combine(anyOf(Opaque.class), anyOf(int.class), knownOps())
                .as(CompoundArgs::new);
    }

    /** Compounds with an operation that is not known and others, unread, after it. */
    private static Arbitrary<CompoundArgs> cutCompounds() {
        return Combinators.combine(
                        anyOf(Opaque.class),
                        anyOf(int.class),
                        knownOps(),
                        anyOf(ArgOp.Unknown.class),
                        XdrArbitraries.opaques(0, 5))
                .as(OperationArbitraries::cutCompound);
    }

    private static CompoundArgs cutCompound(
            Opaque tag, int minorVersion, List<ArgOp> known, ArgOp unknown, Opaque following) {
        List<ArgOp> ops = new ArrayList<>(known);
        ops.add(unknown);
        Opaque words = Opaque.of(new byte[following.length() * Integer.BYTES]);
        return new CompoundArgs(tag, minorVersion, ops.size() + following.length(), ops, words);
    }
}
