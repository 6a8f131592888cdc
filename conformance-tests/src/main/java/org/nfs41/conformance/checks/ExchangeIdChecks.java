package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.op.ExchangeIdFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;

/** How EXCHANGE_ID tells apart the incarnations of clients. */
final class ExchangeIdChecks {
    @Check(
            id = "CID-001",
            rule =
                    "Bits of eia_flags that are not defined, or defined for results only, are"
                            + " refused",
            sends = "EXCHANGE_ID with flag 0x8, then with EXCHGID4_FLAG_CONFIRMED_R",
            accepts = "NFS4ERR_INVAL",
            requirements = "18.35.3-R10",
            bugs = "B-025")
    void undefinedFlagsOfExchangeId(CheckContext cx) {
        NfsClient client = cx.newClient();
        for (int flags : new int[] {0x8, ExchangeIdFlags.CONFIRMED_R}) {
            assertThatReply(client.call(Ops.exchangeId(client.owner(), flags)))
                    .because("flags " + Integer.toHexString(flags))
                    .endsAt(0, NfsStatus.INVAL);
        }
    }

    @Check(
            id = "CID-002",
            rule =
                    "Repeating EXCHANGE_ID for a confirmed client gives the same client id, marked"
                            + " so",
            sends = "EXCHANGE_ID of the same owner, verifier and user over a second connection",
            accepts =
                    "The same client id with EXCHGID4_FLAG_CONFIRMED_R, and the session still"
                            + " works",
            requirements = {"18.35.3-R13", "18.35.3-R14"},
            sections = "18.35.4",
            needs = Need.CONNECTIONS,
            bugs = "B-028")
    void exchangeIdOfAConfirmedClientIsRepeated(CheckContext cx) {
        NfsClient client = cx.client();
        Reply reply = client.newConnection().call(client.exchangeIdArgs());
        assertThatReply(reply).isOk();
        ExchangeIdResOk again = reply.result(0, ExchangeIdResOk.class);
        if (again.clientId() != client.clientId()) {
            throw new CheckFailure(
                    "client id of the repeated EXCHANGE_ID",
                    Long.toHexString(client.clientId()),
                    Long.toHexString(again.clientId()));
        }
        if ((again.flags() & ExchangeIdFlags.CONFIRMED_R) == 0) {
            throw new CheckFailure(
                    "eir_flags of a confirmed client",
                    "EXCHGID4_FLAG_CONFIRMED_R",
                    "0x" + Integer.toHexString(again.flags()));
        }
        assertThatReply(cx.session().compound(Ops.putRootFh())).isOk();
    }
}
