/**
 * Tests that every file system must pass: extend {@link
 * org.nfs41.ops.fs.testing.FileSystemContract}. Published as nfs41-ops's test jar.
 */
package org.nfs41.ops.fs.testing;
