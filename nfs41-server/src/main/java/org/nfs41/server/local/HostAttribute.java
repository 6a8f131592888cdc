package org.nfs41.server.local;

import org.nfs41.xdr.Opaque;

/**
 * What tells a named attribute from all others, whatever exported directory it was found in; with
 * an empty name, the directory of these.
 *
 * @param object whose it is
 * @param name its name
 */
record HostAttribute(HostObject object, Opaque name) {}
