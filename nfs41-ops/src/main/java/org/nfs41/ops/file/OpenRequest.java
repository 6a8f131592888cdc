package org.nfs41.ops.file;

import org.nfs41.ops.fs.AttributeChanges;
import org.nfs41.ops.fs.CreateMode;
import org.nfs41.ops.fs.FileSystem;
import org.nfs41.state.open.Share;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;

/**
 * An OPEN's arguments, checked as far as that can be done without looking at files or state (RFC
 * 8881 section 18.16.3).
 *
 * @param status OK, or what makes the OPEN fail at once; the rest is then of no use
 * @param owner the owner's name
 * @param share what to do with the file and what to deny others
 * @param claim how the file is named
 * @param creation how to create it, or {@link Creation#NONE}
 */
record OpenRequest(
        NfsStatus status, Opaque owner, Share share, OpenClaim claim, Creation creation) {
    /** EXCLUSIVE4 brings no mode: until the client sets one, nobody may (section 6.4.3). */
    private static final int EXCLUSIVE4_MODE = 0;

    /**
     * How a file is to be created.
     *
     * @param wanted whether it is to be created at all
     * @param mode what to do when the name is taken
     * @param changes its first attributes
     * @param mask the attributes that these come from
     */
    record Creation(boolean wanted, CreateMode mode, AttributeChanges changes, Bitmap mask) {
        static final Creation NONE =
                new Creation(false, CreateMode.UNCHECKED, AttributeChanges.NONE, Bitmap.EMPTY);

        /** Whether a file that is there already is cut to nothing: only a size of 0 counts. */
        boolean truncates() {
            Long size = changes.size();
            return wanted && mode instanceof CreateMode.Unchecked && size != null && size == 0;
        }
    }

    /** Whether the file is to be written or cut. */
    boolean writes() {
        return (share.access() & Share.WRITE) != 0 || creation.truncates();
    }

    static OpenRequest of(OpenArgs args, FileSystem fs, Principals principals) throws XdrException {
        Share share = new Share(args.shareAccess() & ~DelegationWant.MASK, args.shareDeny());
        if (args.claim() instanceof OpenClaim.Unknown) {
            throw new XdrException("open_claim4 has no arm " + args.claim().discriminant());
        }
        AttributeDecoder.Decoded attributes =
                AttributeDecoder.decode(createAttributes(args), fs, principals);
        Creation creation =
                args.openHow() instanceof OpenFlag.Create(CreateHow how)
                        ? creation(how, attributes)
                        : Creation.NONE;
        NfsStatus status = attributes.status();
        if (status.equals(NfsStatus.ATTRNOTSUPP) && isExclusive41(args.openHow())) {
            // RFC 8881 section 18.16.3: INVAL for whatever suppattr_exclcreat does not name
            status = NfsStatus.INVAL;
        }
        boolean valid =
                share.isValid()
                        && DelegationWant.isValid(args.shareAccess())
                        && claimsKnownDelegation(args.claim())
                        && !(creation.wanted() && !namesFile(args.claim()));
        return new OpenRequest(
                valid ? status : NfsStatus.INVAL,
                args.owner().owner(),
                share,
                args.claim(),
                creation);
    }

    private static FileAttributes createAttributes(OpenArgs args) throws XdrException {
        return switch (args.openHow()) {
            case OpenFlag.NoCreate() -> FileAttributes.NONE;
            case OpenFlag.Create(CreateHow.Unchecked(FileAttributes attributes)) -> attributes;
            case OpenFlag.Create(CreateHow.Guarded(FileAttributes attributes)) -> attributes;
            case OpenFlag.Create(CreateHow.Exclusive exclusive) -> FileAttributes.NONE;
            case OpenFlag.Create(CreateHow.Exclusive41 exclusive) -> exclusive.createBoth().attrs();
            case OpenFlag.Create(CreateHow.Unknown(int how)) ->
                    throw new XdrException("createhow4 has no arm " + how);
            case OpenFlag.Unknown(int flag) ->
                    throw new XdrException("openflag4 has no arm " + flag);
        };
    }

    private static boolean isExclusive41(OpenFlag how) {
        return how instanceof OpenFlag.Create(CreateHow.Exclusive41 exclusive);
    }

    private static Creation creation(CreateHow how, AttributeDecoder.Decoded attributes) {
        CreateMode mode =
                switch (how) {
                    case CreateHow.Guarded guarded -> CreateMode.GUARDED;
                    case CreateHow.Exclusive(long verifier) -> new CreateMode.Exclusive(verifier);
                    case CreateHow.Exclusive41 exclusive ->
                            new CreateMode.Exclusive(exclusive.createBoth().verifier());
                    case CreateHow.Unchecked unchecked -> CreateMode.UNCHECKED;
                    case CreateHow.Unknown unknown -> CreateMode.UNCHECKED;
                };
        AttributeChanges changes =
                how instanceof CreateHow.Exclusive
                        ? AttributeChanges.ofMode(EXCLUSIVE4_MODE)
                        : attributes.changes();
        return new Creation(true, mode, changes, attributes.mask());
    }

    private static boolean claimsKnownDelegation(OpenClaim claim) {
        return !(claim instanceof OpenClaim.Previous(OpenDelegationType type))
                || type.equals(OpenDelegationType.NONE)
                || type.equals(OpenDelegationType.READ)
                || type.equals(OpenDelegationType.WRITE);
    }

    /** Whether the file is named by a component, which is needed to create it. */
    private static boolean namesFile(OpenClaim claim) {
        return claim instanceof OpenClaim.Null
                || claim instanceof OpenClaim.DelegateCur
                || claim instanceof OpenClaim.DelegatePrev;
    }
}
