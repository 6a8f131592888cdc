package org.nfs41.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.restart.Client.READ;
import static org.nfs41.server.restart.Client.WRITE;
import static org.nfs41.server.restart.RestartableServer.LEASE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nfs41.server.ServerHooks;
import org.nfs41.server.restart.Client.Held;
import org.nfs41.state.MemoryStorage;
import org.nfs41.state.TableLimits;
import org.nfs41.state.callback.ClientCall;
import org.nfs41.state.callback.ClientCalls;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenDelegationType;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbRecallArgs;
import org.nfs41.xdr.op.DelegReturnArgs;
import org.nfs41.xdr.op.OpenDelegation;
import org.nfs41.xdr.op.OpenReadDelegation;
import org.nfs41.xdr.op.OpenWriteDelegation;
import org.nfs41.xdr.op.PutFhArgs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Delegations that clients had when the server went down (RFC 8881 section 10.2.1). */
@Timeout(60)
class DelegationRestartTest {
    private static final int BOTH = READ | WRITE;

    private final List<StateId> recalled = new ArrayList<>();
    private boolean reachable = true;

    private final RestartableServer server =
            new RestartableServer(
                    new MemoryStorage(Opaque.utf8("this-server"), Opaque.of(new byte[16])),
                    TableLimits.DEFAULT,
                    new ServerHooks() {
                        @Override
                        public ClientCalls calls(ClientCalls real) {
                            return new Calls();
                        }
                    });

    private final class Calls implements ClientCalls {
        @Override
        public void call(long clientId, ClientCall call, CallListener listener) {
            recalled.add(((CbRecallArgs) call.operation()).stateId());
        }

        @Override
        public boolean reachable(long clientId) {
            return reachable;
        }
    }

    private final Client holder = Client.ready(server, "holder");
    private final Client other = Client.ready(server, "other");
    private final FileHandle file = holder.create("f", BOTH, 0).handle();

    DelegationRestartTest() {
        Held elsewhere = other.create("g", BOTH, 0);
        assertThat(elsewhere).isNotNull();
    }

    private void restart() {
        server.restart();
        holder.connect();
        other.connect();
    }

    private OpenReadDelegation reclaimRead() {
        OpenDelegation back = holder.reclaimWith(file, READ, OpenDelegationType.READ);
        return ((OpenDelegation.Read) back).read();
    }

    private OpenWriteDelegation reclaimWrite() {
        OpenDelegation back = holder.reclaimWith(file, BOTH, OpenDelegationType.WRITE);
        return ((OpenDelegation.Write) back).write();
    }

    private void completeAll() {
        assertThat(holder.complete()).isEqualTo(NfsStatus.OK);
        assertThat(other.complete()).isEqualTo(NfsStatus.OK);
    }

    @Test
    void b183DelegationIsGivenBackInGraceAndRecalledLikeAnyOther() {
        restart();
        OpenWriteDelegation back = reclaimWrite();
        assertThat(back.recall()).isFalse();
        assertThat(reclaimWrite().stateId()).as("with another open").isEqualTo(back.stateId());
        completeAll();

        assertThat(other.open(file, READ, 0)).isEqualTo(NfsStatus.DELAY);
        assertThat(recalled).containsExactly(back.stateId());
        assertThat(holder.status(new PutFhArgs(file), new DelegReturnArgs(back.stateId())))
                .isEqualTo(NfsStatus.OK);
        assertThat(other.open(file, READ, 0)).isEqualTo(NfsStatus.OK);
    }

    @Test
    void whoCannotBeCalledYetHasToReturnIt() {
        reachable = false;
        restart();
        OpenReadDelegation back = reclaimRead();
        assertThat(back.recall()).isTrue();
        completeAll();

        assertThat(other.open(file, WRITE, 0)).isEqualTo(NfsStatus.DELAY);
        assertThat(recalled).as("it was told with the delegation").isEmpty();
        server.pass(LEASE);
        assertThat(other.open(file, WRITE, 0)).isEqualTo(NfsStatus.OK);
        assertThat(holder.status(new PutFhArgs(file), new DelegReturnArgs(back.stateId())))
                .isIn(NfsStatus.DELEG_REVOKED, NfsStatus.EXPIRED);
    }

    @Test
    void b183OneThatIsInConflictIsGivenBackToBeReturned() {
        restart();
        other.reclaimed(file, BOTH, 0);

        assertThat(reclaimRead().recall()).isTrue();
    }

    @Test
    void b183TwoThatAreInConflictAreBothToBeReturned() {
        restart();
        StateId first = reclaimRead().stateId();
        OpenDelegation second = other.reclaimWith(file, READ, OpenDelegationType.WRITE);

        assertThat(((OpenDelegation.Write) second).write().recall()).isTrue();
        server.pass(Duration.ZERO);
        assertThat(recalled).containsExactly(first);
    }

    @Test
    void nothingIsGivenBackAfterTheGracePeriod() {
        restart();
        completeAll();

        assertThat(holder.reclaim(file, READ, 0)).isEqualTo(NfsStatus.NO_GRACE);
    }
}
