package org.nfs41.server.local;

import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * Finds objects by the handles that the kernel makes for them (name_to_handle_at(2)): whatever the
 * names are now, and after a restart of the host too.
 *
 * <p>A handle opens any object of the host's file system, within the export or not: only those that
 * have been given out may be opened, which {@code HandleSeal} sees to.
 */
final class KernelHandles implements Finder {
    /** The longest handle that the kernel makes. */
    private static final int MAX_HANDLE_BYTES = 128;

    /** In the structure: how long the handle is, its type, the handle. */
    private static final int LENGTH_AT = 0;

    private static final int TYPE_AT = 4;
    private static final int HANDLE_AT = 8;

    /** The size of the structure. */
    static final int STRUCT_BYTES = HANDLE_AT + MAX_HANDLE_BYTES;

    /** What a key begins with that is made here. */
    private static final byte FORM = 1;

    /** In a key: the form, the handle's type, the handle. */
    private static final int KEY_TYPE_AT = 1;

    private static final int KEY_HANDLE_AT = 5;

    private final int mountFd;

    /** Finds objects in the mount that {@code mountFd} is open in, and that stays open. */
    KernelHandles(int mountFd) {
        this.mountFd = mountFd;
    }

    /** Whether the kernel makes handles here and lets us use them (CAP_DAC_READ_SEARCH). */
    boolean work(Statx root) {
        try {
            Libc.close(open(keyOf(mountFd, root)));
            return true;
        } catch (HostException e) {
            return false;
        }
    }

    @Override
    public HandleKey keyOf(int fd, Statx stat) throws HostException {
        Scratch scratch = Scratch.current();
        MemorySegment struct = scratch.handle();
        struct.set(ValueLayout.JAVA_INT, LENGTH_AT, MAX_HANDLE_BYTES);
        HostException.check(
                Libc.nameToHandleAt(
                        fd, scratch.empty(), struct, scratch.pairs(), Libc.AT_EMPTY_PATH));
        int length = struct.get(ValueLayout.JAVA_INT, LENGTH_AT);
        if (length > MAX_KEY_BYTES - KEY_HANDLE_AT) {
            throw new HostException(NfsStatus.NOTSUPP);
        }
        byte[] key = new byte[KEY_HANDLE_AT + length];
        key[0] = FORM;
        ByteBuffer.wrap(key).putInt(KEY_TYPE_AT, struct.get(ValueLayout.JAVA_INT, TYPE_AT));
        MemorySegment.copy(struct, ValueLayout.JAVA_BYTE, HANDLE_AT, key, KEY_HANDLE_AT, length);
        return new HandleKey(key);
    }

    @Override
    public int open(HandleKey key) throws HostException {
        int length = key.length() - KEY_HANDLE_AT;
        if (length < 0 || length > MAX_HANDLE_BYTES || key.byteAt(0) != FORM) {
            throw new HostException(NfsStatus.STALE);
        }
        MemorySegment struct = Scratch.current().handle();
        struct.set(ValueLayout.JAVA_INT, LENGTH_AT, length);
        struct.set(ValueLayout.JAVA_INT, TYPE_AT, key.buffer().getInt(KEY_TYPE_AT));
        for (int i = 0; i < length; i++) {
            byte b = key.byteAt(KEY_HANDLE_AT + i);
            struct.set(ValueLayout.JAVA_BYTE, HANDLE_AT + i, b);
        }
        int fd = Libc.openByHandleAt(mountFd, struct, OpenFlags.FIND);
        return HostException.check(fd);
    }

    @Override
    public void seen(HandleKey directory, Opaque name, HandleKey key) {
        // the kernel needs no names
    }

    @Override
    public void gone(HandleKey key) {
        // the kernel knows
    }
}
