package org.nfs41.ops.file;

import org.nfs41.ops.OperationHandler;
import org.nfs41.ops.fs.ExportTable;
import org.nfs41.state.Grace;
import org.nfs41.xdr.Operation;

import java.util.function.BiConsumer;

/** All operations on files, ready for an interpreter. */
public final class FileOperations {
    private FileOperations() {}

    /**
     * Hands every file operation with its handler to {@code to}.
     *
     * @param exports the name space
     * @param opens the opens of all clients, which must also be what the client table is told of
     * @param delegations the delegations, which keep to these opens
     * @param settings lease, sizes and security flavors as clients are told of them
     * @param grace when clients may obtain state and when reclaim it
     */
    public static void register(
            BiConsumer<Operation, OperationHandler> to,
            ExportTable exports,
            OpenFiles opens,
            Delegations delegations,
            FileSettings settings,
            Grace grace) {
        NameLocks locks = new NameLocks();
        Clearances clearances = delegations.clearances();
        NotifiedDirectories notified = delegations.notified();
        names(to, exports, settings);
        to.accept(Operation.CREATE, new Create(clearances, locks, settings.principals()));
        to.accept(Operation.GET_DIR_DELEGATION, new GetDirDelegation(delegations));
        to.accept(Operation.LINK, new Link(grace, clearances, locks));
        HeldAttributes held = new HeldAttributes(delegations.inquiries(), notified);
        DelegationOffers offers = new DelegationOffers(delegations);
        Attributes attributes = new Attributes(exports, settings);
        notified.show(attributes);
        to.accept(Operation.GETATTR, new GetAttr(attributes, held));
        to.accept(
                Operation.SETATTR, new SetAttr(opens, clearances, notified, settings.principals()));
        to.accept(Operation.VERIFY, new VerifyAttributes(attributes, held, true));
        to.accept(Operation.NVERIFY, new VerifyAttributes(attributes, held, false));
        to.accept(Operation.ACCESS, new CheckAccess());
        to.accept(Operation.READDIR, new ReadDir(attributes, held));
        to.accept(
                Operation.OPEN,
                new Open(exports, opens, offers, locks, grace, settings.principals()));
        to.accept(Operation.OPENATTR, new OpenAttr());
        to.accept(Operation.OPEN_DOWNGRADE, new OpenDowngrade(opens));
        to.accept(Operation.CLOSE, new Close(opens));
        to.accept(Operation.LOCK, new Lock(opens, grace));
        to.accept(Operation.LOCKT, new LockT(opens, clearances, grace));
        to.accept(Operation.LOCKU, new LockU(opens));
        to.accept(Operation.READ, new Read(opens, clearances, settings.maxRead()));
        to.accept(Operation.WRITE, new Write(opens, clearances, notified, settings.instance()));
        to.accept(Operation.REMOVE, new Remove(opens, grace, clearances, locks));
        to.accept(Operation.RENAME, new Rename(opens, grace, clearances, locks));
        to.accept(Operation.COMMIT, new Commit(settings.instance()));
        to.accept(Operation.DELEGRETURN, new DelegReturn(delegations));
        to.accept(Operation.WANT_DELEGATION, new WantDelegation(offers, grace));
        to.accept(Operation.DELEGPURGE, new DelegPurge());
        to.accept(Operation.TEST_STATEID, new TestStateId(opens));
        to.accept(Operation.FREE_STATEID, new FreeStateId(opens));
    }

    private static void names(
            BiConsumer<Operation, OperationHandler> to,
            ExportTable exports,
            FileSettings settings) {
        SecurityFlavors flavors = new SecurityFlavors(settings.securityFlavors());
        to.accept(Operation.SECINFO, new SecInfo(exports, flavors));
        to.accept(Operation.SECINFO_NO_NAME, new SecInfoNoName(exports, flavors));
        to.accept(Operation.PUTROOTFH, new PutRootFh(exports));
        to.accept(Operation.PUTPUBFH, new PutRootFh(exports));
        to.accept(Operation.PUTFH, new PutFh(exports));
        to.accept(Operation.GETFH, new GetFh(exports));
        to.accept(Operation.SAVEFH, new SaveFh());
        to.accept(Operation.RESTOREFH, new RestoreFh());
        to.accept(Operation.LOOKUP, new Lookup(exports));
        to.accept(Operation.LOOKUPP, new LookupP(exports));
        to.accept(Operation.READLINK, new ReadLink());
    }
}
