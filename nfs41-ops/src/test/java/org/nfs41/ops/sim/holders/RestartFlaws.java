package org.nfs41.ops.sim.holders;

import org.nfs41.ops.sim.World;
import org.nfs41.state.KnownClient;

import java.util.List;

/** Flaws in what a server does about the state that it has lost by a restart. */
final class RestartFlaws {
    private RestartFlaws() {}

    /** {@link PlantedFault#NO_GRACE_PERIOD}. */
    static final class Oblivious extends Flaw {
        @Override
        List<KnownClient> mayReclaim(List<KnownClient> remembered) {
            return List.of();
        }
    }

    /** {@link PlantedFault#GRACE_TOO_SHORT}: a third of a lease. */
    static final class Impatient extends Flaw {
        @Override
        long graceNanos() {
            return World.LEASE / 3;
        }
    }
}
