package org.nfs41.benchmarks.load;

/** A server answered something else than it had to, or not at all: the evidence. */
final class WrongReply extends Exception {
    private static final long serialVersionUID = 1L;

    WrongReply(String evidence) {
        super(evidence);
    }
}
