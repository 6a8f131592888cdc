package org.nfs41.conformance.fault;

import org.nfs41.conformance.EmbeddedServer;

import java.io.IOException;
import java.util.Optional;

/**
 * Serves with one fault planted until its standard input ends, for a look at it with any client:
 * {@code --fault ID}, or {@code --list-faults}.
 */
public final class FaultyServer {
    private static final int USAGE = 2;

    private FaultyServer() {}

    /** Starts the server and says where it listens, or lists the faults. */
    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--list-faults")) {
            Faults.all()
                    .forEach(fault ->
                            System.out.printf(
                                    "%-38s %-6s %s%n",
                                    fault.id(), fault.bug(), fault.description()));
            return;
        }
        Optional<Fault> fault =
                args.length == 2 && args[0].equals("--fault")
                        ? Faults.find(args[1])
                        : Optional.empty();
        if (fault.isEmpty()) {
            System.err.println("usage: --fault ID | --list-faults");
            System.exit(USAGE);
        }
        serve(fault.orElseThrow());
    }

    private static void serve(Fault fault) throws IOException {
        try (EmbeddedServer server = StorageHooks.start(fault.hooks())) {
            System.out.println(server.address() + " " + fault.description());
            while (System.in.read() >= 0) {
                // whoever started it ends it by closing the input
            }
        }
    }
}
