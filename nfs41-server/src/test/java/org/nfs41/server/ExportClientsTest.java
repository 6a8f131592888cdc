package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportAccess;
import org.nfs41.ops.fs.ExportPolicy;
import org.nfs41.ops.fs.ExportRule;

import java.net.InetAddress;

class ExportClientsTest {
    private static ExportRule rule(String clients, String address) {
        ClientAddress client = ClientAddress.of(InetAddress.ofLiteral(address).getAddress());
        return ExportClients.parse(clients).ruleFor(client);
    }

    @Test
    void withoutClientsEverybodyMayDoEverything() {
        assertThat(ExportClients.parse("  ")).isEqualTo(ExportPolicy.OPEN);
        assertThat(rule("", "192.0.2.1").isReadOnly()).isFalse();
    }

    @Test
    void theFirstRuleThatNamesAClientDecides() {
        String clients = "192.0.2.7(ro) 192.0.2.0/24 2001:db8::/32(ro) ::1";
        assertThat(rule(clients, "192.0.2.7").access()).isEqualTo(ExportAccess.READ_ONLY);
        assertThat(rule(clients, "192.0.2.8").access()).isEqualTo(ExportAccess.READ_WRITE);
        assertThat(rule(clients, "2001:db8:1::5").access()).isEqualTo(ExportAccess.READ_ONLY);
        assertThat(rule(clients, "::1").access()).isEqualTo(ExportAccess.READ_WRITE);
        assertThat(rule(clients, "192.0.3.1").isVisible()).isFalse();
        assertThat(rule(clients, "2001:db9::").isVisible()).isFalse();
        assertThat(rule("0.0.0.0/0(ro)", "198.51.100.1").isVisible()).isTrue();
        assertThat(rule("0.0.0.0/0(ro)", "2001:db8::1").isVisible()).isFalse();
    }

    @Test
    void rootIsSquashedWithHisGroupAndNobodyElse() {
        ExportRule rule = rule("*(root_squash,anonuid=7,anongid=8)", "192.0.2.1");
        assertThat(rule.credentialsOf(Credentials.SUPERUSER)).isEqualTo(new Credentials(7, 8));
        assertThat(rule.credentialsOf(new Credentials(5, 6, 0, 9)))
                .isEqualTo(new Credentials(5, 6, 8, 9));
        Credentials user = new Credentials(5, 6, 9);
        assertThat(rule.credentialsOf(user)).isSameAs(user);
    }

    @Test
    void allAreSquashed() {
        ExportRule rule = rule("*(all_squash)", "192.0.2.1");
        assertThat(rule.credentialsOf(new Credentials(5, 6))).isEqualTo(Credentials.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host.example.org",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "*(ro",
                "*(readonly)",
                "*()",
                "*(anonuid=)",
                "*(anonuid=4294967296)",
                "192.0.2(ro)x"
            })
    void whatCannotBeReadIsRefusedByName(String clients) {
        assertThatThrownBy(() -> ExportClients.parse(clients))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(clients);
    }
}
