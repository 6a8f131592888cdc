package org.nfs41.ops.fs;

import org.nfs41.xdr.ChangeInfo;

/**
 * The answer to a rename.
 *
 * @param source the change attribute of the directory of the old name, before and after
 * @param target the change attribute of the directory of the new name, before and after; equal to
 *     {@code source} if that is the same directory
 */
public record Renamed(ChangeInfo source, ChangeInfo target) {}
