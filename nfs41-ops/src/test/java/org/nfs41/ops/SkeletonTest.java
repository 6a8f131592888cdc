package org.nfs41.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkeletonTest {
    @Test
    void runsOnTheToolchainsJdk() {
        assertThat(Runtime.version().feature()).isEqualTo(25);
    }
}
