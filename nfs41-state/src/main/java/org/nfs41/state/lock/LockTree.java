package org.nfs41.state.lock;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/**
 * The locks of all owners, ordered by their first byte, so that one that overlaps a range is found
 * without looking at those that do not: a balanced (AVL) tree in which each node knows how far the
 * locks below it reach.
 */
final class LockTree<O, H> {
    private @Nullable LockNode<O, H> root;
    private long serial;

    /** Adds a lock and returns the node it is removed by. */
    LockNode<O, H> add(RangeLock<O, H> lock) {
        LockNode<O, H> node = new LockNode<>(lock, ++serial);
        root = add(root, node);
        return node;
    }

    /** How many nodes lie on the longest way down. */
    int height() {
        return height(root);
    }

    void remove(LockNode<O, H> node) {
        root = remove(root, node);
    }

    /**
     * The first lock, by first byte, that {@code owner} could not have a lock beside.
     *
     * @param exclusive whether the lock would be exclusive; a shared one only minds exclusive ones
     * @param counts whose locks count
     */
    @Nullable RangeLock<O, H> conflict(
            O owner, ByteRange range, boolean exclusive, Predicate<H> counts) {
        return conflict(root, owner, range, !exclusive, counts);
    }

    private static <O, H> @Nullable RangeLock<O, H> conflict(
            @Nullable LockNode<O, H> node,
            O owner,
            ByteRange range,
            boolean exclusiveOnly,
            Predicate<H> counts) {
        if (node == null || !node.reaches(range.first(), exclusiveOnly)) {
            return null;
        }
        RangeLock<O, H> found = conflict(node.left, owner, range, exclusiveOnly, counts);
        if (found != null) {
            return found;
        }
        RangeLock<O, H> lock = node.lock;
        if (Long.compareUnsigned(lock.range().first(), range.last()) > 0) {
            return null;
        }
        boolean conflicts =
                lock.range().overlaps(range)
                        && (lock.exclusive() || !exclusiveOnly)
                        && !lock.owner().equals(owner)
                        && counts.test(lock.holder());
        return conflicts ? lock : conflict(node.right, owner, range, exclusiveOnly, counts);
    }

    private static <O, H> LockNode<O, H> add(@Nullable LockNode<O, H> node, LockNode<O, H> added) {
        if (node == null) {
            return added;
        }
        if (added.compareTo(node) < 0) {
            node.left = add(node.left, added);
        } else {
            node.right = add(node.right, added);
        }
        return balanced(node);
    }

    private static <O, H> @Nullable LockNode<O, H> remove(
            @Nullable LockNode<O, H> node, LockNode<O, H> gone) {
        if (node == null) {
            throw new IllegalStateException("the lock is not in the tree");
        }
        int order = gone.compareTo(node);
        if (order < 0) {
            node.left = remove(node.left, gone);
        } else if (order > 0) {
            node.right = remove(node.right, gone);
        } else {
            return joined(node.left, node.right);
        }
        return balanced(node);
    }

    /** One tree of two whose keys do not mix and whose heights differ by one at most. */
    private static <O, H> @Nullable LockNode<O, H> joined(
            @Nullable LockNode<O, H> left, @Nullable LockNode<O, H> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        LockNode<O, H> top = right;
        while (top.left != null) {
            top = top.left;
        }
        top.right = remove(right, top);
        top.left = left;
        return balanced(top);
    }

    private static <O, H> LockNode<O, H> balanced(LockNode<O, H> node) {
        int lean = height(node.left) - height(node.right);
        LockNode<O, H> top = node;
        if (lean > 1 && node.left != null) {
            if (height(node.left.left) < height(node.left.right)) {
                node.left = rotatedLeft(node.left);
            }
            top = rotatedRight(node);
        } else if (lean < -1 && node.right != null) {
            if (height(node.right.right) < height(node.right.left)) {
                node.right = rotatedRight(node.right);
            }
            top = rotatedLeft(node);
        }
        top.update();
        return top;
    }

    private static <O, H> LockNode<O, H> rotatedLeft(LockNode<O, H> node) {
        LockNode<O, H> top = node.right;
        if (top == null) {
            return node;
        }
        node.right = top.left;
        top.left = node;
        node.update();
        top.update();
        return top;
    }

    private static <O, H> LockNode<O, H> rotatedRight(LockNode<O, H> node) {
        LockNode<O, H> top = node.left;
        if (top == null) {
            return node;
        }
        node.left = top.right;
        top.right = node;
        node.update();
        top.update();
        return top;
    }

    private static int height(@Nullable LockNode<?, ?> node) {
        return node == null ? 0 : node.height;
    }
}
