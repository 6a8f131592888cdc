package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.AuthSysParms;
import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.GssCbHandles;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.RpcGssService;
import org.nfs41.xdr.op.BackchannelCtlArgs;
import org.nfs41.xdr.op.ExchangeIdResOk;

import java.util.Collections;
import java.util.List;

/** BACKCHANNEL_CTL: RFC 8881 section 18.33. */
class BackchannelCtlTest {
    private static final CallbackSecParms NONE = new CallbackSecParms.None();
    private static final CallbackSecParms SYS =
            new CallbackSecParms.Sys(new AuthSysParms(1, Opaque.utf8("m"), 2, 3, List.of(4, 5)));
    private static final CallbackSecParms GSS =
            new CallbackSecParms.Gss(
                    new GssCbHandles(RpcGssService.of(1), Opaque.utf8("x"), Opaque.utf8("y")));

    private final TableFixture server = new TableFixture();
    private final Session session = server.client("a", 1);

    @Test
    void programAndCredentialsAreThoseOfTheLastCall() {
        assertThat(change(7, List.of(SYS, NONE))).isEqualTo(NfsStatus.OK);
        assertThat(session.callbacks()).isEqualTo(new CallbackParameters(7, List.of(SYS, NONE)));

        assertThat(change(8, List.of(NONE))).isEqualTo(NfsStatus.OK);
        assertThat(session.callbacks()).isEqualTo(new CallbackParameters(8, List.of(NONE)));
    }

    @Test
    void withoutCredentialsOnlyTheProgramChanges() {
        change(7, List.of(SYS));

        assertThat(change(8, List.of())).isEqualTo(NfsStatus.OK);
        assertThat(session.callbacks()).isEqualTo(new CallbackParameters(8, List.of(SYS)));
    }

    @Test
    void handleThatTheServerHasNotGivenIsUnknownAndNothingChanges() {
        CallbackParameters before = session.callbacks();

        assertThat(change(7, List.of(SYS, GSS))).isEqualTo(NfsStatus.NOENT);
        assertThat(change(7, List.of(SYS, new CallbackSecParms.Unknown(9))))
                .isEqualTo(NfsStatus.BADXDR);
        assertThat(session.callbacks()).isEqualTo(before);
    }

    @Test
    void otherSessionsOfTheClientStayAsTheyWere() {
        ExchangeIdResOk id = server.exchange("b", 1);
        Session first = server.session(id.clientId(), id.sequenceId());
        Session other = server.session(id.clientId(), id.sequenceId() + 1);
        CallbackParameters before = other.callbacks();

        server.table.backchannelCtl(first, new BackchannelCtlArgs(7, List.of(SYS)));
        assertThat(other.callbacks()).isEqualTo(before);
    }

    @Test
    void noMoreCredentialsAreKeptThanThereAreUsesFor() {
        change(7, Collections.nCopies(1000, SYS));

        assertThat(session.callbacks().security()).hasSize(CallbackSecurity.MOST_KEPT);
    }

    private NfsStatus change(int program, List<CallbackSecParms> parms) {
        return server.table.backchannelCtl(session, new BackchannelCtlArgs(program, parms));
    }
}
