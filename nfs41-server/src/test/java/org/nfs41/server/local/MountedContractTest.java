package org.nfs41.server.local;

import java.io.IOException;

/** The contract on a file system in memory that nobody else uses. */
class MountedContractTest extends LocalContract {
    @Override
    LocalDirectory newDirectory() throws IOException, InterruptedException {
        return LocalDirectory.mounted("size=64m,mode=0777");
    }
}
