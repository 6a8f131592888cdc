package org.nfs41.ops.sim;

/** Which slots a client uses: those that the server wants to be used, unless it is stubborn. */
final class SlotUse {
    private final World world;
    private final SimClient client;

    /** Slots are used up to that one at most. */
    private final int last;

    /** Whether it forgets a slot that has been retired and begins anew with sequence id 1. */
    private final boolean forgetful;

    /** Whether it uses all its slots until it is refused one, whatever the server wants. */
    private boolean stubborn;

    /** Whether it ever was. */
    private final boolean mayBeRefused;

    private int wanted;

    /** Counts the replies that say or confirm {@link #wanted}: earlier ones are late. */
    private int epoch;

    SlotUse(World world, SimClient client, int slots, boolean stubborn) {
        this.world = world;
        this.client = client;
        this.last = slots - 1;
        this.stubborn = stubborn;
        this.mayBeRefused = stubborn;
        this.forgetful = world.below(2) == 0;
    }

    boolean isStubborn() {
        return stubborn;
    }

    /** Whether a slot may be refused to it although it was granted. */
    boolean mayBeRefused() {
        return mayBeRefused;
    }

    /**
     * What sa_highest_slotid tells at least. Who uses slots against better knowledge and does not
     * say so has them retired, with the replies that it still waits for.
     */
    int leastTold() {
        return stubborn ? last : 0;
    }

    /** The highest slot for new requests. */
    int highest() {
        return stubborn ? last : wanted;
    }

    /** What a request is to have as its epoch that is sent now. */
    int epoch() {
        return epoch;
    }

    /** A new session lets all be used. */
    void begin() {
        wanted = last;
        epoch++;
    }

    /** From now on it uses what the server wants, which it has known all the time. */
    void giveIn() {
        world.log(client, " gives in and uses slots up to ", wanted);
        stubborn = false;
    }

    /**
     * Uses the slots that the server wants to be used. Replies overtake each other, and some are
     * old ones given again: fewer slots are taken from each, more only from one to a request that
     * was sent since a reply has said or confirmed the number.
     */
    void obey(SimRequest request, SimReply reply, SimClientSlot[] slots) {
        boolean upToDate = request.epoch == epoch;
        int target = Math.min(reply.targetHighestSlotId(), last);
        if (upToDate && forgetful && !stubborn) {
            forgetRetired(slots, reply.highestSlotId());
        }
        if (target < wanted || (upToDate && target > wanted)) {
            boolean fewer = target < wanted;
            world.happened(fewer ? Happening.TARGET_LOWERED : Happening.TARGET_RAISED);
            world.log(client, stubborn ? " should" : " may", " use slots up to ", target);
            wanted = target;
        }
        if (target == wanted) {
            epoch++;
        }
    }

    private void forgetRetired(SimClientSlot[] slots, int highest) {
        for (int i = highest + 1; i < slots.length; i++) {
            if (slots[i].forget(world.schedule.now())) {
                world.happened(Happening.BEGUN_ANEW);
                world.log(client, " forgets slot ", i);
            }
        }
    }
}
