package org.nfs41.ops.fs.testing;

/** Those who act in a test, all on the same file system. */
interface Users {
    /** User 0. */
    FsUser superuser();

    /** User 1000, group 1000. */
    FsUser alice();

    /** User 1001, group 1001, further group 2000. */
    FsUser bob();
}
