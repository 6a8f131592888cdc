package org.nfs41.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as limits see them. */
class OriginTest {
    private static Origin of(String address) throws UnknownHostException {
        return Origin.of(InetAddress.getByName(address).getAddress());
    }

    @Test
    void everyIpv4AddressIsOneOfItsOwn() throws UnknownHostException {
        assertThat(of("192.0.2.1")).isEqualTo(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
        assertThat(of("255.255.255.255")).isNotEqualTo(Origin.UNKNOWN);
    }

    @Test
    void ipv6AddressesOfOneNetworkAreOne() throws UnknownHostException {
        assertThat(of("2001:db8:1:2::1"))
                .isEqualTo(of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(of("::1")).isNotEqualTo(of("127.0.0.1")).isNotEqualTo(Origin.UNKNOWN);
    }

    @Test
    void mappedAddressIsTheIpv4Address() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        System.arraycopy(InetAddress.getByName("192.0.2.1").getAddress(), 0, mapped, 12, 4);

        assertThat(Origin.of(mapped)).isEqualTo(of("192.0.2.1"));
    }

    @Test
    void whatIsNoIpAddressIsUnknown() {
        assertThat(Origin.of(new byte[0])).isEqualTo(Origin.UNKNOWN);
        assertThat(Origin.of(new byte[8])).isEqualTo(Origin.UNKNOWN);
    }
}
