package org.nfs41.server;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.file.OwnerNames;
import org.nfs41.xdr.Opaque;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Users and groups by the names that files like passwd(5) and group(5) give them, in one domain.
 * Immutable.
 */
final class AccountNames implements OwnerNames {
    private static final int NAME_FIELD = 0;
    private static final int ID_FIELD = 2;
    private static final int MOST_ID_DIGITS = 10;

    private final String domain;
    private final Accounts users;
    private final Accounts groups;

    private record Accounts(Map<Integer, Opaque> names, Map<String, Integer> ids) {}

    private AccountNames(String domain, Accounts users, Accounts groups) {
        this.domain = domain;
        this.users = users;
        this.groups = groups;
    }

    /**
     * Reads both files.
     *
     * @param domain what stands behind the {@code @}; upper and lower case are the same
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if the domain is none
     */
    static AccountNames read(String domain, Path passwd, Path group) throws IOException {
        if (domain.isEmpty() || domain.contains("@") || domain.contains(" ")) {
            throw new IllegalArgumentException(
                    "--owner-domain " + domain + ": write a domain, as in example.org");
        }
        return new AccountNames(
                domain.toLowerCase(Locale.ROOT), accounts(domain, passwd), accounts(domain, group));
    }

    private static Accounts accounts(String domain, Path file) throws IOException {
        Accounts accounts = new Accounts(new HashMap<>(), new HashMap<>());
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] fields = line.split(":", -1);
            if (fields.length > ID_FIELD && isId(fields[ID_FIELD])) {
                String name = fields[NAME_FIELD];
                int id = (int) Long.parseLong(fields[ID_FIELD]);
                // As getpwuid(3) does: the first line that has an id gives its name.
                accounts.names().putIfAbsent(id, Opaque.utf8(name + "@" + domain));
                accounts.ids().putIfAbsent(name, id);
            }
        }
        return accounts;
    }

    private static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_ID_DIGITS
                && text.chars().allMatch(Character::isDigit);
    }

    @Override
    public @Nullable Opaque userName(int uid) {
        return users.names().get(uid);
    }

    @Override
    public @Nullable Opaque groupName(int gid) {
        return groups.names().get(gid);
    }

    @Override
    public long uidOf(Opaque name) {
        return idOf(name, users);
    }

    @Override
    public long gidOf(Opaque name) {
        return idOf(name, groups);
    }

    private long idOf(Opaque name, Accounts accounts) {
        String text = name.utf8();
        int at = text.lastIndexOf('@');
        if (at < 0 || !text.substring(at + 1).toLowerCase(Locale.ROOT).equals(domain)) {
            return UNKNOWN;
        }
        Integer id = accounts.ids().get(text.substring(0, at));
        return id == null ? UNKNOWN : Integer.toUnsignedLong(id);
    }
}
