package org.nfs41.server.local;

/** A named attribute of an object of the host, or the directory that these are found in. */
sealed interface AttributeInode extends HostInode permits AttributeDirectory, NamedAttribute {
    /** Whose named attribute it is. */
    LocalInode object();
}
