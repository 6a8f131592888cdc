package org.nfs41.ops.acl;

import org.nfs41.xdr.AceMask;

import java.util.ArrayList;
import java.util.List;

/**
 * What an object's list says of its named attributes (RFC 8881 sections 6.2.1.3.1 and 18.17), as
 * the list of the directory that they are in. Stateless.
 */
public final class NamedAttributeAcl {
    private static final int LIST_AND_SEARCH = AceMask.READ_DATA | AceMask.EXECUTE;

    private static final int CHANGE =
            AceMask.WRITE_DATA | AceMask.APPEND_DATA | AceMask.DELETE_CHILD;

    private static final int WRITE = AceMask.WRITE_DATA | AceMask.APPEND_DATA;

    private NamedAttributeAcl() {}

    /**
     * The list of the named attribute directory: who may read named attributes may list it and
     * search it, who may write them may change its entries. A list that does not speak of named
     * attributes means by reading and writing these too.
     */
    public static Acl of(Acl object) {
        return of(object, LIST_AND_SEARCH, CHANGE);
    }

    /** The list of each named attribute, where these have none of their own. */
    public static Acl ofAttribute(Acl object) {
        return of(object, AceMask.READ_DATA, WRITE);
    }

    private static Acl of(Acl object, int whoReads, int whoWrites) {
        int reading = spokenOf(object, AceMask.READ_NAMED_ATTRS, AceMask.READ_DATA);
        int writing = spokenOf(object, AceMask.WRITE_NAMED_ATTRS, AceMask.WRITE_DATA);
        List<Ace> entries = new ArrayList<>();
        for (Ace ace : object.entries()) {
            int mask =
                    ((ace.mask() & reading) != 0 ? whoReads : 0)
                            | ((ace.mask() & writing) != 0 ? whoWrites : 0);
            if (ace.isEffective() && mask != 0) {
                entries.add(ace.withFlags(0).withMask(mask));
            }
        }
        return new Acl(entries);
    }

    private static int spokenOf(Acl acl, int right, int otherwise) {
        boolean spoken =
                acl.entries().stream().anyMatch(a -> a.isEffective() && (a.mask() & right) != 0);
        return spoken ? right : otherwise;
    }
}
