package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Level;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CallbackAnswer;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Describe;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.CallbackOperation;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.WhyNoDelegation;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenNoneDelegation;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.WantDelegationResOk;

import java.time.Duration;
import java.util.List;

/**
 * Delegations that are wanted for later, and what becomes of the wants (RFC 8881 sections 18.49,
 * 20.5 and 20.10). Another client has the file open for writing at first.
 */
final class DelegationWantChecks {
    private static final String FILE = "file";
    private static final int READ = OpenShare.ACCESS_WANT_READ_DELEG;
    private static final int WRITE = OpenShare.ACCESS_WANT_WRITE_DELEG;
    private static final CallbackOperation PUSH = CallbackOperation.CB_PUSH_DELEG;
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** What a server says that never grants write delegations of files. */
    private static final List<WhyNoDelegation> NEVER =
            List.of(WhyNoDelegation.NOT_SUPP_FTYPE, WhyNoDelegation.WRITE_DELEG_NOT_SUPP_FTYPE);

    private static void close(FileUser user) {
        assertThatReply(user.call(Ops.close(user.open()))).because("the file is closed").isOk();
    }

    @Check(
            id = "DELEG-180",
            rule = "A delegation that was promised is pushed, and is one like any other",
            sends =
                    "WANT_DELEGATION of a read and of a write delegation of files that another"
                            + " client has open, to be pushed; CLOSE by that; TEST_STATEID; OPEN"
                            + " for writing by another client; DELEGRETURN",
            accepts =
                    "CB_PUSH_DELEG with the delegation that was wanted, or CB_WANTS_CANCELLED; a"
                            + " state id that is good; CB_RECALL, and no NFS4_OK for the other"
                            + " client before DELEGRETURN",
            sections = {"18.49.3", "18.49.4", "20.5.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void promiseIsKept(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser second = FileUser.of(user.session(), cx.file("second"));
        NfsSession session = cx.newClient().connect();
        Wanter reader = Wanter.of(cx, session, user.file(), READ);
        Wanter writer = Wanter.of(cx, session, second.file(), WRITE);
        close(user);
        close(second);
        OpenDelegation toRead = reader.awaitOffer();
        OpenDelegation toWrite = writer.awaitOffer();
        requireKind(toRead instanceof OpenDelegation.Read, "OPEN_DELEGATE_READ", toRead);
        requireKind(toWrite instanceof OpenDelegation.Write, "OPEN_DELEGATE_WRITE", toWrite);
        StateId delegation = Wanter.stateId(toRead);
        cx.pause(QUIET, "the server has to see that the delegation is accepted");
        Handshake.requireSame(
                "TEST_STATEID of the delegation that was pushed",
                NfsStatus.OK,
                reader.state(delegation));
        Rival rival = Rival.wantsToWrite(cx, FILE);
        reader.awaitRecall(delegation, "OPEN for writing by another client");
        rival.requireHeldUp("the delegation is not returned");
        reader.giveBack(delegation);
        rival.requireThrough();
    }

    private static void requireKind(boolean right, String expected, OpenDelegation actual) {
        Handshake.require(right, "cpda_delegation", expected, Describe.of(actual));
    }

    @Check(
            id = "DELEG-181",
            rule = "A delegation that its client rejects is neither in force nor offered again",
            sends =
                    "CB_PUSH_DELEG is answered with NFS4ERR_REJECT_DELEG; TEST_STATEID; OPEN for"
                            + " writing by another client, CLOSE; a lease and a half passes;"
                            + " WANT_DELEGATION of the same again",
            accepts =
                    "A state id that is bad; NFS4_OK for the other client; no second CB_PUSH_DELEG;"
                            + " NFS4_OK for WANT_DELEGATION",
            sections = "20.5.3",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void offerIsRejected(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Wanter wanter = Wanter.of(cx, user.file(), READ);
        wanter.callbacks().always(PUSH, CallbackAnswer.status(NfsStatus.REJECT_DELEG));
        close(user);
        StateId rejected = Wanter.stateId(wanter.awaitOffer());
        cx.pause(QUIET, "the server has to see that the delegation is rejected");
        Handshake.requireSame(
                "TEST_STATEID of the delegation that was rejected",
                NfsStatus.BAD_STATEID,
                wanter.state(rejected));
        Reply opened =
                cx.newClient()
                        .connect()
                        .compound(
                                Ops.putFh(user.file()),
                                FileUser.open("rival", OpenShare.ACCESS_WRITE, 0),
                                Ops.close(StateId.CURRENT));
        assertThatReply(opened).because("the delegation was rejected").isOk();
        wanter.pass(1.5, "the delegation might be offered again");
        int offers = wanter.offers().size();
        Handshake.require(
                offers == 1, "offers of what was rejected", "one", String.valueOf(offers));
        wanter.want(READ | Wanter.later());
    }

    @Check(
            id = "DELEG-182",
            rule = "A delegation that its client cannot take yet is offered again",
            sends = "CB_PUSH_DELEG is answered with NFS4ERR_DELAY, then with NFS4_OK",
            accepts =
                    "CB_PUSH_DELEG a second time, and then a state id that is good; or"
                            + " CB_WANTS_CANCELLED",
            sections = {"20.5.3", "20.5.4"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void offerIsDelayed(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Wanter wanter = Wanter.of(cx, user.file(), READ);
        wanter.callbacks().next(PUSH, CallbackAnswer.status(NfsStatus.DELAY));
        close(user);
        wanter.awaitOffer();
        StateId taken = Wanter.stateId(wanter.awaitOffers(2));
        cx.pause(QUIET, "the server has to see that the delegation is accepted");
        Handshake.requireSame(
                "TEST_STATEID of the delegation that was accepted in the end",
                NfsStatus.OK,
                wanter.state(taken));
        wanter.giveBack(taken);
    }

    @Check(
            id = "DELEG-183",
            rule = "A want that was cancelled is not fulfilled",
            sends =
                    "WANT_DELEGATION with OPEN4_SHARE_ACCESS_WANT_CANCEL while another client has"
                            + " the file open; CLOSE by that; two leases pass",
            accepts = "NFS4_OK, no CB_PUSH_DELEG",
            sections = {"18.16.3", "18.49.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void wantIsCancelled(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Wanter wanter = Wanter.of(cx, user.file(), READ);
        wanter.want(OpenShare.ACCESS_WANT_CANCEL);
        close(user);
        wanter.pass(2, "a delegation might be pushed");
        Handshake.require(
                wanter.offers().isEmpty(), "calls after the want was cancelled", "none", "a push");
    }

    @Check(
            id = "DELEG-184",
            rule = "WANT_DELEGATION does not look at the bits for access",
            sends =
                    "WANT_DELEGATION of a read delegation with OPEN4_SHARE_ACCESS_BOTH, and without"
                            + " it by another client",
            accepts = "The same answer, but for what differs from one delegation to the other",
            requirements = "18.49.3-R03",
            needs = {Need.FILES, Need.CALLBACK})
    void accessIsIgnored(CheckContext cx) {
        FileHandle file = cx.file(FILE);
        OpenDelegation plain = want(cx, cx.newClient().connect(), file, READ);
        OpenDelegation withAccess =
                want(cx, cx.newClient().connect(), file, READ | OpenShare.ACCESS_BOTH);
        Handshake.requireSame(
                "answer to WANT_DELEGATION with bits for access",
                plain.getClass(),
                withAccess.getClass());
    }

    private static OpenDelegation want(
            CheckContext cx, NfsSession session, FileHandle file, int want) {
        Reply reply = Wanter.ask(cx, session, file, want);
        assertThatReply(reply).because("a delegation is wanted").isOk();
        return reply.result(WantDelegationResOk.class).delegation();
    }

    @Check(
            id = "DELEG-185",
            rule = "A want for later that is not noted is no error",
            sends =
                    "WANT_DELEGATION of a file that another client has open, to be pushed when"
                            + " nobody is in the way, to be told when there is room, and both",
            accepts =
                    "OPEN_DELEGATE_NONE_EXT with WND4_CONTENTION or WND4_RESOURCE; UNSUPPORTED if"
                            + " there are no write delegations at all",
            requirements = {"18.49.3-R01", "18.49.3-R07"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void wantThatIsNotNoted(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        int signal = OpenShare.ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL;
        for (int later : List.of(Wanter.later(), signal, Wanter.later() | signal)) {
            OpenDelegation told = want(cx, cx.newClient().connect(), user.file(), WRITE | later);
            if (told instanceof OpenDelegation.NoneExt(OpenNoneDelegation none)
                    && NEVER.contains(none.why())) {
                throw cx.unsupported("no write delegation is ever granted");
            }
            Handshake.require(
                    told instanceof OpenDelegation.NoneExt(OpenNoneDelegation none)
                            && List.of(WhyNoDelegation.CONTENTION, WhyNoDelegation.RESOURCE)
                                    .contains(none.why()),
                    "WANT_DELEGATION of a file that is in use",
                    "OPEN_DELEGATE_NONE_EXT with WND4_CONTENTION or WND4_RESOURCE",
                    Describe.of(told));
        }
    }

    @Check(
            id = "DELEG-186",
            rule = "A client that has been promised a delegation is not destroyed",
            sends = "WANT_DELEGATION that is noted; DESTROY_SESSION; DESTROY_CLIENTID",
            accepts = "NFS4ERR_CLIENTID_BUSY",
            requirements = "18.50.3-R01",
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION})
    void clientWithAWant(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Wanter wanter = Wanter.of(cx, user.file(), READ);
        NfsClient client = wanter.session().client();
        assertThatReply(client.call(Ops.destroySession(wanter.session().id()))).isOk();
        assertThatReply(client.call(Ops.destroyClientId(client.clientId())))
                .because("the client has a want")
                .hasStatus(NfsStatus.CLIENTID_BUSY);
    }

    @Check(
            id = "DELEG-187",
            rule = "A promise that cannot be kept is taken back, and is none from then on",
            sends =
                    "WANT_DELEGATION of two files that another client has open; REMOVE of the one"
                            + " and CLOSE; after CB_WANTS_CANCELLED CLOSE of the other, and two"
                            + " leases pass",
            accepts = "CB_WANTS_CANCELLED, and no CB_PUSH_DELEG after it",
            sections = {"18.49.3", "20.10.3"},
            level = Level.SHOULD,
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void promiseIsTakenBack(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = FileUser.of(user.session(), cx.file("other"));
        NfsSession session = cx.newClient().connect();
        Wanter first = Wanter.of(cx, session, user.file(), READ);
        Wanter second = Wanter.of(cx, session, other.file(), READ);
        assertThatReply(user.session().compound(Ops.putFh(cx.directory()), Ops.remove(FILE)))
                .because("nobody has a delegation")
                .isOk();
        close(user);
        first.awaitCancellation("REMOVE of the file");
        Reply closed = other.call(Ops.close(other.open()));
        // its lease may be over by now
        assertThatReply(closed).hasStatus(NfsStatus.OK, NfsStatus.EXPIRED, NfsStatus.BADSESSION);
        second.pass(2, "a delegation might be pushed");
        Handshake.require(
                second.offers().isEmpty(),
                "calls after CB_WANTS_CANCELLED",
                "no CB_PUSH_DELEG",
                "one");
    }

    @Check(
            id = "DELEG-188",
            rule = "Of two who want to write the one gets nothing before the other is through",
            sends =
                    "WANT_DELEGATION of a write delegation by two clients; CLOSE by the third, who"
                            + " has the file open; DELEGRETURN by the first of them a lease later",
            accepts = "CB_PUSH_DELEG to one of them only, until that has returned the delegation",
            sections = {"10.4", "20.5.3"},
            needs = {Need.FILES, Need.CALLBACK, Need.DELEGATION, Need.LEASE})
    void twoWhoWant(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Wanter one = Wanter.of(cx, user.file(), WRITE);
        Wanter two = Wanter.of(cx, user.file(), WRITE);
        close(user);
        Wanter first = firstOf(one, two);
        Wanter second = first == one ? two : one;
        StateId held = Wanter.stateId(first.awaitOffer());
        for (int i = 0; i < 4; i++) {
            first.pass(0.25, "the other might be offered the delegation");
            assertThatReply(second.session().compound()).isOk();
            if (!second.offers().isEmpty()) {
                throw new CheckFailure(
                        "calls to the other while one client has a write delegation",
                        "none",
                        "CB_PUSH_DELEG");
            }
        }
        Handshake.requireSame(
                "TEST_STATEID of the delegation that was pushed", NfsStatus.OK, first.state(held));
        first.giveBack(held);
        second.awaitOffer();
    }

    /** Who of the two is offered something, both of whom renew their leases. */
    private static Wanter firstOf(Wanter one, Wanter two) {
        for (int i = 0; i < 24 && !two.isCancelled(); i++) {
            if (!one.offers().isEmpty()) {
                return one;
            }
            if (!two.offers().isEmpty()) {
                return two;
            }
            one.pass(1.0 / 6, "a delegation is to be pushed to one of two");
            assertThatReply(two.session().compound()).isOk();
        }
        return one;
    }

    @Check(
            id = "DELEG-189",
            rule = "What cannot be delegated at all is told as the reason",
            sends =
                    "WANT_DELEGATION of a write delegation for a symbolic link, and of a read"
                            + " delegation for a directory",
            accepts =
                    "WND4_WRITE_DELEG_NOT_SUPP_FTYPE for the link; WND4_IS_DIR or"
                            + " NFS4ERR_WRONG_TYPE for the directory",
            sections = {"18.16.3", "18.49.3"},
            needs = {Need.FILES, Need.CALLBACK})
    void whatCannotBeDelegated(CheckContext cx) {
        NfsSession session = cx.newClient().connect();
        CreateArgs link =
                new CreateArgs(
                        new CreateType.Link(Opaque.utf8("target")),
                        Opaque.utf8("link"),
                        Ops.mode(0777));
        Reply made = session.require(Ops.putFh(cx.directory()), link, Ops.getFh());
        FileHandle handle = new FileHandle(made.result(GetFhResOk.class).object().data().detach());
        requireReason(
                want(cx, session, handle, WRITE),
                WhyNoDelegation.WRITE_DELEG_NOT_SUPP_FTYPE,
                "a symbolic link");
        Reply directory = Wanter.ask(cx, session, cx.directory(), READ);
        assertThatReply(directory).hasStatus(NfsStatus.OK, NfsStatus.WRONG_TYPE);
        if (directory.isOk()) {
            requireReason(
                    directory.result(WantDelegationResOk.class).delegation(),
                    WhyNoDelegation.IS_DIR,
                    "a directory");
        }
    }

    private static void requireReason(OpenDelegation told, WhyNoDelegation why, String what) {
        Handshake.require(
                told instanceof OpenDelegation.NoneExt(OpenNoneDelegation none)
                        && none.why().equals(why),
                "WANT_DELEGATION of " + what,
                "OPEN_DELEGATE_NONE_EXT with " + why,
                Describe.of(told));
    }
}
