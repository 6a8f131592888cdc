package org.nfs41.conformance.check;

/** The server could not be restarted: nothing that the server under test is to blame for. */
public class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong, output of the command included. */
    public ControlException(String message) {
        super(message);
    }

    /** There is no such command, so that the user named a wrong one. */
    public static final class NoCommand extends ControlException {
        private static final long serialVersionUID = 1L;

        /** With what the shell said. */
        public NoCommand(String message) {
            super(message);
        }
    }
}
