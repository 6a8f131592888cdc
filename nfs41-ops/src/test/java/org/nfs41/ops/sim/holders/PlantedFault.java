package org.nfs41.ops.sim.holders;

import java.util.function.Supplier;

/** What a server may do wrong. Each is found by the simulator, or that is worth nothing. */
enum PlantedFault {
    /** What is recalled is taken after a third of a lease. */
    TAKEN_TOO_EARLY(CallFlaws.Hasty::new),

    /** Of several holders who are in the way one is told so. */
    HOLDER_FORGOTTEN(CallFlaws.Forgetful::new),

    /** A call whose connection ends counts as heard. */
    WAITING_CALL_DROPPED(CallFlaws.Careless::new),

    /** Now and then a new call has the sequence id of the one before. */
    SEQUENCE_ID_REUSED(CallFlaws.Repeating::new),

    /** No call names the request that it refers to. */
    REFERRING_CALLS_LEFT_OUT(CallFlaws.Overtaking::new),

    /** A slot for calls stays in use, whatever is answered. */
    SLOT_NEVER_FREED(CallFlaws.Deaf::new),

    /** Instead of asking the holder the server makes the attributes up. */
    HOLDER_NOT_ASKED(CallFlaws.Inventive::new),

    /** Now and then a change of a directory is told to nobody. */
    NOTIFICATION_DROPPED(CallFlaws.Omitting::new),

    /** A call that has waited is sent, whatever has become of what it is about. */
    POINTLESS_CALL_SENT(CallFlaws.Stubborn::new),

    /** Whoever changes a file has to return its own delegation. */
    OWN_RECALLED(ReplyFlaws.Ungrateful::new),

    /** A delegation is given although others have one that excludes it. */
    CONFLICTING_ONE_GIVEN(ReplyFlaws.Generous::new),

    /** A delegation is given while others are recalled. */
    GIVEN_WHILE_RECALLED(ReplyFlaws.Inviting::new),

    /** Who has lost a delegation is not told. */
    LOSS_NOT_TOLD(ReplyFlaws.Secretive::new),

    /** After a restart everybody gets something new at once. */
    NO_GRACE_PERIOD(RestartFlaws.Oblivious::new),

    /** After a restart clients have less than a lease to come back. */
    GRACE_TOO_SHORT(RestartFlaws.Impatient::new),

    /** A file is delegated between an operation's look at the delegations and the operation. */
    GIVEN_BETWEEN_CHECK_AND_ACT(ReplyFlaws.Racing::new);

    @SuppressWarnings("ImmutableEnumChecker") // constructors alone
    private final Supplier<Flaw> maker;

    PlantedFault(Supplier<Flaw> maker) {
        this.maker = maker;
    }

    /** The flaw of one run. */
    Flaw plant() {
        return maker.get();
    }
}
