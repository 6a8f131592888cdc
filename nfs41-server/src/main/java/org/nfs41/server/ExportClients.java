package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.AddressRange;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.ExportAccess;
import org.nfs41.ops.fs.ExportPolicy;
import org.nfs41.ops.fs.ExportRule;
import org.nfs41.ops.fs.Squash;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads who may do what with an export, in the way of exports(5): {@code
 * 192.0.2.0/24(rw,root_squash) *(ro)}. The first that names a client decides; a client that none
 * names does not see the export.
 */
final class ExportClients {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final long MOST_ID = 0xFFFF_FFFFL;

    private ExportAccess access = ExportAccess.READ_WRITE;
    private Squash squash = Squash.NONE;
    private int uid = Credentials.NOBODY.uid();
    private int gid = Credentials.NOBODY.gid();

    private ExportClients() {}

    /**
     * Reads a list of clients, which may be empty: everybody may do everything then.
     *
     * @throws IllegalArgumentException with what to write instead, if it is no such list
     */
    static ExportPolicy parse(String text) {
        List<ExportRule> rules = new ArrayList<>();
        for (String client : text.strip().split("\\s+", -1)) {
            if (!client.isEmpty()) {
                rules.add(new ExportClients().rule(client));
            }
        }
        return rules.isEmpty() ? ExportPolicy.OPEN : new ExportPolicy(rules);
    }

    private ExportRule rule(String client) {
        int open = client.indexOf('(');
        String who = open < 0 ? client : client.substring(0, open);
        if (open >= 0) {
            if (!client.endsWith(")")) {
                throw new IllegalArgumentException(
                        client + ": write options in parentheses, as in *(ro,root_squash)");
            }
            for (String option : client.substring(open + 1, client.length() - 1).split(",", -1)) {
                option(client, option);
            }
        }
        return new ExportRule(range(who), access, squash, new Credentials(uid, gid));
    }

    private void option(String client, String option) {
        switch (option) {
            case "rw" -> access = ExportAccess.READ_WRITE;
            case "ro" -> access = ExportAccess.READ_ONLY;
            case "no_root_squash" -> squash = Squash.NONE;
            case "root_squash" -> squash = Squash.ROOT;
            case "all_squash" -> squash = Squash.ALL;
            default -> {
                if (option.startsWith("anonuid=")) {
                    uid = id(client, option);
                } else if (option.startsWith("anongid=")) {
                    gid = id(client, option);
                } else {
                    throw new IllegalArgumentException(
                            client
                                    + ": there is no option '"
                                    + option
                                    + "', but rw, ro, root_squash, no_root_squash, all_squash,"
                                    + " anonuid=N and anongid=N");
                }
            }
        }
    }

    private static int id(String client, String option) {
        Long id = number(option.substring(option.indexOf('=') + 1), MOST_ID);
        if (id == null) {
            throw new IllegalArgumentException(
                    client + ": " + option + ": write a number from 0 to " + MOST_ID);
        }
        return (int) (long) id;
    }

    private static AddressRange range(String who) {
        if (who.equals("*")) {
            return AddressRange.ALL;
        }
        int slash = who.indexOf('/');
        String literal = slash < 0 ? who : who.substring(0, slash);
        byte[] address;
        try {
            address = InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    who + ": write an address, a network as in 192.0.2.0/24, or *", e);
        }
        boolean v4 = address.length == Integer.BYTES;
        int most = v4 ? V4_BITS : V6_BITS;
        Long bits = slash < 0 ? Long.valueOf(most) : number(who.substring(slash + 1), most);
        if (bits == null) {
            throw new IllegalArgumentException(who + ": write 0 to " + most + " bits");
        }
        int more = v4 ? AddressRange.MAPPED_BITS : 0;
        return new AddressRange(ClientAddress.of(address), more + (int) (long) bits);
    }

    /** A decimal number up to {@code most}, or null. */
    private static @Nullable Long number(String text, long most) {
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(Character::isDigit)) {
            return null;
        }
        long number = Long.parseLong(text);
        return number <= most ? number : null;
    }
}
