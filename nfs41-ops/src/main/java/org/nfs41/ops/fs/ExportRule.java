package org.nfs41.ops.fs;

/**
 * What some clients may do with an export.
 *
 * @param clients which clients
 * @param access what they may do
 * @param squash which of their users are taken for the anonymous one
 * @param anonymous the anonymous user
 */
public record ExportRule(
        AddressRange clients, ExportAccess access, Squash squash, Credentials anonymous) {
    /** Everybody may do everything. */
    public static final ExportRule OPEN =
            new ExportRule(
                    AddressRange.ALL, ExportAccess.READ_WRITE, Squash.NONE, Credentials.NOBODY);

    /** Nobody may do anything. */
    static final ExportRule CLOSED =
            new ExportRule(AddressRange.ALL, ExportAccess.NONE, Squash.ALL, Credentials.NOBODY);

    /** Whether the export can be seen at all. */
    public boolean isVisible() {
        return access != ExportAccess.NONE;
    }

    /** Whether nothing may be changed. */
    public boolean isReadOnly() {
        return access != ExportAccess.READ_WRITE;
    }

    /** Whose permissions count for a caller. */
    public Credentials credentialsOf(Credentials caller) {
        return switch (squash) {
            case NONE -> caller;
            case ROOT -> caller.withoutRoot(anonymous);
            case ALL -> anonymous;
        };
    }
}
