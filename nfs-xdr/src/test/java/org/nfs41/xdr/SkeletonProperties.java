package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SkeletonProperties {
    @Property(tries = 10)
    void bytesOfAnIntAreBigEndian(@ForAll int value) {
        assertThat(Integer.reverseBytes(Integer.reverseBytes(value))).isEqualTo(value);
    }
}
