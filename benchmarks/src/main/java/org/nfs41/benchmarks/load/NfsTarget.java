package org.nfs41.benchmarks.load;

import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.ServerAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.OptionalLong;

/** An NFSv4.1 server. */
final class NfsTarget implements Target {
    private final ServerAddress address;
    private final Scenario scenario;
    private final Shape shape;
    private final OptionalLong pid;
    private final Credential user;
    private final String label;
    private int slots;

    NfsTarget(
            String label, ServerAddress address, Scenario scenario, Shape shape, OptionalLong pid) {
        this.label = label;
        this.address = address;
        this.scenario = scenario;
        this.shape = shape;
        this.pid = pid;
        this.user = Credential.sys(shape.uid(), shape.gid());
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public String note() {
        return slots >= shape.depth()
                ? ""
                : label + " wants no more than " + slots + " requests at a time on a session";
    }

    @Override
    public OptionalLong pid() {
        return pid;
    }

    @Override
    public SocketChannel connect() throws SetUpFailure {
        return connect(address);
    }

    /** A connection to an address, of whatever server. */
    static SocketChannel connect(ServerAddress address) throws SetUpFailure {
        try {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(address.host(), address.port()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (IOException | UnresolvedAddressException e) {
            throw new SetUpFailure(address + " cannot be reached: " + e);
        }
    }

    @Override
    public Prepared prepare(SocketChannel channel, int number) throws SetUpFailure {
        try {
            Prepared prepared =
                    new SetUp(new Control(channel, user), number)
                            .prepare(scenario, shape, address.export());
            slots = number == 0 ? prepared.slots() : Math.min(slots, prepared.slots());
            return prepared;
        } catch (IOException e) {
            throw new SetUpFailure(address + " does not answer: " + e);
        } catch (SetUpFailure e) {
            throw new SetUpFailure(address + ": " + e.getMessage());
        }
    }

    @Override
    public void release(SocketChannel channel, Prepared prepared, int sequenceId) {
        if (scenario == Scenario.NULL) {
            return;
        }
        try {
            channel.configureBlocking(true);
            TearDown.run(new Control(channel, user), prepared, sequenceId);
        } catch (IOException | SetUpFailure e) {
            // the figures are right all the same, and a client's state ends with its lease
            System.err.println("nfs41 load: " + address + ": not cleaned up: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
