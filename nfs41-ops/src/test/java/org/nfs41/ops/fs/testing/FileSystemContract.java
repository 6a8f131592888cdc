package org.nfs41.ops.fs.testing;

import org.junit.jupiter.api.BeforeEach;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.FileSystem;

/**
 * What every {@link FileSystem} must do; extend this to test one.
 *
 * <p>In a Maven project: depend on {@code org.nfs41:nfs41-ops} with {@code <type>test-jar</type>}
 * in test scope, and on JUnit Jupiter and AssertJ. Write a class that implements {@link
 * #newFileSystem()}; all tests come by inheritance:
 *
 * <pre>{@code
 * class MyFileSystemTest extends FileSystemContract {
 *     @Override
 *     protected FileSystem newFileSystem() {
 *         return new MyFileSystem(...);
 *     }
 * }
 * }</pre>
 */
public abstract class FileSystemContract
        implements NameContract,
                RenameContract,
                DirectoryContract,
                ContentContract,
                AttributeContract,
                PermissionContract,
                AclContract,
                NamedAttributeContract,
                LifeContract {
    /** A user with the group of the same number. */
    protected static final Credentials ALICE = new Credentials(1000, 1000);

    /** Another user, who is also in group 2000. */
    protected static final Credentials BOB = new Credentials(1001, 1001, 2000);

    private FsUser superuser;

    /**
     * An empty file system, whose root is owned by the superuser and writable by all, and in which
     * any user id may act.
     */
    protected abstract FileSystem newFileSystem();

    /** Makes the file system of the test that is about to run. */
    @BeforeEach
    protected void makeFileSystem() {
        superuser = new FsUser(newFileSystem(), Credentials.SUPERUSER);
    }

    @Override
    public FsUser superuser() {
        return superuser;
    }

    @Override
    public FsUser alice() {
        return superuser.as(ALICE);
    }

    @Override
    public FsUser bob() {
        return superuser.as(BOB);
    }
}
