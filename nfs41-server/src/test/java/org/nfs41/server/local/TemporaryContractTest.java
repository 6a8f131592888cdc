package org.nfs41.server.local;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The contract on whatever file system temporary files are on. */
class TemporaryContractTest extends LocalContract {
    @Override
    LocalDirectory newDirectory() throws IOException, InterruptedException {
        return LocalDirectory.temporary();
    }

    @Override
    @Test
    public void aFileThatEndsGivesItsSpaceBack() {
        Assumptions.abort("others use the file system, too: MountedContractTest has this");
    }
}
