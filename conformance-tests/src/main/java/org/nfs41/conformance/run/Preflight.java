package org.nfs41.conformance.run;

import org.jspecify.annotations.Nullable;
import org.nfs41.conformance.check.CheckEnvironment;
import org.nfs41.conformance.check.ControlException;
import org.nfs41.conformance.check.ServerControl;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.ClientConfig;
import org.nfs41.conformance.client.Compound;
import org.nfs41.conformance.client.NfsClient;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.conformance.client.Transcript;
import org.nfs41.conformance.client.TransportException;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateSessionFlags;
import org.nfs41.xdr.op.ExchangeIdResOk;
import org.nfs41.xdr.op.GetAttrResOk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is found out about a server before it is checked.
 *
 * @param facts name and value, in the order of finding
 * @param implementation what the server says it is, empty when it does not say
 * @param problem why checks cannot run, null when they can
 */
public record Preflight(
        Map<String, String> facts, String implementation, @Nullable String problem) {
    private static final int PRIVATE_DIRECTORY = 0700;
    private static final int OTHER_MINOR_VERSIONS = 3;

    /**
     * Asks the server, as a client of its own that leaves nothing behind, and what restarts it.
     *
     * @throws ControlException.NoCommand when there is no such command
     */
    public static Preflight of(CheckEnvironment environment) {
        Map<String, String> facts = new LinkedHashMap<>();
        String[] implementation = {""};
        ClientConfig config =
                new ClientConfig(
                        environment.server(),
                        environment.user(),
                        environment.timeout(),
                        Opaque.utf8("preflight"),
                        new Transcript());
        String owner = "nfs41-check/" + environment.runId() + "/preflight";
        try (NfsClient client = new NfsClient(config, owner)) {
            client.connection().callNull();
            control(environment, facts);
            minorVersions(client, facts);
            implementation[0] = identity(client.identity(), facts);
            session(client, facts);
            export(client.mainSession(), environment, facts);
            return new Preflight(facts, implementation[0], null);
        } catch (ControlException.NoCommand e) {
            throw e;
        } catch (TransportException | CheckFailure | ControlException e) {
            return new Preflight(facts, implementation[0], String.valueOf(e.getMessage()));
        }
    }

    private static void control(CheckEnvironment environment, Map<String, String> facts) {
        ServerControl control = environment.control();
        if (control == null) {
            facts.put("restarts", "cannot be had");
            return;
        }
        String said = control.run(ServerControl.Verb.STATUS);
        facts.put("restarts", said.isEmpty() ? "can be had" : said.lines().findFirst().orElse(""));
    }

    private static void minorVersions(NfsClient client, Map<String, String> facts) {
        StringBuilder served = new StringBuilder();
        for (int minor = 0; minor < OTHER_MINOR_VERSIONS; minor++) {
            Compound empty = Compound.of().withMinorVersion(minor);
            Reply reply = client.connection().call(empty);
            boolean mismatch =
                    reply.hasCompound() && reply.status().equals(NfsStatus.MINOR_VERS_MISMATCH);
            served.append(mismatch ? "" : " 4." + minor);
        }
        facts.put("minor versions", served.toString().strip());
    }

    private static String identity(ExchangeIdResOk identity, Map<String, String> facts) {
        NfsImplId impl = identity.serverImplId();
        String name = impl == null ? "" : impl.name().utf8();
        facts.put("implementation", impl == null ? "not told" : name);
        facts.put("server owner", text(identity.serverOwner().majorId()));
        facts.put("server scope", text(identity.serverScope()));
        facts.put("EXCHANGE_ID flags", "0x" + Integer.toHexString(identity.flags()));
        return name;
    }

    private static void session(NfsClient client, Map<String, String> facts) {
        NfsSession session = client.mainSession();
        ChannelAttributes fore = session.foreChannel();
        facts.put("slots", Integer.toUnsignedString(fore.maxRequests()));
        facts.put("operations in a COMPOUND", Integer.toUnsignedString(fore.maxOperations()));
        facts.put("request size", Integer.toUnsignedString(fore.maxRequestSize()));
        facts.put("reply size", Integer.toUnsignedString(fore.maxResponseSize()));
        facts.put("cached reply size", Integer.toUnsignedString(fore.maxResponseSizeCached()));
        boolean back = (session.created().flags() & CreateSessionFlags.CONN_BACK_CHAN) != 0;
        facts.put("backchannel on the session's connection", back ? "yes" : "no");
        Reply lease = session.require(Ops.putRootFh(), Ops.getAttr(Attribute.LEASE_TIME));
        Opaque value = lease.result(GetAttrResOk.class).objAttributes().values();
        facts.put("lease", Integer.toUnsignedString(value.intAt(0)) + " s");
    }

    private static void export(
            NfsSession session, CheckEnvironment environment, Map<String, String> facts) {
        String name = "nfs41-check-" + environment.runId() + "-preflight";
        List<ArgOp> ops = Ops.walk(environment.server().export());
        Reply found = session.compound(ops.toArray(ArgOp[]::new));
        if (!found.isOk()) {
            throw new CheckFailure(
                    "export "
                            + environment.server().export()
                            + " cannot be reached: "
                            + found.status()
                            + " from "
                            + found.results().getLast().op());
        }
        ops.add(Ops.makeDirectory(name, PRIVATE_DIRECTORY));
        Reply made = session.compound(ops.toArray(ArgOp[]::new));
        if (!made.isOk()) {
            throw new CheckFailure(
                    environment.user()
                            + " cannot create a directory in "
                            + environment.server().export()
                            + " ("
                            + made.status()
                            + "): "
                            + (made.status().equals(NfsStatus.ROFS)
                                    ? "the export is read-only"
                                    : "choose another user with --uid and --gid"));
        }
        facts.put("writable as " + environment.user(), "yes");
        ops.removeLast();
        ops.add(Ops.remove(name));
        session.require(ops.toArray(ArgOp[]::new));
    }

    private static String text(Opaque opaque) {
        String text = opaque.utf8();
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text : opaque.toString();
    }
}
