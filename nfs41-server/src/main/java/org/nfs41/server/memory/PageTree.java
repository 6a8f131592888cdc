package org.nfs41.server.memory;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file's content: a tree of pages in which what was never written takes no room.
 *
 * <p>A page is an array that is as long as the data written to it needs, rounded up; bytes after
 * its end, and pages that are not there, are zero. The tree is as high as the last page needs: a
 * file of one page is that page. All is charged to a {@link Space}.
 *
 * <p>Not safe for use by several threads: the inode's lock guards it, reading under the read lock.
 */
final class PageTree {
    /**
     * Large enough that a big file is few objects, small enough not to be huge to the collector.
     */
    static final int PAGE_BYTES = 64 * 1024;

    /** The largest offset at which a file may end: 8 TiB, four levels of the tree. */
    static final long MAX_BYTES = 1L << 43;

    /** Pages are at least this long, so that small files cost little and growing is rare. */
    static final int MIN_PAGE_BYTES = 4 * 1024;

    private static final int PAGE_SHIFT = 16;
    private static final int FAN_SHIFT = 9;
    private static final int FAN_OUT = 1 << FAN_SHIFT;
    private static final int NODE_BYTES = 16 + 4 * FAN_OUT;
    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    private final Space space;

    /**
     * A {@code byte[]} at height 0, else an {@code Object[]} of what is one level below; or null.
     */
    private @Nullable Object root;

    private int height;
    private long usedBytes;

    PageTree(Space space) {
        this.space = space;
    }

    /** How many bytes the pages take. */
    long usedBytes() {
        return usedBytes;
    }

    /** Copies {@code length} bytes from {@code offset} on into {@code target} at {@code index}. */
    void read(long offset, ByteBuffer target, int index, int length) {
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int inPage = (int) (at & (PAGE_BYTES - 1));
            int part = Math.min(length - done, PAGE_BYTES - inPage);
            byte[] page = page(at >>> PAGE_SHIFT);
            int present = page == null ? 0 : Math.clamp(page.length - inPage, 0, part);
            if (present > 0) {
                target.put(index + done, page, inPage, present);
            }
            if (present < part) {
                target.put(index + done + present, ZEROS, 0, part - present);
            }
            done += part;
        }
    }

    /**
     * Copies {@code length} bytes of {@code source} from {@code index} on to {@code offset}, which
     * with {@code length} is at most {@link #MAX_BYTES}.
     *
     * @return how many bytes fitted into the space
     */
    int write(long offset, ByteBuffer source, int index, int length) {
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int inPage = (int) (at & (PAGE_BYTES - 1));
            int part = Math.min(length - done, PAGE_BYTES - inPage);
            byte[] page = pageForWriting(at >>> PAGE_SHIFT, inPage + part);
            if (page == null) {
                return done;
            }
            source.get(index + done, page, inPage, part);
            done += part;
        }
        return done;
    }

    /** Drops what is at {@code size} and after it: reads as zero when the file grows again. */
    void truncate(long size) {
        long keptPages = (size + PAGE_BYTES - 1) >>> PAGE_SHIFT;
        root = prune(root, height, keptPages);
        if (root == null) {
            height = 0;
        }
        int inPage = (int) (size & (PAGE_BYTES - 1));
        byte[] last = inPage == 0 ? null : page(size >>> PAGE_SHIFT);
        if (last == null || last.length <= inPage) {
            return;
        }
        int needed = pageLength(inPage);
        if (needed < last.length) {
            put(size >>> PAGE_SHIFT, Arrays.copyOf(last, needed));
            release(last.length - needed);
        }
        byte[] kept = needed < last.length ? page(size >>> PAGE_SHIFT) : last;
        if (kept != null) {
            Arrays.fill(kept, inPage, kept.length, (byte) 0);
        }
    }

    private byte @Nullable [] page(long number) {
        if (number >>> (height * FAN_SHIFT) != 0) {
            return null;
        }
        Object node = root;
        for (int level = height; level > 0 && node != null; level--) {
            node = ((Object[]) node)[slot(number, level)];
        }
        return (byte[]) node;
    }

    /** The page with at least {@code length} bytes; null if there is no space for it. */
    private byte @Nullable [] pageForWriting(long number, int length) {
        byte[] page = page(number);
        if (page != null && page.length >= length) {
            return page;
        }
        int newLength = pageLength(length);
        int growth = newLength - (page == null ? 0 : page.length);
        if (!space.take(growth)) {
            return null;
        }
        byte[] grown = page == null ? new byte[newLength] : Arrays.copyOf(page, newLength);
        if (!put(number, grown)) {
            space.give(growth);
            return null;
        }
        usedBytes += growth;
        return grown;
    }

    /** Puts a page in its place, making the nodes above it; false if there is no space for them. */
    private boolean put(long number, byte[] page) {
        while (number >>> (height * FAN_SHIFT) != 0) {
            if (root != null) {
                Object[] above = newNode();
                if (above == null) {
                    return false;
                }
                above[0] = root;
                root = above;
            }
            height++;
        }
        if (height == 0) {
            root = page;
            return true;
        }
        Object[] node = (Object[]) root;
        if (node == null) {
            node = newNode();
            root = node;
        }
        for (int level = height; level > 1 && node != null; level--) {
            int slot = slot(number, level);
            Object[] below = (Object[]) node[slot];
            if (below == null) {
                below = newNode();
                node[slot] = below;
            }
            node = below;
        }
        if (node == null) {
            return false;
        }
        node[slot(number, 1)] = page;
        return true;
    }

    private Object @Nullable [] newNode() {
        return space.take(NODE_BYTES) ? new Object[FAN_OUT] : null;
    }

    /** What is left of {@code node}, which is {@code level} above the pages, with {@code pages}. */
    private @Nullable Object prune(@Nullable Object node, int level, long pages) {
        if (node == null) {
            return null;
        }
        if (level == 0) {
            if (pages > 0) {
                return node;
            }
            release(((byte[]) node).length);
            return null;
        }
        Object[] slots = (Object[]) node;
        int shift = (level - 1) * FAN_SHIFT;
        boolean empty = true;
        for (int slot = 0; slot < FAN_OUT; slot++) {
            long kept = pages - ((long) slot << shift);
            slots[slot] = prune(slots[slot], level - 1, kept);
            empty &= slots[slot] == null;
        }
        if (empty) {
            space.give(NODE_BYTES);
            return null;
        }
        return node;
    }

    private void release(int bytes) {
        usedBytes -= bytes;
        space.give(bytes);
    }

    private static int slot(long number, int level) {
        return (int) (number >>> ((level - 1) * FAN_SHIFT)) & (FAN_OUT - 1);
    }

    /** The next power of two, so that a page which is filled bit by bit is seldom copied. */
    private static int pageLength(int needed) {
        return needed <= MIN_PAGE_BYTES ? MIN_PAGE_BYTES : Integer.highestOneBit(needed - 1) << 1;
    }
}
