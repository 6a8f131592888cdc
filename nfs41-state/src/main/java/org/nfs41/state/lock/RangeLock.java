package org.nfs41.state.lock;

/**
 * A lock on some bytes.
 *
 * @param range the bytes
 * @param exclusive whether it is a write lock, of which no other owner's lock may share a byte;
 *     else a read lock
 * @param owner who holds it: {@code equals} tells owners apart
 * @param holder what of the owner's it belongs to; a lock is found, merged and released by this
 * @param <O> owners
 * @param <H> holders
 */
public record RangeLock<O, H>(ByteRange range, boolean exclusive, O owner, H holder) {
    RangeLock<O, H> over(ByteRange other) {
        return new RangeLock<>(other, exclusive, owner, holder);
    }

    boolean isAlike(RangeLock<O, H> other) {
        return exclusive == other.exclusive && holder.equals(other.holder);
    }
}
