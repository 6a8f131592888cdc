package org.nfs41.state.open;

/** Hash codes of files as indexes of small tables. */
final class Hashes {
    private static final int GOLDEN = 0x9E3779B9;

    private Hashes() {}

    /** Makes every bit depend on all bits of a hash code, which often counts up. */
    static int spread(int hash) {
        int mixed = hash * GOLDEN;
        return mixed ^ mixed >>> 16;
    }
}
