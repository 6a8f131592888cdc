package org.nfs41.ops.acl;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.AceFlags;

import java.util.ArrayList;
import java.util.List;

/** What new objects get from their directory's list (RFC 8881 section 6.4.3.1). Stateless. */
public final class AclInheritance {
    private AclInheritance() {}

    /**
     * The list that a new object inherits.
     *
     * @param parent the directory's list, or null if it has none
     * @param directory whether the new object is a directory
     * @return null if it inherits nothing
     */
    public static @Nullable Acl of(@Nullable Acl parent, boolean directory) {
        if (parent == null) {
            return null;
        }
        List<Ace> inherited = new ArrayList<>();
        for (Ace ace : parent.entries()) {
            if (isInherited(ace.flags(), directory)) {
                inherited.add(ace.withFlags(directory ? flagsInDirectory(ace.flags()) : 0));
            }
        }
        return inherited.isEmpty() ? null : new Acl(inherited);
    }

    private static boolean isInherited(int flags, boolean directory) {
        if (!directory) {
            return (flags & AceFlags.FILE_INHERIT) != 0;
        }
        // What is inherited once, and by files alone, has nothing to say in a directory.
        boolean onward = (flags & AceFlags.NO_PROPAGATE_INHERIT) == 0;
        return (flags & AceFlags.DIRECTORY_INHERIT) != 0
                || (onward && (flags & AceFlags.FILE_INHERIT) != 0);
    }

    private static int flagsInDirectory(int flags) {
        if ((flags & AceFlags.NO_PROPAGATE_INHERIT) != 0) {
            return 0;
        }
        int inheritable = flags & Ace.INHERITABLE;
        boolean forDirectories = (flags & AceFlags.DIRECTORY_INHERIT) != 0;
        return forDirectories ? inheritable : inheritable | AceFlags.INHERIT_ONLY;
    }
}
