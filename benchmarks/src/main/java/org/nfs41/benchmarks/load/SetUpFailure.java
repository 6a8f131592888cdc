package org.nfs41.benchmarks.load;

/** A run could not begin: the server cannot be reached or does not grant what it takes. */
final class SetUpFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SetUpFailure(String why) {
        super(why);
    }
}
