package org.nfs41.server.local;

/**
 * The flags of {@code openat}. Most have one value on all machines; two differ on ARM, which took
 * over another system's when it came to Linux.
 */
final class OpenFlags {
    static final int RDONLY = 0;
    static final int WRONLY = 1;
    static final int CREAT = 0x40;
    static final int EXCL = 0x80;
    static final int NONBLOCK = 0x800;
    static final int CLOEXEC = 0x80000;

    /** The object itself and nothing of its content: nothing happens to devices and pipes. */
    static final int PATH = 0x200000;

    private static final String ARM = "aarch64";
    private static final String MACHINE = System.getProperty("os.arch", "");

    static final int DIRECTORY = directoryOf(MACHINE);
    static final int NOFOLLOW = noFollowOf(MACHINE);

    /** Finds an object without touching it, a symbolic link itself instead of its target. */
    static final int FIND = PATH | NOFOLLOW | CLOEXEC;

    private OpenFlags() {}

    /** {@link #DIRECTORY} on a machine, which is named as Java does. */
    static int directoryOf(String machine) {
        return machine.equals(ARM) ? 0x4000 : 0x10000;
    }

    /** {@link #NOFOLLOW} on a machine. */
    static int noFollowOf(String machine) {
        return machine.equals(ARM) ? 0x8000 : 0x20000;
    }

    /** Whether the values here are known to be those of this machine. */
    static boolean areKnown() {
        return MACHINE.equals(ARM) || MACHINE.equals("amd64");
    }
}
