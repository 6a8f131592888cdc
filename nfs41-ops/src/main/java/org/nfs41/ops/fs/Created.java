package org.nfs41.ops.fs;

import org.nfs41.xdr.ChangeInfo;

/**
 * The answer to creating an object.
 *
 * @param inode the new object, or the one that already had the name
 * @param created whether the object is new with the attributes asked for, by this call or by an
 *     earlier one that this one repeats ({@link CreateMode.Exclusive}); false only for {@link
 *     CreateMode.Unchecked} and a taken name
 * @param directory the directory's change attribute before and after
 */
public record Created(Inode inode, boolean created, ChangeInfo directory) {}
