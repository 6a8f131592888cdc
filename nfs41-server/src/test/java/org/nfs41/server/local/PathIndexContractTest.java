package org.nfs41.server.local;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The contract without the kernel's handles. */
class PathIndexContractTest extends LocalContract {
    @Override
    LocalDirectory newDirectory() throws IOException, InterruptedException {
        return LocalDirectory.temporary().withoutKernelHandles();
    }

    @Override
    @Test
    public void aFileThatEndsGivesItsSpaceBack() {
        Assumptions.abort("others use the file system, too: MountedContractTest has this");
    }
}
